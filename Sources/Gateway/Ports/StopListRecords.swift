public import GatewayModel

/// Stop lists.
public protocol StopListRecords {
    /// The entry, stopped or lifted.
    func stopEntry(for address: Address, at contactPoint: ContactPointID) throws -> StopEntry?
    func put(_ entry: StopEntry) throws
    /// Those that are stopped, in the order of their addresses.
    func stopEntries(at contactPoint: ContactPointID, _ page: Page<Address>) throws -> [StopEntry]
    /// Those of every contact point, in the order of contact points, then of addresses.
    func stopEntries(_ page: Page<StopEntry>) throws -> [StopEntry]
}
