import ConnectorKit
import GatewayModel

/// Puts messages on the outbox: planned, let through by the gate, within the caps, stored with their parts.
struct Posting: Sendable {
    private let surroundings: Surroundings
    private let caps: SendingCaps
    private let windows: ReplyWindows

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        windows = ReplyWindows(surroundings)
        caps = SendingCaps(surroundings)
    }

    /// A message that is planned, to whomever it goes.
    struct Draft: Sendable {
        let contactPoint: ContactPoint
        let purpose: Message.Purpose
        let author: String
        let text: String?
        let parts: [Part]
        var quickReplies: [QuickReply] = []
        /// When it may leave; `nil` for at once.
        var opensAt: Timestamp?

        var units: Int { parts.reduce(0) { $0 + $1.units } }
    }

    func post(
        _ text: String?, media ids: [ID<Media>] = [], quickReplies: [QuickReply] = [], to customer: Address,
        _ purpose: Message.Purpose,
        by author: String, conversation: ID<Conversation>?, through connection: Connection,
        in transaction: any StoreTransaction
    ) throws -> Message {
        guard let contactPoint = try transaction.contactPoint(connection.contactPoint) else {
            throw Refusal.notFound("contact point")
        }
        let files = try files(ids, over: connection.platform, in: transaction)
        try requireSettings(text, files.media, to: customer, through: connection, in: transaction)
        let draft = Draft(
            contactPoint: contactPoint, purpose: purpose, author: author, text: text,
            parts: try plan(text, files.media, quickReplies, to: customer, through: connection),
            quickReplies: quickReplies)
        var allowance: Allowance?
        if SendingCaps.counts(purpose) {
            allowance = try caps.allowance(of: author, at: contactPoint, in: transaction)
        }
        let message = try post(
            draft, to: customer, conversation: conversation, through: connection, within: &allowance, in: transaction)
        if let allowance { try caps.spend(allowance, in: transaction) }
        try files.attach(to: message.id, in: transaction)
        return message
    }

    /// One message of a draft. What it takes of the allowance is the caller's to write down.
    ///
    /// - Throws: ``Refusal`` where this recipient may not be written to.
    func post(
        _ draft: Draft, to customer: Address, conversation: ID<Conversation>?, through connection: Connection,
        within allowance: inout Allowance?, in transaction: any StoreTransaction
    ) throws -> Message {
        try requireGate(
            draft.purpose, to: customer, at: draft.contactPoint, through: connection, by: draft.author,
            in: transaction)
        if let day = allowance?.day, let full = allowance?.take(draft.units) {
            throw caps.refusal(by: full, on: day, at: draft.contactPoint)
        }
        let now = surroundings.clock.now
        let isHeld = connection.state == .needsReconnect
        // A lane goes by ids: none may come before one that another node has made by a clock that is ahead.
        let last =
            surroundings.sharesStore
            ? try transaction.lastInLane(
                of: customer, at: connection.contactPoint, OutboxEntry.Priority(draft.purpose)) : nil
        let message = Message(
            id: surroundings.ids.next(after: last), conversation: conversation, contactPoint: connection.contactPoint,
            connection: connection.id, customer: customer, direction: .outbound, purpose: draft.purpose,
            author: draft.author, text: draft.text, details: Self.details(of: draft), status: isHeld ? .held : .queued,
            statusReason: isHeld ? Progress.waitsForReconnect : draft.opensAt.map { _ in SendingWindow.waiting },
            createdAt: now, statusAt: now)
        try transaction.insert(message)
        try transaction.enqueue(
            OutboxEntry(
                message: message.id, contactPoint: connection.contactPoint, connection: connection.id,
                customer: customer, purpose: draft.purpose, dueAt: draft.opensAt ?? now,
                agesFrom: draft.opensAt ?? now),
            parts: draft.parts)
        try transaction.append(
            Event(
                .messageCreated, at: now, contactPoint: message.contactPoint, conversation: conversation,
                message: message.id, value: message.status.rawValue))
        return message
    }

    /// What was offered, for whoever reads the transcript.
    private static func details(of draft: Draft) -> [String: String] {
        draft.quickReplies.isEmpty ? [:] : ["quickReplies": draft.quickReplies.map(\.label).joined(separator: " | ")]
    }

    /// - Throws: ``Refusal`` where the gate lets nothing out, or the platform's window is closed.
    func requireGate(
        _ purpose: Message.Purpose, to customer: Address, at contactPoint: ContactPoint,
        through connection: Connection, by author: String, in transaction: any StoreTransaction
    ) throws {
        if let reason = try SendGate.refusal(of: purpose, to: customer, at: contactPoint, in: transaction) {
            throw Refusal(
                .conflict, reason.code == "stopList" ? "stop-list" : "contact-point-archived", reason.explanation)
        }
        if case .closed(let reason) = try windows.answer(to: customer, from: connection, by: author, in: transaction) {
            throw Refusal(.conflict, "reply-window-closed", reason.explanation)
        }
    }

    /// - Throws: ``Refusal`` where an administrator has switched off what the message carries.
    private func requireSettings(
        _ text: String?, _ files: [Media], to customer: Address, through connection: Connection,
        in transaction: any StoreTransaction
    ) throws {
        guard let connector = surroundings.connectors[connection.platform] as? any ServesClients else { return }
        let settings = try ClientSettingsDesk.settings(
            of: connector, at: connection.contactPoint, in: transaction)
        let message = OutboundMessage(
            text: text, media: files.map(MediaReferences.reference), to: customer, from: connection.address)
        if let refusal = connector.clientSettings.refusal(of: message, under: settings.document) {
            throw Refusal(refusal)
        }
    }

    func files(
        _ ids: [ID<Media>], over platform: Platform, in transaction: any StoreTransaction
    ) throws -> MediaAttachment {
        let connector = try surroundings.connectors.require(platform)
        return try MediaAttachment(ids, over: platform, within: connector.capabilities, in: transaction)
    }

    /// The calls that a message takes.
    func plan(
        _ text: String?, _ files: [Media], _ quickReplies: [QuickReply] = [], to customer: Address,
        through connection: Connection
    ) throws -> [Part] {
        let connector = try surroundings.connectors.require(connection.platform)
        try QuickReplyCheck.check(
            quickReplies, under: text, within: connector.capabilities.quickReplies, on: connection.platform)
        let message = OutboundMessage(
            text: text, media: files.map(MediaReferences.reference), quickReplies: quickReplies, to: customer,
            from: connection.address)
        do throws(SendFailure) {
            let parts = try connector.plan(message)
            guard !parts.isEmpty else {
                throw SendFailure(code: "emptyMessage", disposition: .giveUp, explanation: "There is nothing to send.")
            }
            return parts
        } catch {
            throw Refusal(
                .invalid, "cannot-be-sent", error.explanation, fields: [Refusal.Field("text", error.explanation)])
        }
    }
}
