public import ConnectorKit
public import GatewayModel

/// Shows customers that somebody writes, or has read what they wrote: where an answer may go, and nowhere else.
public struct Indicators: Sendable {
    /// So far back the customer's last message is looked for.
    private static let reach = 50

    private let desk: PlatformDesk
    private let outbound: OutboundFlow
    private let feed: ClientFeed

    init(_ desk: PlatformDesk, outbound: OutboundFlow, feed: ClientFeed) {
        self.desk = desk
        self.outbound = outbound
        self.feed = feed
    }

    /// Whether customers of a connector are shown them.
    public static func areShown(by connector: any Connector) -> Bool {
        connector is any ShowsIndicators || connector is any ServesClients
    }

    /// - Throws: ``Refusal`` where this principal could not answer now, or the platform does not take it.
    public func show(_ indicator: Indicator, in id: ID<Conversation>, by principal: Principal) async throws {
        let (conversation, sender, last, name) = try await desk.store.read { [outbound] transaction in
            let (conversation, sender) = try outbound.requireWay(to: id, by: principal, in: transaction)
            try outbound.requireGate(to: conversation.customer, through: sender, by: principal, in: transaction)
            let last = try transaction.latestMessages(of: id, limit: Self.reach).first { $0.direction == .inbound }
            var name: String?
            if case .user(let user) = principal.identity { name = try transaction.user(user)?.name }
            return (conversation, sender, last, name)
        }
        if desk.surroundings.connectors[conversation.platform] is any ServesClients {
            feed.tell(
                .indicator(indicator, by: name), to: conversation.customer,
                at: ClientFeed.Place(contactPoint: conversation.contactPoint, platform: conversation.platform))
            return
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
