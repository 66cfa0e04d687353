import ConnectorKit
import GatewayModel

/// A block of the carrier's own, which only the customer can lift.
///
/// A carrier that answers STOP blocks the customer for the number that was texted, and tells nobody when it does not
/// any more. So after an administrator has taken somebody off the list, a block may stand at every number of ours
/// whose words the carrier or its network answers; and at any, where it was the carrier's refusal that put the entry on
/// the list.
struct CarrierBlock {
    private let connectors: InstalledConnectors

    init(_ connectors: InstalledConnectors) {
        self.connectors = connectors
    }

    func mayStand(for entry: StopEntry, at connections: [Connection]) -> [Address] {
        connections.filter {
            $0.address.kind == entry.address.kind
                && ($0.optOutReplies == .carrier || entry.source == .carrier
                    || connectors[$0.platform]?.networkBlocks(at: $0.address) == true)
        }.map(\.address)
    }
}
