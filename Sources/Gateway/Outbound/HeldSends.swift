public import GatewayModel

/// Messages of which nobody can say whether they were sent, where the contact point leaves that to a person.
public struct HeldSends: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// - Parameter sendAgain: at the risk that it arrives twice; otherwise it is given up.
    public func settle(
        _ id: ID<Message>, sendAgain: Bool, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Message {
        guard let message = try transaction.message(id) else { throw Refusal.notFound("message") }
        guard let entry = try transaction.outboxEntry(id), entry.state == .held else {
            throw Refusal(.conflict, "nothing-to-settle", "This message does not wait for a decision.")
        }
        let progress = Progress(surroundings)
        if sendAgain {
            // To send it once more takes the right that it took to send it.
            let right: ContactPointRight =
                switch message.purpose {
                case .start: .startConversation
                case .notification: .sendNotification
                case .reply, .customer, .stopConfirmation, .keywordReply: .answer
                }
            try principal.require(right, of: message.contactPoint, in: transaction)
            try transaction.putBack(id, dueAt: surroundings.clock.now)
            try progress.release(id, in: transaction)
        } else {
            try progress.refuse(
                entry,
                because: StatusReason(
                    code: "givenUp", explanation: "A person gave it up; it may or may not have been sent."),
                in: transaction)
        }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: principal.name, action: "message.resolve",
                subject: "message/\(id)", after: sendAgain ? "send again" : "give up"))
        guard let settled = try transaction.message(id) else { throw Refusal.notFound("message") }
        return settled
    }
}
