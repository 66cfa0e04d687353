public import GatewayModel

/// Calls to platforms, as they are kept for people who look for a fault.
public protocol TraceRecords {
    func insert(_ trace: CallTrace) throws
    /// Newest first.
    func traces(of connection: ID<Connection>, _ page: Page<ID<CallTrace>>) throws -> [CallTrace]
}

/// One call to a platform and its answer, redacted.
public struct CallTrace: Sendable, Equatable, Identified {
    public static let idPrefix = "trc"

    public let id: ID<CallTrace>
    public let connection: ID<Connection>
    public let startedAt: Timestamp
    public let method: String
    /// With the values of its query redacted.
    public let url: String
    /// The body that was sent, redacted; `nil` for none, or one of a kind that is not shown.
    public let request: String?
    /// `nil` where no answer came.
    public let status: Int?
    /// The body that was answered, redacted.
    public let reply: String?
    /// Why no answer came.
    public let failure: String?
    public let milliseconds: Int

    public init(
        id: ID<CallTrace>, connection: ID<Connection>, startedAt: Timestamp, method: String, url: String,
        request: String?, status: Int?, reply: String?, failure: String?, milliseconds: Int
    ) {
        self.id = id
        self.connection = connection
        self.startedAt = startedAt
        self.method = method
        self.url = url
        self.request = request
        self.status = status
        self.reply = reply
        self.failure = failure
        self.milliseconds = milliseconds
    }
}
