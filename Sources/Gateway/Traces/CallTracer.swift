import ConnectorKit
import GatewayModel
import HTTPTypes

/// Notes the calls of one connection in the ``TraceLog``, redacted before they get there.
struct CallTracer: Sendable {
    let connection: ID<Connection>
    let redaction: Redaction
    let log: TraceLog

    /// - Parameter address: as it is to be shown.
    func trace(
        _ call: HTTPCall, as address: String, _ make: () async throws(TransportFailure) -> HTTPReply
    ) async throws(TransportFailure) -> HTTPReply {
        let started = log.clock.now
        let result: Result<HTTPReply, TransportFailure>
        do throws(TransportFailure) { result = .success(try await make()) } catch { result = .failure(error) }
        log.note(connection, from: started) { id, milliseconds in
            let reply = try? result.get()
            let failure: TransportFailure? = if case .failure(let failure) = result { failure } else { nil }
            return CallTrace(
                id: id, connection: connection, startedAt: started, method: call.method.rawValue, url: address,
                request: redaction.body(call.body, type: call.headers[.contentType]), status: reply?.status,
                reply: reply.flatMap { redaction.body($0.body, type: $0.headers[.contentType]) },
                failure: failure.map { "\($0.kind.rawValue): \($0.explanation)" }, milliseconds: milliseconds)
        }
        return try result.get()
    }
}
