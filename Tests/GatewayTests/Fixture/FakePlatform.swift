import ConnectorKit
import Foundation
import HTTPTypes
import Synchronization

/// The platform `test` on the wire: takes everything and gives it an id, unless a script says otherwise.
final class FakePlatform: DownloadingTransport {
    /// How one send is answered.
    struct Answer: Sendable {
        var result: Result<HTTPReply, TransportFailure>
        /// What happens while the call is under way.
        var meanwhile: @Sendable () async throws -> Void = {}

        static func accepted(_ id: String) -> Answer {
            Answer(result: .success(HTTPReply(status: 200, body: Array(id.utf8))))
        }
        static func status(_ status: Int, retryAfter: Int? = nil) -> Answer {
            var headers = HTTPFields()
            if let retryAfter { headers[.retryAfter] = String(retryAfter) }
            return Answer(result: .success(HTTPReply(status: status, headers: headers)))
        }
        /// The request left; no answer came.
        static let cutOff = failure(.cutOff, .unknown)
        /// The request never left.
        static let notConnected = failure(.notConnected, .notSent)

        private static func failure(
            _ kind: TransportFailure.Kind, _ certainty: SendFailure.Certainty
        ) -> Answer {
            Answer(result: .failure(TransportFailure(kind: kind, certainty: certainty, explanation: "On purpose.")))
        }

        func meanwhile(_ action: @escaping @Sendable () async throws -> Void) -> Answer {
            var answer = self
            answer.meanwhile = action
            return answer
        }
    }

    private struct State {
        var script: [Answer] = []
        var scriptFor: [String: [Answer]] = [:]
        var lookUps: [Answer] = []
        var files: [Answer] = []
        var fileCalls: [HTTPCall] = []
        var names: [Answer] = []
        var nameCalls: [HTTPCall] = []
        var calls: [TestCall] = []
        var accepted = 0

        mutating func take(_ call: TestCall) -> Answer {
            calls.append(call)
            switch call.purpose {
            case .lookUp:
                return lookUps.isEmpty ? .accepted("") : lookUps.removeFirst()
            case .send:
                accepted += 1
                if let answer = scriptFor[call.text]?.first {
                    scriptFor[call.text]?.removeFirst()
                    return answer
                }
                return script.isEmpty ? .accepted("P\(accepted)") : script.removeFirst()
            }
        }
    }

    private let state = Mutex(State())

    /// The next sends are answered so, in this order.
    func answer(_ answers: Answer...) { state.withLock { $0.script += answers } }

    /// The next sends of this text are answered so, whatever leaves beside it.
    func answer(to text: String, _ answers: Answer...) {
        state.withLock { $0.scriptFor[text, default: []] += answers }
    }

    /// The next look-ups are answered so; one without an answer finds nothing.
    func listing(_ answers: Answer...) { state.withLock { $0.lookUps += answers } }

    /// The next files are given out so; one without an answer is gone.
    func giving(_ answers: Answer...) { state.withLock { $0.files += answers } }
    var fileCalls: [HTTPCall] { state.withLock { $0.fileCalls } }

    /// The next customers are named so; one without an answer has no name.
    func naming(_ answers: Answer...) { state.withLock { $0.names += answers } }
    /// The addresses that were called for names.
    var nameCalls: [String] { state.withLock { $0.nameCalls.map(\.url) } }

    var sends: [TestCall] { state.withLock { $0.calls.filter { $0.purpose == .send } } }
    var lookUpCount: Int { state.withLock { $0.calls.count { $0.purpose == .lookUp } } }
    /// The texts that reached the wire, in their order.
    var texts: [String] { sends.map(\.text) }

    func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        let answer: Answer
        do {
            if call.method == .get {
                answer = state.withLock { state in
                    state.nameCalls.append(call)
                    return state.names.isEmpty ? .status(404) : state.names.removeFirst()
                }
            } else {
                let call = try TestCall(reading: call)
                answer = state.withLock { $0.take(call) }
            }
            try await answer.meanwhile()
        } catch {
            throw TransportFailure(kind: .notConnected, certainty: .notSent, explanation: "The test broke: \(error)")
        }
        return try answer.result.get()
    }

    func download(_ call: HTTPCall, to sink: any DownloadSink) async throws(TransportFailure) -> HTTPReply {
        let answer = state.withLock { state in
            state.fileCalls.append(call)
            return state.files.isEmpty ? .status(404) : state.files.removeFirst()
        }
        do { try await answer.meanwhile() } catch {
            throw TransportFailure(kind: .notConnected, certainty: .notSent, explanation: "The test broke: \(error)")
        }
        var reply = try answer.result.get()
        guard reply.body.count <= call.maximumReplyBytes else {
            throw TransportFailure(kind: .tooLarge, certainty: .unknown, explanation: "The answer was too large.")
        }
        if reply.status == 200, !reply.body.withUnsafeBytes({ sink.take($0) }) {
            throw TransportFailure(kind: .notKept, certainty: .unknown, explanation: "The answer was not kept.")
        }
        reply.body = []
        return reply
    }
}
