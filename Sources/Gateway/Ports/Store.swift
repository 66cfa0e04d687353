/// Durable storage, as the gateway needs it.
///
/// What is decided stands in the gateway, as functions over a ``StoreTransaction``; a store only keeps rows. It is
/// durable: when ``write(_:)`` returns, the change is on the disk (fsync) and survives a crash of the process and of
/// the machine.
public protocol Store: Sendable {
    /// Runs the work in a transaction, alone or together with the work of other callers, and returns when it is
    /// durable.
    ///
    /// The work sees every change committed before it. If it throws, nothing of it stays, and the others' work is not
    /// touched. It must not wait, and must not reach for anything but the transaction: it may run more than once, and
    /// what it did to anything else would then have been done more than once.
    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result

    /// Runs the work on a consistent snapshot that holds at least everything whose write has returned. The
    /// transaction refuses to change anything.
    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result

    /// Whether this process alone uses the store, so that what an earlier process left under way at start is
    /// certainly dead.
    var isExclusive: Bool { get }

    /// Rings after each commit that appended events.
    var signal: EventSignal { get }
}

/// Everything that can be read and changed, together or not at all.
public protocol StoreTransaction:
    ContactPointRecords,
    ConnectionRecords,
    ConversationRecords,
    MessageRecords,
    OutboxRecords,
    StopListRecords,
    AccessRecords,
    WebhookRecords,
    LogRecords,
    IdempotencyRecords,
    HealthRecords,
    SealedRecords,
    RetentionRecords,
    TraceRecords,
    AlertRecords,
    SubscriberRecords,
    MediaRecords,
    CustomerRecords,
    BlobRecords,
    UserRecords,
    TimerRecords,
    NotificationRecords,
    SendingRecords,
    LogInRecords,
    ClockRecords,
    DutyRecords,
    LastWordRecords,
    CustomerNameRecords,
    ClientSettingsRecords,
    TranscriptRecords,
    AvailabilityRecords
{}

/// A page of a list: at most `limit` rows behind the cursor.
public struct Page<Cursor: Sendable>: Sendable {
    public let after: Cursor?
    public let limit: Int

    public init(after: Cursor?, limit: Int) {
        self.after = after
        self.limit = limit
    }
}

/// What a store reports when it breaks a promise of its own or cannot go on. Never holds row contents.
public struct StoreFailure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
