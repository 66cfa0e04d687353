public import HTTPTypes

/// What a mock does with a request.
public enum MockReply: Sendable {
    case response(MockResponse)
    /// The TCP connection closes without a single byte of an answer.
    case cut

    public static func json(
        _ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], escaping: JSON.Escaping = .least
    ) -> MockReply {
        var headers = headers
        headers[.contentType] = "application/json"
        return .response(MockResponse(status: status, headers: headers, body: value.bytes(escaping: escaping)))
    }

    public static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> MockReply {
        .response(MockResponse(status: status, headers: [.contentType: type], body: Array(text.utf8)))
    }
}

/// A whole HTTP response, sent by a mock or received by it.
public struct MockResponse: Sendable {
    public var status: HTTPResponse.Status
    public var headers: HTTPFields
    public var body: [UInt8]

    public init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
