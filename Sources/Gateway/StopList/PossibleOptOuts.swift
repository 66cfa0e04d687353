public import GatewayModel

/// Messages that read like a wish to opt out: a person decides.
public struct PossibleOptOuts: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    public func settle(
        _ id: ID<Message>, isOptOut: Bool, by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Message {
        guard let message = try transaction.message(id) else { throw Refusal.notFound("message") }
        try principal.require(.answer, of: message.contactPoint, in: transaction)
        guard message.mark == .possibleOptOut else {
            throw Refusal(.conflict, "nothing-to-settle", "This message is not, or no longer, a possible opt-out.")
        }
        if isOptOut {
            try StopList(surroundings).stop(
                message.customer, at: message.contactPoint, source: .customer, actor: principal.name,
                in: transaction)
        }
        let mark: Message.Mark = isOptOut ? .settledAsOptOut : .settledAsNoOptOut
        try transaction.setMark(mark, of: id)
        let now = surroundings.clock.now
        try transaction.append(
            Event(
                .messageOptOutSettled, at: now, contactPoint: message.contactPoint,
                conversation: message.conversation, message: id, value: mark.rawValue))
        try transaction.append(
            AuditEntry(
                at: now, actor: principal.name, action: "opt-out.settle", subject: "message/\(id)",
                after: mark.rawValue))
        guard let settled = try transaction.message(id) else { throw Refusal.notFound("message") }
        return settled
    }
}
