import ConnectorKit
import GatewayModel

/// From whom to whom a message goes that is no answer.
struct OutboundRoute {
    let customer: Address
    /// What is odd about the customer's address, though it can be right.
    let doubt: String?
    /// What the customer last wrote to, or what was asked for, or the first of the contact point that sends.
    let connection: Connection
    /// From where it leaves: the connection itself, or the one that sends in its place.
    let sender: Connection
}

extension OutboundFlow {
    func route(
        of request: Request, at id: ContactPointID, in transaction: any StoreTransaction
    ) throws -> OutboundRoute {
        guard let contactPoint = try transaction.contactPoint(id) else { throw Refusal.notFound("contact point") }
        let all = try transaction.connections(of: id)
        let platform = try request.platform ?? onlyPlatform(of: all)
        let connector = try surroundings.connectors.require(platform)
        guard connector.capabilities.mayWriteFirst else {
            throw Refusal.invalid("platform", "on \(platform) only the customer can write first.")
        }
        let reader = AddressReader(surroundings)
        let customer = try reader.customer(request.to, on: connector, at: contactPoint, in: transaction)
            .address(of: "to")
        let candidates = all.filter { $0.platform == platform }
        let connection =
            if let from = request.from {
                try chosen(
                    reader.own(from, on: connector, in: contactPoint.region).address(of: "from").address,
                    among: candidates, in: transaction)
            } else {
                try usual(for: customer.address, at: id, on: platform, among: candidates, in: transaction)
            }
        return OutboundRoute(
            customer: customer.address, doubt: customer.doubt, connection: connection,
            sender: try Diversion.requireSender(for: connection, in: transaction))
    }

    private func chosen(
        _ address: Address, among candidates: [Connection], in transaction: any StoreTransaction
    ) throws -> Connection {
        guard let connection = candidates.first(where: { $0.address == address }) else {
            throw Refusal.invalid("from", "it is not an address of this contact point.")
        }
        guard connection.sending == .standard else {
            let sender = try Diversion.sender(for: connection, in: transaction)
            throw Refusal.invalid(
                "from", "it only receives\(sender.map { "; \($0.address.value) sends in its place" } ?? "").")
        }
        return connection
    }

    private func usual(
        for customer: Address, at contactPoint: ContactPointID, on platform: Platform, among candidates: [Connection],
        in transaction: any StoreTransaction
    ) throws -> Connection {
        let latest = try transaction.latestConversation(of: customer, at: contactPoint, on: platform)
        guard
            let connection = candidates.first(where: { $0.id == latest?.connection })
                ?? candidates.first(where: { $0.sending == .standard }) ?? candidates.first
        else { throw Refusal(.conflict, "no-connection", "The contact point has no connection on \(platform).") }
        return connection
    }

    private func onlyPlatform(of connections: [Connection]) throws -> Platform {
        let platforms = Set(connections.map(\.platform)).filter {
            surroundings.connectors[$0]?.capabilities.mayWriteFirst == true
        }
        guard let platform = platforms.first else {
            throw Refusal(
                .conflict, "no-connection", "The contact point has no connection on which we may write first.")
        }
        guard platforms.count == 1 else {
            throw Refusal.invalid("platform", "the contact point has several; say which.")
        }
        return platform
    }
}
