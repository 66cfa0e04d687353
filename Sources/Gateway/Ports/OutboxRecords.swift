public import ConnectorKit
public import GatewayModel

/// What waits to leave, part by part.
///
/// A message waits in the lane of its recipient: (contact point, address, ``OutboxEntry/Priority``). Only the first of
/// a lane is ready; the next one becomes so when that one is ``finish(_:)``ed or ``setAside(_:)``.
public protocol OutboxRecords {
    /// Adds a message with its parts at the end of its lane.
    func enqueue(_ entry: OutboxEntry, parts: [Part]) throws
    /// The last message of a lane; `nil` for an empty one.
    func lastInLane(
        of customer: Address, at contactPoint: ContactPointID, _ priority: OutboxEntry.Priority
    ) throws -> ID<Message>?
    func outboxEntry(_ message: ID<Message>) throws -> OutboxEntry?
    func update(_ entry: OutboxEntry) throws
    /// Takes the message off the outbox and makes the next one of its lane ready.
    func finish(_ message: ID<Message>) throws
    /// Leaves the message to a person, and makes the next one of its lane ready: who waits for a decision does not
    /// silence everybody behind.
    func setAside(_ message: ID<Message>) throws
    /// Puts a message that was set aside back into its lane; ready unless another one of the lane is.
    func putBack(_ message: ID<Message>, dueAt: Timestamp) throws
    /// From now on the message, of which nothing has left, is one of another connection. It keeps its place in its lane.
    func divert(_ message: ID<Message>, to connection: ID<Connection>, dueAt: Timestamp) throws

    /// The connections that have something ready.
    func connectionsWithReadyMessages() throws -> [ID<Connection>]
    /// What is ready and due on a connection: replies before notifications, then in the order of time.
    func readyEntries(on connection: ID<Connection>, dueBy now: Timestamp, limit: Int) throws -> [OutboxEntry]
    /// When the next entry that is ready will be due.
    func nextDue(on connection: ID<Connection>) throws -> Timestamp?
    /// What somebody leased and did not finish in time.
    func leasedEntries(expiredBy now: Timestamp, limit: Int) throws -> [OutboxEntry]
    /// Everything that waits or is under way to an address, whatever the lane.
    func outboxEntries(to customer: Address, at contactPoint: ContactPointID) throws -> [OutboxEntry]
    /// Everything that waits or is under way on a connection.
    func outboxEntries(on connection: ID<Connection>) throws -> [OutboxEntry]

    func parts(of message: ID<Message>) throws -> [PartRecord]
    /// The part of a message that was never on the outbox.
    func insert(_ part: PartRecord, of message: ID<Message>, app: ID<PlatformApp>) throws
    func update(_ part: PartRecord, of message: ID<Message>) throws
    /// Whose credentials a part goes out with; stays known when its connection is removed.
    func app(of part: PartReference) throws -> ID<PlatformApp>?
    /// The part that the platform knows by this id.
    func part(app: ID<PlatformApp>, platformID: String) throws -> PartReference?

    func insert(_ attempt: Attempt) throws
    func update(_ attempt: Attempt) throws
    func attempts(of message: ID<Message>) throws -> [Attempt]

    /// When the pace of a connection next lets something through, in microseconds since 1970.
    func paceMark(of connection: ID<Connection>) throws -> Int64
    func setPaceMark(_ mark: Int64, of connection: ID<Connection>) throws
}

/// A message on the outbox.
public struct OutboxEntry: Sendable, Equatable {
    public let message: ID<Message>
    public let contactPoint: ContactPointID
    public let connection: ID<Connection>
    public let customer: Address
    public let purpose: Message.Purpose
    public var state: State
    /// Not before.
    public var dueAt: Timestamp
    /// While leased: when the lease ends, and the attempt under way.
    public var leasedUntil: Timestamp?
    /// Tries of the current part that ended in a retry.
    public var tries: Int
    /// Look-ups of the current part that found nothing.
    public var lookUps: Int
    /// From when its life is counted: since it was put here, but for what it waited for the sending window.
    public var agesFrom: Timestamp

    public init(
        message: ID<Message>, contactPoint: ContactPointID, connection: ID<Connection>, customer: Address,
        purpose: Message.Purpose, state: State = .ready, dueAt: Timestamp, leasedUntil: Timestamp? = nil,
        tries: Int = 0, lookUps: Int = 0, agesFrom: Timestamp
    ) {
        self.message = message
        self.contactPoint = contactPoint
        self.connection = connection
        self.customer = customer
        self.purpose = purpose
        self.state = state
        self.dueAt = dueAt
        self.leasedUntil = leasedUntil
        self.tries = tries
        self.lookUps = lookUps
        self.agesFrom = agesFrom
    }

    public enum State: Int64, Sendable {
        /// Another message of its lane goes first.
        case behind = 0
        case ready = 1
        /// A worker has it.
        case leased = 2
        /// A person must decide; the lane goes on without it.
        case held = 3
    }

    /// Replies go ahead of notifications, and wait in lanes of their own.
    public enum Priority: Int64, Sendable {
        case conversation = 0
        case notification = 1

        public init(_ purpose: Message.Purpose) { self = purpose == .notification ? .notification : .conversation }
    }

    public var priority: Priority { Priority(purpose) }
}

/// A part as it is stored.
public struct PartRecord: Sendable, Equatable {
    public let number: Int
    public let part: Part
    public var state: State
    public var status: DeliveryStatus
    public var platformID: String?
    /// When the last attempt began.
    public var attemptedAt: Timestamp?
    /// When the platform first reported on it. Its answer to our call is no report.
    public var reportedAt: Timestamp?

    public init(
        number: Int, part: Part, state: State = .waiting, status: DeliveryStatus = .queued, platformID: String? = nil,
        attemptedAt: Timestamp? = nil, reportedAt: Timestamp? = nil
    ) {
        self.number = number
        self.part = part
        self.state = state
        self.status = status
        self.platformID = platformID
        self.attemptedAt = attemptedAt
        self.reportedAt = reportedAt
    }

    /// Whether it is still to be sent, or to be found out whether it was.
    public var isOpen: Bool { state != .accepted && state != .failed }

    /// Where a part stands towards the platform.
    public enum State: String, Sendable {
        case waiting
        /// A call is under way, or was when the process died.
        case sending
        /// Nobody can say yet whether the platform took it.
        case unknown
        /// As `unknown`, and it will be sent once more.
        case repeating
        case accepted
        /// The platform refused it for good.
        case failed
    }
}

/// One call to a platform.
public struct Attempt: Sendable, Equatable, Identified {
    public static let idPrefix = "att"

    public let id: ID<Attempt>
    public let part: PartReference
    public let startedAt: Timestamp
    public let isPossibleDuplicate: Bool
    public var endedAt: Timestamp?
    public var outcome: Outcome?
    public var reason: StatusReason?

    public init(
        id: ID<Attempt>, part: PartReference, startedAt: Timestamp, isPossibleDuplicate: Bool,
        endedAt: Timestamp? = nil, outcome: Outcome? = nil, reason: StatusReason? = nil
    ) {
        self.id = id
        self.part = part
        self.startedAt = startedAt
        self.isPossibleDuplicate = isPossibleDuplicate
        self.endedAt = endedAt
        self.outcome = outcome
        self.reason = reason
    }

    public enum Outcome: String, Sendable {
        case accepted
        case retry
        case refused
        case reconnect
        case unknown
    }
}
