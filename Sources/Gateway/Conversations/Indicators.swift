public import ConnectorKit
public import GatewayModel

/// Shows customers that somebody writes, or has read what they wrote: where an answer may go, and nowhere else.
public struct Indicators: Sendable {
    /// So far back the customer's last message is looked for.
    private static let reach = 50

    private let desk: PlatformDesk
    private let outbound: OutboundFlow

    init(_ desk: PlatformDesk, outbound: OutboundFlow) {
        self.desk = desk
        self.outbound = outbound
    }

    /// - Throws: ``Refusal`` where this principal could not answer now, or the platform does not take it.
    public func show(_ indicator: Indicator, in id: ID<Conversation>, by principal: Principal) async throws {
        let (conversation, sender, last) = try await desk.store.read { [outbound] transaction in
            let (conversation, sender) = try outbound.requireWay(to: id, by: principal, in: transaction)
            try outbound.requireGate(to: conversation.customer, through: sender, by: principal, in: transaction)
            let last = try transaction.latestMessages(of: id, limit: Self.reach).first { $0.direction == .inbound }
            return (conversation, sender, last)
        }
        guard let opened = try await desk.open(sender.id), let connector = opened.connector as? any ShowsIndicators
        else {
            throw Refusal(
                .conflict, "not-shown", "Customers on \(conversation.platform) are shown nothing of the kind.")
        }
        do throws(PlatformRefusal) {
            try await connector.show(
                indicator, to: conversation.customer, after: last?.details ?? [:], from: opened.subject,
                over: opened.transport)
        } catch {
            throw Refusal(.conflict, "not-shown", "The customer was not shown it: \(error.explanation)")
        }
    }
}
