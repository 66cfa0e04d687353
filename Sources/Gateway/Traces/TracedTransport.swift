import ConnectorKit

/// Leaves a trace of every call of a connection.
struct TracedTransport: HTTPTransport {
    let inner: any HTTPTransport
    let tracer: CallTracer

    func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        try await tracer.trace(call, as: tracer.redaction.address(call.url)) { () async throws(TransportFailure) in
            try await inner.exchange(call)
        }
    }
}

/// Leaves a trace of every call for a file of a connection: of each hop, and never of the file.
struct TracedDownloads: DownloadingTransport {
    let inner: any DownloadingTransport
    let tracer: CallTracer
    /// The platform's own.
    let hosts: Set<String>

    func download(_ call: HTTPCall, to sink: any DownloadSink) async throws(TransportFailure) -> HTTPReply {
        try await trace(call) { () async throws(TransportFailure) in try await inner.download(call, to: sink) }
    }

    func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        try await trace(call) { () async throws(TransportFailure) in try await inner.exchange(call) }
    }

    private func trace(
        _ call: HTTPCall, _ make: () async throws(TransportFailure) -> HTTPReply
    ) async throws(TransportFailure) -> HTTPReply {
        try await tracer.trace(call, as: tracer.redaction.fileAddress(call.url, on: hosts), make)
    }
}
