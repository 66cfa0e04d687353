import ConnectorKit
import GatewayModel
import HTTPTypes

/// Notes every call of one connection in the ``TraceLog``, redacted before it gets there.
struct TracedTransport: HTTPTransport {
    let inner: any HTTPTransport
    let connection: ID<Connection>
    let redaction: Redaction
    let log: TraceLog

    func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        let started = log.clock.now
        let result: Result<HTTPReply, TransportFailure>
        do throws(TransportFailure) {
            result = .success(try await inner.exchange(call))
        } catch {
            result = .failure(error)
        }
        log.note(connection, from: started) { id, milliseconds in
            let reply = try? result.get()
            let failure: TransportFailure? = if case .failure(let failure) = result { failure } else { nil }
            return CallTrace(
                id: id, connection: connection, startedAt: started, method: call.method.rawValue,
                url: redaction.address(call.url),
                request: redaction.body(call.body, type: call.headers[.contentType]), status: reply?.status,
                reply: reply.flatMap { redaction.body($0.body, type: $0.headers[.contentType]) },
                failure: failure.map { "\($0.kind.rawValue): \($0.explanation)" }, milliseconds: milliseconds)
        }
        return try result.get()
    }
}
