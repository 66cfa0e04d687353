public import GatewayModel

/// What platforms call customers, and who is still to be asked for.
public protocol CustomerNameRecords {
    /// Has a name be asked for at a moment. Nothing where that is to happen already, or where there is a name that the
    /// platform has said since `fresh`.
    func wantName(
        of customer: Address, at connection: ID<Connection>, due moment: Timestamp, unlessSaidSince fresh: Timestamp
    ) throws
    func nameRecord(of customer: Address) throws -> CustomerNameRecord?
    /// Nothing where there is no such record any more.
    func update(_ record: CustomerNameRecord) throws
    /// The longest due first.
    func dueNames(by now: Timestamp, limit: Int) throws -> [CustomerNameRecord]
    /// When the next one is due, leased or not.
    func nextNameDue() throws -> Timestamp?
    /// What is due at this connection, and not leased, is due no sooner than that.
    func postponeNames(at connection: ID<Connection>, until moment: Timestamp) throws
    /// What is leased is due now: at start, where nobody else can be at work.
    func takeBackNames(at now: Timestamp) throws
    func eraseName(of customer: Address) throws
}

/// What a platform calls a customer, and when it is asked.
public struct CustomerNameRecord: Sendable, Equatable {
    public let customer: Address
    /// Where the customer wrote.
    public let connection: ID<Connection>
    /// `nil` while nobody knows, and where the platform has none.
    public var name: CustomerName?
    /// When the platform said so.
    public var saidAt: Timestamp?
    /// When it is asked; for one that is leased, when the lease runs out; `nil` where it is not to be asked.
    public var dueAt: Timestamp?
    public var isLeased: Bool
    /// How often it was asked in vain, or is being asked.
    public var tries: Int

    public init(
        customer: Address, connection: ID<Connection>, name: CustomerName? = nil, saidAt: Timestamp? = nil,
        dueAt: Timestamp?, isLeased: Bool = false, tries: Int = 0
    ) {
        self.customer = customer
        self.connection = connection
        self.name = name
        self.saidAt = saidAt
        self.dueAt = dueAt
        self.isLeased = isLeased
        self.tries = tries
    }
}
