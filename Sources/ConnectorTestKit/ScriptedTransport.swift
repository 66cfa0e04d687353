public import ConnectorKit
import Synchronization

/// A transport that answers from a script, touches no network, and remembers what it was asked.
public final class ScriptedTransport: DownloadingTransport {
    /// The answer to one call.
    public enum Step: Sendable {
        case reply(HTTPReply)
        case failure(TransportFailure)
        /// An answer that depends on the call.
        case answer(@Sendable (HTTPCall) -> HTTPReply)
    }

    private struct State {
        var script: [Step]
        var calls: [HTTPCall] = []
        var refusedCalls: [HTTPCall] = []
        var unscriptedCalls: [HTTPCall] = []
    }

    private let hosts: Set<String>?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - script: one step for each call, in their order.
    ///   - hosts: the only ones that may be called, as ``Connector/hosts(of:)`` gives them; `nil` for any.
    public init(_ script: [Step] = [], hosts: Set<String>? = nil) {
        self.hosts = hosts
        self.state = Mutex(State(script: script))
    }

    /// The calls that were let through, also those for which the script had no answer.
    public var calls: [HTTPCall] { state.withLock { $0.calls } }

    /// The calls to a host that may not be called.
    public var refusedCalls: [HTTPCall] { state.withLock { $0.refusedCalls } }

    /// The calls for which the script had no answer left.
    public var unscriptedCalls: [HTTPCall] { state.withLock { $0.unscriptedCalls } }

    /// How many answers nobody has asked for yet.
    public var stepsLeft: Int { state.withLock { $0.script.count } }

    public func append(_ step: Step) {
        state.withLock { $0.script.append(step) }
    }

    public func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        switch take(call) {
        case .reply(let reply): return reply
        case .failure(let failure): throw failure
        case .answer(let answer): return answer(call)
        }
    }

    /// The script's body, whole and in one piece, under the promises of ``DownloadingTransport``.
    public func download(_ call: HTTPCall, to sink: any DownloadSink) async throws(TransportFailure) -> HTTPReply {
        var reply = try await exchange(call)
        guard reply.body.count <= call.maximumReplyBytes else {
            throw TransportFailure(kind: .tooLarge, certainty: .unknown, explanation: "The answer was too large.")
        }
        if reply.status == 200, !reply.body.withUnsafeBytes({ sink.take($0) }) {
            throw TransportFailure(kind: .notKept, certainty: .unknown, explanation: "The answer could not be kept.")
        }
        reply.body = []
        return reply
    }

    private func take(_ call: HTTPCall) -> Step {
        let mayCall = hosts.map { $0.contains(ConfinedTransport.hostAndPort(of: call.url) ?? "") } ?? true
        return state.withLock { state in
            guard mayCall else {
                state.refusedCalls.append(call)
                return .failure(Self.failure(.addressRefused, "This host may not be called."))
            }
            state.calls.append(call)
            guard !state.script.isEmpty else {
                state.unscriptedCalls.append(call)
                return .failure(Self.failure(.notConnected, "The script has no answer left."))
            }
            return state.script.removeFirst()
        }
    }

    private static func failure(_ kind: TransportFailure.Kind, _ explanation: String) -> TransportFailure {
        TransportFailure(kind: kind, certainty: .notSent, explanation: explanation)
    }
}
