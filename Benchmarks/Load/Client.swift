import ConnectorKit
import CurlTransport
import HTTPTypes

/// The client of all measurements: the gateway's own, on libcurl.
final class Client: Sendable {
    /// How often somebody answered 503.
    static let refused = Counter()
    private static let tries = 5

    private let transport = CurlTransport(policy: .only([IPNetwork("127.0.0.1")!]))

    /// Asks again after a 503, as platforms do; its time counts.
    func send(_ call: HTTPCall) async throws {
        var reply = try await transport.exchange(call)
        for _ in 1..<Self.tries where reply.status == 503 {
            _ = Self.refused.take()
            try await Task.sleep(for: .milliseconds(50))
            reply = try await transport.exchange(call)
        }
        guard (200..<300).contains(reply.status) else {
            throw BenchFailure("\(call.url) answered \(reply.status): \(String(decoding: reply.body, as: UTF8.self))")
        }
    }

    /// Hands the body of the answer to the sink.
    func download(_ call: HTTPCall, to sink: any DownloadSink) async throws {
        let reply = try await transport.download(call, to: sink)
        guard reply.status == 200 else { throw BenchFailure("\(call.url) answered \(reply.status)") }
    }

    func get(_ url: String) async throws -> String {
        String(decoding: try await transport.exchange(HTTPCall(method: .get, url: url)).body, as: UTF8.self)
    }
}

extension HTTPCall {
    /// A form, as platforms post it.
    static func form(_ url: String, _ body: [UInt8], signature: String? = nil) -> HTTPCall {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.init("X-Twilio-Signature")!] = signature
        return HTTPCall(method: .post, url: url, headers: headers, body: body)
    }
}
