public import HTTPTypes

/// Calls out over HTTP.
///
/// No redirect is followed, no cookie is kept, no retry is made. A status of 400 or 500 is a reply, not a failure.
public protocol HTTPTransport: Sendable {
    /// Sends the call once and returns the whole answer.
    func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply
}

/// One request.
public struct HTTPCall: Sendable {
    public var method: HTTPRequest.Method
    /// Absolute, http or https.
    public var url: String
    public var headers: HTTPFields
    public var body: [UInt8]
    /// For the whole exchange, from the look-up of the name to the last byte.
    public var timeout: Duration
    /// A longer reply is a ``TransportFailure/Kind/tooLarge`` failure.
    public var maximumReplyBytes: Int

    public init(
        method: HTTPRequest.Method, url: String, headers: HTTPFields = [:], body: [UInt8] = [],
        timeout: Duration = .seconds(15), maximumReplyBytes: Int = 1 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumReplyBytes = maximumReplyBytes
    }
}

/// One answer.
public struct HTTPReply: Sendable {
    public var status: Int
    public var headers: HTTPFields
    public var body: [UInt8]

    public init(status: Int, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why there was no answer.
public struct TransportFailure: Error, Sendable, Hashable {
    public let kind: Kind
    /// Whether the other side may have received the whole request.
    public let certainty: SendFailure.Certainty
    /// A sentence for a person: the host, never the path, the query or a header.
    public let explanation: String

    public init(kind: Kind, certainty: SendFailure.Certainty, explanation: String) {
        self.kind = kind
        self.certainty = certainty
        self.explanation = explanation
    }

    /// What went wrong.
    public enum Kind: String, Sendable, Hashable {
        /// The address is not one this gateway may call.
        case addressRefused
        case nameNotFound
        case notConnected
        case tls
        case timedOut
        /// The connection ended before the answer did.
        case cutOff
        case tooLarge
        /// The answer came, and its bytes could not be kept here: a disk is full.
        case notKept
        case canceled
    }
}
