public import HTTPTypes

/// The ability to be the platform itself: what customers use are clients of ours, programs on other people's pages or
/// phones, and the gateway serves them.
///
/// A message goes out by being in the transcript: ``Connector/send(_:over:)`` makes no call, and the client is told by
/// ``ClientHost/follow(_:)`` once the gate has let it out. What a client says comes in by ``ClientHost/take(_:)``.
public protocol ServesClients: Connector {
    /// What is served below `<public URL>/clients/<platform>/<our address>/`, as data: whatever is not declared does not
    /// exist, and no byte of its body is read.
    var clientRoutes: [ClientRoute] { get }

    /// What an administrator chooses for a contact point, as one document.
    var clientSettings: any ClientSettings { get }

    /// How that document is asked for.
    var clientForm: ClientForm { get }

    /// Answers a request of a client. Nobody is known here: whoever can reach the gateway can ask, as often as they like.
    func answer(_ request: ClientRequest, by host: any ClientHost) async throws(ClientRefusal) -> ClientReply
}

/// One sort of request a client makes.
public struct ClientRoute: Sendable, Hashable {
    public let method: HTTPRequest.Method
    /// Segments below our address; a last one of `*` stands for any.
    public let path: String
    /// The largest body; 0 where there is none.
    public let mostBytes: Int

    public init(_ method: HTTPRequest.Method, _ path: String, mostBytes: Int = 0) {
        self.method = method
        self.path = path
        self.mostBytes = mostBytes
    }

    /// Whether a path is meant.
    public func matches(_ segments: [Substring]) -> Bool {
        let own = path.split(separator: "/")
        return own.count == segments.count && zip(own, segments).allSatisfy { $0 == "*" || $0 == $1 }
    }
}

/// A request as a client made it.
public struct ClientRequest: Sendable {
    public let method: HTTPRequest.Method
    /// The segments below our address, as they came.
    public let path: [String]
    /// Decoded; the last one of a name that comes twice.
    public let query: [String: String]
    /// Host and port as the client called them.
    public let authority: String?
    public let headers: HTTPFields
    public let body: ClientBody
    /// The network address it came from, where that is known. For limits only, and never to be kept.
    public let client: String?

    public init(
        method: HTTPRequest.Method, path: [String], query: [String: String] = [:], authority: String? = nil,
        headers: HTTPFields = [:],
        body: ClientBody = ClientBody([]), client: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.authority = authority
        self.headers = headers
        self.body = body
        self.client = client
    }
}

/// The bytes of a request, as they come. To be read once.
public struct ClientBody: Sendable {
    /// By the client's own word.
    public let declaredBytes: Int?
    private let nextPiece: @Sendable () async throws(ClientRefusal) -> [UInt8]?

    /// - Parameter next: the next bytes; `nil` at the end, and from then on.
    public init(declaredBytes: Int?, next: @escaping @Sendable () async throws(ClientRefusal) -> [UInt8]?) {
        self.declaredBytes = declaredBytes
        nextPiece = next
    }

    /// Bytes that are there already.
    public init(_ bytes: [UInt8]) {
        let once = Once(bytes)
        self.init(declaredBytes: bytes.count) { () async throws(ClientRefusal) in await once.take() }
    }

    /// - Throws: ``ClientRefusal``, where the client went away or sent more than the route takes.
    public func next() async throws(ClientRefusal) -> [UInt8]? { try await nextPiece() }

    /// All of it.
    public func collect() async throws(ClientRefusal) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await next() { bytes += piece }
        return bytes
    }

    private actor Once {
        private var bytes: [UInt8]?

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func take() -> [UInt8]? {
            defer { bytes = nil }
            return bytes?.isEmpty == true ? nil : bytes
        }
    }
}

/// What a client is answered.
public struct ClientReply: Sendable {
    public var status: Int
    public var headers: HTTPFields
    public var body: Body

    public init(status: Int = 200, headers: HTTPFields = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// What follows the headers.
    public enum Body: Sendable {
        case bytes([UInt8])
        /// Written as it comes, until the closure returns, the client goes or the gateway stops.
        case stream(@Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void)
    }
}

/// Why a client's request is not carried out. It becomes a problem document (RFC 9457).
public struct ClientRefusal: Error, Sendable, Equatable {
    public let kind: Kind
    /// A stable word for programs.
    public let code: String
    /// A sentence for a person; never what somebody wrote.
    public let explanation: String
    public let fields: [Field]

    public init(_ kind: Kind, _ code: String, _ explanation: String, fields: [Field] = []) {
        self.kind = kind
        self.code = code
        self.explanation = explanation
        self.fields = fields
    }

    /// One field at fault.
    public static func invalid(_ field: String, _ reason: String) -> ClientRefusal {
        ClientRefusal(
            .invalid, "invalid", "The field \(field) is not right: \(reason)", fields: [Field(field, reason)])
    }

    /// What sort of refusal it is; each has its status.
    public enum Kind: Sendable, Equatable {
        case malformed
        case unauthenticated
        case forbidden
        case notFound
        case conflict
        case tooLarge
        case wrongType
        case invalid
        /// - Parameter retryAfter: seconds; `nil` where waiting does not help.
        case tooMany(retryAfter: Int?)
        case unavailable
    }

    /// A field of the request, and what is wrong with it.
    public struct Field: Sendable, Equatable {
        /// `text`, `form.email`, `fields[2].label`.
        public let name: String
        public let reason: String

        public init(_ name: String, _ reason: String) {
            self.name = name
            self.reason = reason
        }
    }
}

/// The document of settings that an administrator saves for a contact point, as a whole.
public protocol ClientSettings: Sendable {
    /// What applies where nothing was ever saved: a whole document.
    var standard: JSONTree { get }

    /// Holds what somebody wants to save against the rules, field by field.
    ///
    /// - Parameters:
    ///   - given: what is not there stays as it is in `saved`.
    ///   - saved: what was saved last, or ``standard``.
    /// - Returns: the whole document, in its normal form.
    func check(_ given: JSONTree, over saved: JSONTree) throws(ClientRefusal) -> JSONTree

    /// Whether customers are served at all. Where they no longer are, open conversations are closed.
    func isOpen(under document: JSONTree) -> Bool

    /// Why a message of ours may not go out, where an administrator has switched off what it carries.
    func refusal(of message: OutboundMessage, under document: JSONTree) -> ClientRefusal?

    /// What is not wrong, and should be minded all the same: sentences for a person, under the names of fields.
    func warnings(about document: JSONTree) -> [ClientRefusal.Field]
}
