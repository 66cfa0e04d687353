public import ConnectorKit
import Synchronization

/// A transport that gives every call the same answer, however many there are.
public final class AnsweringTransport: HTTPTransport {
    public enum Answer: Sendable {
        case reply(HTTPReply)
        case failure(TransportFailure)
        /// An answer that depends on the call.
        case answer(@Sendable (HTTPCall) -> HTTPReply)
    }

    private struct State {
        var calls: [HTTPCall] = []
        var refusedCalls: [HTTPCall] = []
    }

    private let answer: Answer
    private let hosts: Set<String>?
    private let state = Mutex(State())

    /// - Parameter hosts: the only ones that may be called, as ``Connector/hosts(of:)`` gives them; `nil` for any.
    public init(_ answer: Answer, hosts: Set<String>? = nil) {
        self.answer = answer
        self.hosts = hosts
    }

    /// The calls that were let through.
    public var calls: [HTTPCall] { state.withLock { $0.calls } }

    /// The calls to a host that may not be called.
    public var refusedCalls: [HTTPCall] { state.withLock { $0.refusedCalls } }

    public func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        guard hosts.map({ $0.contains(ConfinedTransport.hostAndPort(of: call.url) ?? "") }) ?? true else {
            state.withLock { $0.refusedCalls.append(call) }
            throw TransportFailure(
                kind: .addressRefused, certainty: .notSent, explanation: "This host may not be called.")
        }
        state.withLock { $0.calls.append(call) }
        switch answer {
        case .reply(let reply): return reply
        case .failure(let failure): throw failure
        case .answer(let answer): return answer(call)
        }
    }
}
