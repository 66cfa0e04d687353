import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import Testing

/// A caller of the API. Every answer it gets is held against the OpenAPI document.
final class APIClient: Sendable {
    let url: String
    let token: String?
    private let document: OpenAPI?
    private let transport: CurlTransport

    static let sharedTransport = CurlTransport(policy: .only([IPNetwork("127.0.0.1")!]))

    init(_ url: String, token: String?, document: OpenAPI? = nil, transport: CurlTransport = APIClient.sharedTransport)
    {
        self.url = url
        self.token = token
        self.document = document
        self.transport = transport
    }

    /// A caller that knows the document of the gateway it calls.
    static func knowing(_ url: String, token: String) async throws -> APIClient {
        let reply = try await sharedTransport.exchange(HTTPCall(method: .get, url: url + "/openapi.json"))
        return APIClient(url, token: token, document: try OpenAPI(reply.body))
    }

    func with(token: String?) -> APIClient {
        APIClient(url, token: token, document: document, transport: transport)
    }

    struct Answer: Sendable {
        let status: Int
        let json: JSONValue
        let headers: HTTPFields

        subscript(_ key: String) -> JSONValue { json[key] }
        /// The last piece of the problem's type: `stop-list`.
        var problem: String? { json["type"].string?.split(separator: ":").last.map(String.init) }
    }

    func get(_ path: String) async throws -> Answer { try await call(.get, path) }

    func post(
        _ path: String, _ body: JSONValue = .object([:]), idempotencyKey: String? = nil
    ) async throws -> Answer {
        try await call(
            .post, path, body: try body.bytes,
            headers: idempotencyKey.map { [.init("Idempotency-Key")!: $0] } ?? [:])
    }

    /// - Parameter tag: which the document has to have still.
    func put(_ path: String, _ body: JSONValue, ifMatch tag: String? = nil) async throws -> Answer {
        try await call(.put, path, body: try body.bytes, headers: tag.map { [.ifMatch: $0] } ?? [:])
    }

    func patch(_ path: String, _ body: JSONValue) async throws -> Answer {
        try await call(.patch, path, body: try body.bytes)
    }

    func delete(_ path: String) async throws -> Answer { try await call(.delete, path) }

    func call(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8] = [], contentType: String = "application/json",
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = headers
        if let token { fields[.authorization] = "Bearer \(token)" }
        if !body.isEmpty { fields[.contentType] = contentType }
        let reply = try await transport.exchange(
            HTTPCall(method: method, url: url + path, headers: fields, body: body, timeout: .seconds(60)))
        let json =
            reply.body.isEmpty ? JSONValue.null : try JSONDecoder().decode(JSONValue.self, from: Data(reply.body))
        if let document {
            let complaints = document.complaints(
                about: method.rawValue, path: String(path.prefix { $0 != "?" }), status: reply.status,
                contentType: reply.headers[.contentType], json)
            #expect(complaints.isEmpty, "\(method) \(path) answered \(reply.status), but: \(complaints)")
        }
        return Answer(status: reply.status, json: json, headers: reply.headers)
    }
}
