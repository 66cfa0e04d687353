import ConnectorKit
import CurlTransport
import HTTPTypes
import MockPlatform
import Synchronization

/// What stands in front of the nodes: passes each request on to one of them, and to the next where that one does not
/// listen. One that takes too long is left out for a while.
final class Balancer: Sendable {
    private struct State {
        var ports: [Int] = []
        var next = 0
        /// Whether nothing is passed on.
        var isShut = false
        /// Until when.
        var isOut: [Int: ContinuousClock.Instant] = [:]
    }

    private static let patience = Duration.seconds(10)
    private static let pause = Duration.seconds(1)
    private static let hopByHop: Set<HTTPField.Name> = [.connection, .contentLength, .transferEncoding]

    private let state = Mutex(State())
    private let port: Int
    private let server = Mutex<LoopbackServer?>(nil)

    var url: String { "http://127.0.0.1:\(port)" }

    init() throws { port = try Program.freePort() }

    func start() async throws {
        let server = try LoopbackServer { [weak self] in await self?.pass($0) ?? .cut }
        _ = try await server.start(port: port)
        self.server.withLock { $0 = server }
    }

    func stop() async { await server.withLock { $0 }?.stop() }

    /// Answers everything by itself: what it is told to do by mistake.
    func shut(_ isShut: Bool) { state.withLock { $0.isShut = isShut } }

    func add(_ port: Int) { state.withLock { $0.ports.append(port) } }

    private func pass(_ request: MockRequest) async -> MockReply {
        guard !state.withLock({ $0.isShut }) else { return .response(MockResponse(status: .forbidden)) }
        for port in order() {
            let call = HTTPCall(
                method: request.method, url: "http://127.0.0.1:\(port)\(request.target)",
                headers: HTTPFields(request.headers.filter { !Self.hopByHop.contains($0.name) }), body: request.body,
                timeout: Self.patience)
            do throws(TransportFailure) {
                let reply = try await APIClient.sharedTransport.exchange(call)
                return .response(
                    MockResponse(
                        status: .init(code: reply.status),
                        headers: HTTPFields(reply.headers.filter { !Self.hopByHop.contains($0.name) }),
                        body: reply.body))
            } catch  where error.certainty == .notSent {
                continue
            } catch {
                state.withLock { $0.isOut[port] = .now + Self.pause }
                return .response(MockResponse(status: .badGateway))
            }
        }
        return .response(MockResponse(status: .serviceUnavailable))
    }

    /// All that are not out, another one first each time.
    private func order() -> [Int] {
        state.withLock { state in
            let ports = state.ports.filter { state.isOut[$0].map { $0 < .now } ?? true }
            guard !ports.isEmpty else { return [] }
            state.next += 1
            let start = state.next % ports.count
            return Array(ports[start...] + ports[..<start])
        }
    }
}
