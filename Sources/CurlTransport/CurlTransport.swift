public import ConnectorKit

/// Calls out over HTTP by libcurl: HTTP/1.1 and HTTP/2, with pooled connections.
///
/// One thread of its own does all the work, whatever the number of calls; no thread of Swift's pool ever waits.
///
/// A call is sent once or not at all. A failure says `.notSent` where the request was never handed to a connection,
/// and `.unknown` in every other case.
///
/// `Host`, `Content-Length` and whatever else describes the connection rather than the request is written by libcurl;
/// a call's own such headers are left out.
public final class CurlTransport: DownloadingTransport {
    private let loop: TransferLoop

    public init(policy: AddressPolicy = .publicOnly, settings: CurlSettings = CurlSettings()) {
        loop = TransferLoop(policy: policy, settings: settings)
        loop.start()
    }

    deinit {
        loop.abandon()
    }

    public func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        try await carry(Exchange(call))
    }

    public func download(_ call: HTTPCall, to sink: any DownloadSink) async throws(TransportFailure) -> HTTPReply {
        try await carry(Exchange(call, to: sink))
    }

    private func carry(_ exchange: Exchange) async throws(TransportFailure) -> HTTPReply {
        let call = exchange.call
        guard call.hasWebAddress else { throw TransportFailure(.addressRefused, certainty: .notSent, to: call) }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { loop.begin(exchange, $0) }
        } onCancel: {
            loop.cancel(exchange)
        }
        return try result.get()
    }

    /// Fails the calls in flight and every later one with `.canceled`, closes all connections, and ends the thread.
    public func shutdown() async {
        await loop.shutdown()
    }
}

extension HTTPCall {
    /// libcurl would guess a missing scheme, and would not see what follows a zero byte.
    fileprivate var hasWebAddress: Bool {
        let scheme = url.prefix(8).lowercased()
        return (scheme == "https://" || scheme.hasPrefix("http://")) && url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
    }
}
