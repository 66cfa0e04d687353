public import GatewayModel

/// Asking for the transcript of a conversation by mail.
///
/// Whoever asks names the address, so this must be no way to send mails to anybody: only what somebody of ours has
/// answered is mailed, to one address a request, a few times for each conversation, and not often in an hour.
public struct Transcripts: Sendable {
    /// Of one conversation, as long as it is kept.
    static let mostOfConversation = 3
    /// At one contact point.
    static let mostInAnHour = 200
    private static let hour = Duration.seconds(3600)

    private let surroundings: Surroundings
    private let isMailed: Bool

    /// - Parameter isMailed: whether there is a mail server to give them to.
    init(_ surroundings: Surroundings, isMailed: Bool) {
        self.surroundings = surroundings
        self.isMailed = isMailed
    }

    /// For somebody of ours, who may write to customers of this contact point.
    public func request(
        of id: ID<Conversation>, to address: String, language: String? = nil, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> TranscriptMail {
        guard let conversation = try transaction.conversation(id) else { throw Refusal.notFound("conversation") }
        try principal.require(.answer, of: conversation.contactPoint, in: transaction)
        return try request(of: id, to: address, language: language, in: transaction)
    }

    /// Has the mail be sent once the transaction is durable. The same again while it waits is the same mail.
    ///
    /// - Parameter language: of the few words around what was said, as BCP 47 writes it; the contact point's if not
    ///   given, and English for one that nobody has translated them into.
    public func request(
        of id: ID<Conversation>, to address: String, language: String? = nil, in transaction: any StoreTransaction
    ) throws -> TranscriptMail {
        guard let conversation = try transaction.conversation(id),
            let contactPoint = try transaction.contactPoint(conversation.contactPoint)
        else { throw Refusal.notFound("conversation") }
        guard isMailed else { throw Refusal(.conflict, "no-mail", "This gateway sends no mail.") }
        guard contactPoint.archivedAt == nil else {
            throw Refusal(.conflict, "contact-point-archived", SendGate.archived.explanation)
        }
        guard let address = MailAddress(address), address.isOnTheInternet else {
            throw Refusal.invalid("email", "it must be one address like name@example.com.")
        }
        guard try transaction.wasAnswered(id) else {
            throw Refusal(
                .conflict, "transcript-too-early", "A transcript can be mailed once somebody has answered.")
        }
        let earlier = try transaction.transcriptMails(of: id)
        if let waiting = earlier.first(where: { $0.state == .due && $0.address == address.text }) { return waiting }
        try checkLimits(earlier, contactPoint.id, in: transaction)
        let now = surroundings.clock.now
        let mail = TranscriptMail(
            id: surroundings.ids.next(), conversation: id, contactPoint: contactPoint.id, address: address.text,
            language: language ?? contactPoint.language, requestedAt: now, dueAt: now)
        try transaction.insert(mail)
        try transaction.append(Event(about: mail, at: now))
        return mail
    }

    private func checkLimits(
        _ earlier: [TranscriptMail], _ contactPoint: ContactPointID, in transaction: any StoreTransaction
    ) throws {
        guard earlier.count < Self.mostOfConversation else {
            throw Refusal(
                .tooMany(retryAfter: nil), "too-many-requests",
                "The transcript of this conversation was asked for \(Self.mostOfConversation) times, which is the most."
            )
        }
        let now = surroundings.clock.now
        let lately = try transaction.transcriptRequests(at: contactPoint, since: now - Self.hour)
        guard lately.count < Self.mostInAnHour else {
            let free = (lately.first ?? now) + Self.hour - now
            throw Refusal(
                .tooMany(retryAfter: max(1, Int((free.milliseconds + 999) / 1000))), "too-many-requests",
                "Too many transcripts were asked for at this contact point within an hour; try again later.")
        }
    }
}

extension Event {
    init(about mail: TranscriptMail, at moment: Timestamp) {
        self.init(
            .conversationTranscriptChanged, at: moment, contactPoint: mail.contactPoint,
            conversation: mail.conversation, value: mail.state.rawValue)
    }
}

extension MailAddress {
    /// Whether the domain is one with a country or a generic name at its end. Names and numbers of machines of our own
    /// network are none that a customer has.
    fileprivate var isOnTheInternet: Bool {
        let labels = domain.split(separator: ".")
        return labels.count >= 2 && labels.last?.contains(where: \.isLetter) == true
    }
}
