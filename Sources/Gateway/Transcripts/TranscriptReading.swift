import GatewayModel

extension TranscriptLetter {
    /// Of a conversation that has more, the latest.
    static let mostMessages = 1000
    /// Of all texts together. Mail servers refuse what is large.
    static let mostBytes = 1 << 20

    /// Reads what the customer has seen of the conversation.
    ///
    /// `nil` where it is gone.
    init?(_ mail: TranscriptMail, in transaction: any StoreTransaction) throws {
        guard try transaction.conversation(mail.conversation) != nil,
            let contactPoint = try transaction.contactPoint(mail.contactPoint),
            let clock = LocalClock(zone: contactPoint.timeZone) ?? LocalClock(zone: "UTC")
        else { return nil }
        let latest = try transaction.latestMessages(of: mail.conversation, limit: Self.mostMessages + 1)
        let seen = latest.prefix(Self.mostMessages).filter(\.isSeenByCustomer)
        var room = Self.mostBytes
        let kept = seen.prefix { message in
            room -= message.text?.utf8.count ?? 0
            return room >= 0
        }
        var names = Authors(label: contactPoint.label)
        label = contactPoint.label
        entries = try kept.reversed().compactMap { message in
            let files = try transaction.media(of: message.id).map { $0.fileName ?? $0.type ?? $0.declaredType ?? "?" }
            guard message.text != nil || !files.isEmpty else { return nil }
            return Entry(
                name: message.direction == .inbound ? nil : try names.name(of: message.author, in: transaction),
                text: message.text, files: files, at: message.createdAt)
        }
        isCut = latest.count > Self.mostMessages || kept.count < seen.count
        words = TranscriptWords.of(mail.language)
        self.clock = clock
        zone = contactPoint.timeZone
    }

    /// What customers see as the name of who answered: a person's, and the contact point's for everything else, since
    /// what keys are called is nobody's business.
    private struct Authors {
        let label: String
        private var known: [String: String] = [:]

        init(label: String) { self.label = label }

        mutating func name(of author: String, in transaction: any StoreTransaction) throws -> String {
            if let name = known[author] { return name }
            let user = try ID<User>(author).flatMap { try transaction.user($0) }
            let name = user.flatMap { $0.state == .erased ? nil : $0.name } ?? label
            known[author] = name
            return name
        }
    }
}

extension Message {
    /// What waits, was refused or did not arrive is nothing that the customer knows of.
    fileprivate var isSeenByCustomer: Bool {
        switch status {
        case .received, .sent, .delivered, .read: true
        case .queued, .held, .sending, .unknown, .refused, .failed, .expired, .canceled: false
        }
    }
}
