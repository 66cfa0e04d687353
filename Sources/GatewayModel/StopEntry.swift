/// An address on the stop list of a contact point, or one that left it.
///
/// An entry stays when it is lifted: the time of the customer's latest START decides whether a carrier's late refusal
/// still counts.
public struct StopEntry: Sendable, Equatable {
    public let contactPoint: ContactPointID
    public let address: Address
    public var isStopped: Bool
    public var source: Source
    /// Who did it: a principal, `customer` or `carrier`.
    public var actor: String
    public var since: Timestamp
    /// Where it came with a file: then source, actor and time are what the file says, and this is who vouches for it.
    public var imported: Import?

    public init(
        contactPoint: ContactPointID, address: Address, isStopped: Bool, source: Source, actor: String,
        since: Timestamp, imported: Import? = nil
    ) {
        self.contactPoint = contactPoint
        self.address = address
        self.isStopped = isStopped
        self.source = source
        self.actor = actor
        self.since = since
        self.imported = imported
    }

    /// Who brought a file, and when.
    public struct Import: Sendable, Equatable {
        public let by: String
        public let at: Timestamp

        public init(by: String, at: Timestamp) {
            self.by = by
            self.at = at
        }
    }

    /// Where the entry came from.
    public enum Source: String, Sendable, CaseIterable {
        case customer
        case administrator
        case carrier
        /// A file that does not say more.
        case `import`
    }
}
