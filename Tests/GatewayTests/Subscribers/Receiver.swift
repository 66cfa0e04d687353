import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Signing
import Synchronization

/// Systems of ours on the wire, each at an address of its own, that verify by the rules of Standard Webhooks.
///
/// The rules are written down here from the specification; nothing of the gateway's signer is used.
final class Receivers: DownloadingTransport {
    struct Received: Sendable, Equatable {
        let url: String
        let id: String
        let type: String
        let conversation: String?
        let text: String?
        let position: Int64
    }

    enum Answer: Sendable {
        case status(Int, retryAfter: Int? = nil)
        case failure(TransportFailure.Kind)
    }

    private struct State {
        var secrets: [String: [String]] = [:]
        var received: [Received] = []
        var calls = 0
        var forged = 0
    }

    typealias Rule = @Sendable (Received) async -> Answer?

    private let state = Mutex(State())
    private let rule = Mutex<Rule?>(nil)
    private let clock: @Sendable () -> Timestamp

    init(clock: @escaping @Sendable () -> Timestamp) { self.clock = clock }

    /// What they took in, in order.
    var received: [Received] { state.withLock { $0.received } }
    var calls: Int { state.withLock { $0.calls } }
    /// Calls that did not verify.
    var forged: Int { state.withLock { $0.forged } }

    func at(_ url: String) -> [Received] { received.filter { $0.url == url } }
    func knows(_ secrets: [String], at url: String) { state.withLock { $0.secrets[url] = secrets } }
    /// `nil` takes everything.
    func answer(_ rule: Rule?) { self.rule.withLock { $0 = rule } }

    func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        state.withLock { $0.calls += 1 }
        guard let received = verified(call) else {
            state.withLock { $0.forged += 1 }
            return HTTPReply(status: 401)
        }
        let rule = rule.withLock { $0 }
        switch await rule?(received) ?? .status(204) {
        case .status(let status, let retryAfter):
            if (200..<300).contains(status) { state.withLock { $0.received.append(received) } }
            return HTTPReply(
                status: status, headers: retryAfter.map { [.retryAfter: String($0)] } ?? [:])
        case .failure(let kind):
            throw TransportFailure(kind: kind, certainty: .unknown, explanation: "On purpose.")
        }
    }

    /// Any of the space-separated `v1` values must be the HMAC-SHA256 of `id.timestamp.body` under any secret known.
    private func verified(_ call: HTTPCall) -> Received? {
        guard let id = call.headers[.init("webhook-id")!],
            let timestamp = call.headers[.init("webhook-timestamp")!].flatMap({ Int64($0) }),
            let signatures = call.headers[.init("webhook-signature")!]?.split(separator: " ").map(String.init),
            abs(timestamp - clock().milliseconds / 1000) <= 300,
            let event = try? JSONDecoder().decode(Body.self, from: Data(call.body)), event.id == id
        else { return nil }
        let secrets = state.withLock { $0.secrets[call.url] ?? [] }
        let isGenuine = secrets.contains { secret in
            guard secret.hasPrefix("whsec_"), let key = Data(base64Encoded: String(secret.dropFirst(6))) else {
                return false
            }
            let content = Array("\(id).\(timestamp).".utf8) + call.body
            let mac = Data(Self.hmac(Array(key), content)).base64EncodedString()
            return signatures.contains("v1,\(mac)")
        }
        guard isGenuine else { return nil }
        return Received(
            url: call.url, id: id, type: event.type, conversation: event.data.conversation?.id,
            text: event.data.message?.text, position: event.position)
    }

    /// RFC 2104, from the bare hash.
    private static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        let block = (key.count > 64 ? Hash.sha256.digest(key) : key)
        let padded = block + Array(repeating: 0, count: 64 - block.count)
        let inner = Hash.sha256.digest(padded.map { $0 ^ 0x36 } + message)
        return Hash.sha256.digest(padded.map { $0 ^ 0x5C } + inner)
    }

    private struct Body: Decodable {
        let id, type: String
        let position: Int64
        let data: Content

        struct Content: Decodable {
            let conversation: Subject?
            let message: Subject?
        }
        struct Subject: Decodable {
            let id: String
            let text: String?
        }
    }
}

extension Receivers {
    /// Subscribers are told things, and asked for nothing.
    func download(_ call: HTTPCall, to sink: any DownloadSink) async throws(TransportFailure) -> HTTPReply {
        throw TransportFailure(kind: .notConnected, certainty: .notSent, explanation: "Nothing to download here.")
    }
}
