import ConnectorKit
import GatewayModel

/// How a contact point reaches customers who may not have written first: over which platform, and from which of our
/// addresses.
struct OutboundRoute {
    let contactPoint: ContactPoint
    let connector: any Connector
    /// What it shall leave from; `nil` where that is found for each customer.
    let chosen: Connection?
    private let candidates: [Connection]
    private let reader: AddressReader

    var platform: Platform { connector.platform }

    /// - Parameters:
    ///   - platform: `nil` for the only one that the contact point has.
    ///   - from: one of our addresses that sends, as typed.
    init(
        _ platform: Platform?, from: String?, at contactPoint: ContactPoint, _ surroundings: Surroundings,
        in transaction: any StoreTransaction
    ) throws {
        let all = try transaction.connections(of: contactPoint.id)
        let platform = try platform ?? Self.onlyPlatform(of: all, surroundings.connectors)
        let connector = try surroundings.connectors.require(platform)
        // Who has written lately may be written to again: that is the window's to say.
        guard connector.capabilities.mayWriteFirst || !connector.capabilities.replyWindows.isEmpty else {
            throw Refusal.invalid("platform", "on \(platform) only the customer can write first.")
        }
        let reader = AddressReader(surroundings)
        let candidates = all.filter { $0.platform == platform }
        guard !candidates.isEmpty else {
            throw Refusal(.conflict, "no-connection", "The contact point has no connection on \(platform).")
        }
        chosen = try from.map { from in
            let address = try reader.own(from, on: connector, in: contactPoint.region).address(of: "from").address
            return try Self.chosen(address, among: candidates, in: transaction)
        }
        (self.contactPoint, self.connector, self.candidates, self.reader) = (
            contactPoint, connector, candidates, reader
        )
    }

    /// - Parameter chosen: as it was chosen earlier.
    init(
        _ platform: Platform, chosen: ID<Connection>?, at contactPoint: ContactPoint, _ surroundings: Surroundings,
        in transaction: any StoreTransaction
    ) throws {
        connector = try surroundings.connectors.require(platform)
        let candidates = try transaction.connections(of: contactPoint.id).filter { $0.platform == platform }
        self.chosen = chosen.flatMap { id in candidates.first { $0.id == id } }
        guard !candidates.isEmpty, chosen == nil || self.chosen != nil else {
            throw Refusal(.conflict, "no-connection", "The connection it was to leave from has been removed.")
        }
        (self.contactPoint, self.candidates, reader) = (contactPoint, candidates, AddressReader(surroundings))
    }

    /// A customer's address, as typed.
    func customer(_ text: String, in transaction: any StoreTransaction) throws -> AddressReader.Reading {
        try reader.customer(text, on: connector, at: contactPoint, in: transaction)
    }

    /// What a customer is written to from.
    struct Ends {
        /// What the customer last wrote to, or what was asked for, or the first of the contact point that sends.
        let connection: Connection
        /// From where it leaves: the connection itself, or the one that sends in its place.
        let sender: Connection
        /// The conversation that is open with the customer.
        let open: Conversation?
    }

    func ends(for customer: Address, in transaction: any StoreTransaction) throws -> Ends {
        // The one that is open is the latest, for there is no other while it is.
        let latest = try transaction.latestConversation(of: customer, at: contactPoint.id, on: platform)
        let connection =
            chosen ?? candidates.first { $0.id == latest?.connection } ?? candidates.first { $0.sending == .standard }
            ?? candidates[0]
        return Ends(
            connection: connection, sender: try Diversion.requireSender(for: connection, in: transaction),
            open: latest?.state.isOpen == true ? latest : nil)
    }

    private static func chosen(
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

    private static func onlyPlatform(
        of connections: [Connection], _ connectors: InstalledConnectors
    ) throws -> Platform {
        let platforms = Set(connections.map(\.platform)).filter { connectors[$0]?.capabilities.mayWriteFirst == true }
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
