public import ConnectorKit
public import GatewayModel

/// What is known of the health of connections, and what of their past is still to be asked for.
public protocol HealthRecords {
    /// Connections of which a checklist is due and those that never had one; the longest due first.
    func connectionsDueForCheck(by now: Timestamp, limit: Int) throws -> [ID<Connection>]
    func checklist(of connection: ID<Connection>) throws -> ChecklistResult?
    func put(_ result: ChecklistResult, dueAt: Timestamp) throws
    /// The next check is not to wait for its time. Nothing where none was made yet: that one is due.
    func setCheckDue(_ moment: Timestamp, of connection: ID<Connection>) throws

    /// A webhook request of the app was genuine: the count of those that failed begins anew.
    func noteGenuineWebhook(of app: ID<PlatformApp>) throws
    func noteRejectedWebhook(of app: ID<PlatformApp>, at now: Timestamp) throws
    /// A challenge of the app was answered.
    func noteChallenge(of app: ID<PlatformApp>, at now: Timestamp) throws
    /// The facts of a connection; every query is bounded, whatever has been stored.
    func facts(of connection: Connection, at now: Timestamp) throws -> ConnectionFacts

    /// When a gateway last was at work.
    func lastAlive() throws -> Timestamp?
    func setAlive(at now: Timestamp) throws
    /// Something may have been missed from then until now. An earlier moment that is noted already stays.
    func noteMissed(since moment: Timestamp, on connection: ID<Connection>) throws
    func missedPeriods() throws -> [MissedPeriod]
    /// Done, unless it was noted again meanwhile.
    func settle(_ period: MissedPeriod) throws

    func insert(_ session: ConnectingSession) throws
    func connectingSession(_ id: ID<ConnectingSession>) throws -> ConnectingSession?
    /// - Returns: `false` where somebody else has gone on with it.
    func update(_ session: ConnectingSession, ifTurn turn: Int) throws -> Bool
    func connectingSessionCount() throws -> Int
    func deleteConnectingSession(_ id: ID<ConnectingSession>) throws
    func deleteConnectingSessions(before moment: Timestamp) throws
    /// Every connection's address on a platform.
    func addresses(on platform: Platform) throws -> [Address]
}

/// A time of which a connection may lack messages.
public struct MissedPeriod: Sendable, Equatable {
    public let connection: ID<Connection>
    public let since: Timestamp
    /// How often it was noted.
    public let times: Int

    public init(connection: ID<Connection>, since: Timestamp, times: Int) {
        self.connection = connection
        self.since = since
        self.times = times
    }
}

/// The last run of a connection's checklist.
public struct ChecklistResult: Sendable, Equatable {
    public let connection: ID<Connection>
    /// When the run began: an older one never replaces a newer one.
    public let startedAt: Timestamp
    public let overall: Verdict
    public let since: Timestamp
    public let items: [CheckedItem]

    public init(
        connection: ID<Connection>, startedAt: Timestamp, overall: Verdict, since: Timestamp, items: [CheckedItem]
    ) {
        self.connection = connection
        self.startedAt = startedAt
        self.overall = overall
        self.since = since
        self.items = items
    }
}

/// One item of it.
public struct CheckedItem: Sendable, Equatable, Codable {
    public let id: String
    public let title: String
    public let verdict: Verdict
    public let found: String
    public let advice: String?
    /// What the gateway can do about it.
    public let fix: String?
    /// The item without which this one cannot be judged.
    public let waitsFor: String?
    /// Since when it has this verdict; milliseconds.
    public var since: Int64
}

/// Connecting under way, sealed.
public struct ConnectingSession: Sendable, Identified {
    public static let idPrefix = "cns"

    public let id: ID<ConnectingSession>
    /// Nobody else can go on with it.
    public let principal: String
    public let expiresAt: Timestamp
    public var turn: Int
    public var sealed: [UInt8]

    public init(
        id: ID<ConnectingSession>, principal: String, expiresAt: Timestamp, turn: Int, sealed: [UInt8]
    ) {
        self.id = id
        self.principal = principal
        self.expiresAt = expiresAt
        self.turn = turn
        self.sealed = sealed
    }
}
