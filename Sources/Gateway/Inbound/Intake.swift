import ConnectorKit
import GatewayModel

/// Stores one event of a webhook, within the transaction of all of them: deduplicate, route, stop words,
/// conversation, message, event log.
struct Intake: Sendable {
    private let surroundings: Surroundings
    private let stopList: StopList
    private let conversations: Conversations
    private let reports: DeliveryReports
    private let transcript: TranscriptEvents
    private let windows: ReplyWindows
    private let names: CustomerNames

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        stopList = StopList(surroundings)
        conversations = Conversations(surroundings)
        reports = DeliveryReports(surroundings)
        transcript = TranscriptEvents(surroundings)
        windows = ReplyWindows(surroundings)
        names = CustomerNames(surroundings)
    }

    /// What there may be to do now that events are stored.
    struct Sequel: OptionSet, Sendable {
        let rawValue: Int

        /// The outbox may have changed.
        static let outbox = Sequel(rawValue: 1)
        /// A customer's name is wanted.
        static let names = Sequel(rawValue: 2)
    }

    /// An event with what its text may mean to a stop list: read before the transaction, which everybody waits for.
    struct ReadEvent: Sendable {
        let event: PlatformEvent
        let reading: OptOutReading

        var bringsMedia: Bool {
            switch event.content {
            case .message(let message): !message.media.isEmpty
            case .echo(let echo): !echo.media.isEmpty
            case .report, .watermark, .change, .other: false
            }
        }

        init(_ event: PlatformEvent) {
            self.event = event
            if case .message(let message) = event.content {
                reading = OptOutReading(message.text)
            } else {
                reading = OptOutReading(nil)
            }
        }
    }

    func store(_ read: ReadEvent, from app: PlatformApp, in transaction: any StoreTransaction) throws -> Sequel {
        let event = read.event
        switch event.content {
        case .message(let message):
            guard try transaction.claim(event.key, of: app.id, at: surroundings.clock.now) else { return [] }
            guard let connection = try connection(of: event, from: app, in: transaction) else {
                try keepUnrouted(event, message, from: app, in: transaction)
                return []
            }
            return try store(message, read.reading, on: connection, in: transaction)
        case .report(let report):
            // No claim: a report that comes twice moves nothing.
            return try reports.apply(report, from: app.id, in: transaction) ? .outbox : []
        case .watermark(let mark):
            // No claim, for the same reason.
            guard let connection = try connection(of: event, from: app, in: transaction) else { return [] }
            return try transcript.apply(mark, on: connection, in: transaction) ? .outbox : []
        case .echo(let echo):
            guard try transaction.claim(event.key, of: app.id, at: surroundings.clock.now),
                let connection = try connection(of: event, from: app, in: transaction)
            else { return [] }
            guard let adopted = try transcript.adopt(echo, on: connection, in: transaction) else { return [] }
            try keep(echo.media, of: adopted, at: surroundings.clock.now, in: transaction)
            return []
        case .change(let change):
            guard try transaction.claim(event.key, of: app.id, at: surroundings.clock.now),
                let connection = try connection(of: event, from: app, in: transaction)
            else { return [] }
            if change.opensReplyWindow {
                try windows.note(change.customer, saidSomethingTo: connection, at: change.at, in: transaction)
            }
            try transcript.apply(change, on: connection, in: transaction)
            return []
        case .other:
            return []
        }
    }

    /// An address belongs to the connection of one app: another app's word about it is not taken.
    private func connection(
        of event: PlatformEvent, from app: PlatformApp, in transaction: any StoreTransaction
    ) throws -> Connection? {
        let connection = try transaction.connection(app.platform, at: event.address)
        return connection?.app == app.id ? connection : nil
    }

    private func store(
        _ inbound: InboundMessage, _ reading: OptOutReading, on connection: Connection,
        in transaction: any StoreTransaction
    ) throws -> Sequel {
        guard let contactPoint = try transaction.contactPoint(connection.contactPoint),
            let connector = surroundings.connectors[connection.platform]
        else { throw StoreFailure("The connection \(connection.id) has no contact point or connector.") }

        let word =
            connector.capabilities.hasStopWords
            ? keyword(of: inbound, reading, by: OptOutWords(contactPoint.optOut)) : nil
        let optOutChanged = try applyToStopList(word, inbound, on: connection, in: transaction)
        let (conversation, isNew) = try conversations.open(
            inbound.from, through: connection, word?.isKeyword == true ? .keyword : .inbound, in: transaction)
        var sequel: Sequel = optOutChanged ? .outbox : []
        if isNew, names.isTold(on: connection.platform) { sequel.insert(.names) }
        let now = surroundings.clock.now
        if inbound.opensReplyWindow {
            try windows.note(inbound.from, saidSomethingTo: connection, at: inbound.sentAt, in: transaction)
        }
        if let name = inbound.name { try names.note(name, of: inbound.from, at: connection, in: transaction) }
        let kept = try kept(inbound.files, in: transaction)
        let message = Message(
            id: surroundings.ids.next(), conversation: conversation.id, contactPoint: contactPoint.id,
            connection: connection.id, customer: inbound.from, direction: .inbound, purpose: .customer,
            author: "customer", text: inbound.text,
            media: kept.map(MediaReferences.reference) + inbound.media, mark: word, details: inbound.details,
            status: .received, createdAt: now, statusAt: now)
        try transaction.insert(message)
        for (position, var file) in kept.enumerated() {
            file.message = message.id
            file.position = position
            try transaction.update(file)
        }
        try keep(inbound.media, of: message.id, at: now, in: transaction)
        try transaction.append(
            Event(
                .messageReceived, at: now, contactPoint: contactPoint.id, conversation: conversation.id,
                message: message.id))
        guard let word, mustConfirm(inbound, on: connection), !isTooLate(word, saidAt: inbound.sentAt, at: now) else {
            return sequel
        }
        try confirm(
            word, changed: optOutChanged, in: conversation, at: contactPoint, on: connection, in: transaction)
        return sequel.union(.outbox)
    }

    /// Files that came before their message, and belong to none yet. One that is gone, because the message came days
    /// later, leaves the rest.
    private func kept(_ files: [ID<Media>], in transaction: any StoreTransaction) throws -> [Media] {
        try files.compactMap { id in
            guard let media = try transaction.media(id), media.direction == .inbound, media.state == .ready,
                media.message == nil
            else { return nil }
            return media
        }
    }

    /// A row for each file, and the note that it is still to be fetched.
    private func keep(
        _ files: [RemoteMedia], of message: ID<Message>, at now: Timestamp, in transaction: any StoreTransaction
    ) throws {
        for (position, file) in files.enumerated() {
            let media = Media(
                id: surroundings.ids.next(), direction: .inbound, message: message, position: position,
                sourceURL: file.url, declaredType: file.contentType, state: .pending, createdAt: now)
            try transaction.insert(media)
            try transaction.insert(DueFetch(media: media.id, dueAt: now))
        }
    }

    /// Exactly one of the two answers: the carrier where the connection leaves it to the carrier and the carrier takes
    /// the text for a keyword, or where nobody can keep it from answering; else the gateway.
    private func mustConfirm(_ inbound: InboundMessage, on connection: Connection) -> Bool {
        if inbound.carrierOptOut != nil { return false }
        return switch inbound.carrierAnswer {
        case .always: false
        case .whereChosen: connection.optOutReplies == .gateway
        case .never: true
        }
    }

    /// Heard long after it was said, because we were down.
    private func isTooLate(_ word: Message.Mark, saidAt: Timestamp?, at now: Timestamp) -> Bool {
        word == .stop && saidAt.map { now - $0 > OptOutConfirmation.longestDelay } ?? false
    }

    /// What the platform says it made of the message counts before what we read in it.
    private func keyword(
        of inbound: InboundMessage, _ reading: OptOutReading, by words: OptOutWords
    ) -> Message.Mark? {
        switch inbound.carrierOptOut {
        case .stop: .stop
        case .start: .start
        case .help: .help
        case nil: words.meaning(of: reading)
        }
    }

    private func applyToStopList(
        _ word: Message.Mark?, _ inbound: InboundMessage, on connection: Connection,
        in transaction: any StoreTransaction
    ) throws -> Bool {
        let source: StopEntry.Source = inbound.carrierOptOut == nil ? .customer : .carrier
        return switch word {
        case .stop:
            try stopList.stop(
                inbound.from, at: connection.contactPoint, source: source, actor: source.rawValue,
                saidAt: inbound.sentAt, in: transaction)
        case .start:
            try stopList.lift(
                inbound.from, at: connection.contactPoint, source: source, actor: source.rawValue,
                saidAt: inbound.sentAt, in: transaction)
        default: false
        }
    }

    /// Exactly one confirmation of a STOP, none of a repeated one, and no help for somebody who is stopped.
    private func confirm(
        _ word: Message.Mark, changed: Bool, in conversation: Conversation, at contactPoint: ContactPoint,
        on connection: Connection, in transaction: any StoreTransaction
    ) throws {
        guard let text = OptOutConfirmation.text(for: word, at: contactPoint) else { return }
        if word == .stop && !changed { return }
        // A word that came to a number that only receives is confirmed from where its answers leave, if from anywhere.
        guard let sender = try Diversion.sender(for: connection, in: transaction) else { return }
        let purpose: Message.Purpose = word == .stop ? .stopConfirmation : .keywordReply
        guard
            try SendGate.refusal(of: purpose, to: conversation.customer, at: contactPoint.id, in: transaction) == nil
        else { return }
        do {
            _ = try Posting(surroundings).post(
                text, to: conversation.customer, purpose, by: "gateway", conversation: conversation.id,
                through: sender, in: transaction)
        } catch is Refusal {
            // Some senders cannot be answered (a short code, an alphanumeric sender). Their word counts all the same.
        }
    }

    private func keepUnrouted(
        _ event: PlatformEvent, _ message: InboundMessage, from app: PlatformApp,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.insert(
            UnroutedEvent(
                id: surroundings.ids.next(), app: app.id, receivedAt: surroundings.clock.now, address: event.address,
                from: message.from, text: message.text, media: message.media, details: message.details,
                key: event.key))
    }
}
