import ConnectorKit
import GatewayModel

/// Puts one message on the outbox: planned, let through by the gate, stored with its parts.
struct Posting: Sendable {
    private let surroundings: Surroundings

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    func post(
        _ text: String?, media ids: [ID<Media>] = [], to customer: Address, _ purpose: Message.Purpose,
        by author: String, conversation: ID<Conversation>?, through connection: Connection,
        in transaction: any StoreTransaction
    ) throws -> Message {
        if let reason = try SendGate.refusal(
            of: purpose, to: customer, at: connection.contactPoint, in: transaction)
        {
            throw Refusal(
                .conflict, reason.code == "stopList" ? "stop-list" : "contact-point-archived", reason.explanation)
        }
        let (parts, files) = try planned(text, ids, to: customer, through: connection, in: transaction)
        let now = surroundings.clock.now
        let isHeld = connection.state == .needsReconnect
        let message = Message(
            id: surroundings.ids.next(), conversation: conversation, contactPoint: connection.contactPoint,
            connection: connection.id, customer: customer, direction: .outbound, purpose: purpose, author: author,
            text: text, status: isHeld ? .held : .queued, statusReason: isHeld ? Progress.waitsForReconnect : nil,
            createdAt: now, statusAt: now)
        try transaction.insert(message)
        try files.attach(to: message.id, in: transaction)
        try transaction.enqueue(
            OutboxEntry(
                message: message.id, contactPoint: connection.contactPoint, connection: connection.id,
                customer: customer, purpose: purpose, dueAt: now, createdAt: now),
            parts: parts)
        try transaction.append(
            Event(
                .messageCreated, at: now, contactPoint: message.contactPoint, conversation: conversation,
                message: message.id, value: message.status.rawValue))
        return message
    }

    func preview(
        _ text: String?, _ ids: [ID<Media>], to customer: Address, through connection: Connection,
        in transaction: any StoreTransaction
    ) throws -> [Part] {
        try planned(text, ids, to: customer, through: connection, in: transaction).parts
    }

    private func planned(
        _ text: String?, _ ids: [ID<Media>], to customer: Address, through connection: Connection,
        in transaction: any StoreTransaction
    ) throws -> (parts: [Part], files: MediaAttachment) {
        let connector = try surroundings.connectors.require(connection.platform)
        let files = try MediaAttachment(
            ids, over: connection.platform, within: connector.capabilities, in: transaction)
        let message = OutboundMessage(
            text: text, media: files.media.map(MediaReferences.reference), to: customer, from: connection.address)
        return (try plan(message, by: connector), files)
    }

    private func plan(_ message: OutboundMessage, by connector: any Connector) throws -> [Part] {
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
