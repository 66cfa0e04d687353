/// Which addresses the gateway may connect to.
///
/// Some of the addresses it calls are written by people and by platforms. Without this guard each of them could make
/// the gateway call its own neighbours: a database, a router, the credentials service of a cloud. The policy is asked
/// about the address a socket is about to connect to, after the look-up of the name, so that no name and no change of
/// a name between two look-ups gets around it.
public struct AddressPolicy: Sendable, Hashable {
    /// The public Internet and nothing else.
    public static let publicOnly = AddressPolicy()

    private let opened: [IPNetwork]
    private let permitsPublic: Bool

    /// The public Internet, and what configuration opens besides.
    public init(allowing opened: [IPNetwork] = []) {
        self.init(opened: opened, permitsPublic: true)
    }

    /// These networks and nothing else, the public Internet included.
    public static func only(_ networks: [IPNetwork]) -> AddressPolicy {
        AddressPolicy(opened: networks, permitsPublic: false)
    }

    private init(opened: [IPNetwork], permitsPublic: Bool) {
        self.opened = opened
        self.permitsPublic = permitsPublic
    }

    public func permits(_ address: IPAddress) -> Bool {
        (permitsPublic && address.isPublic) || opened.contains { $0.contains(address) }
    }
}
