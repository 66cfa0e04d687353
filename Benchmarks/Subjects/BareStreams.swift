import Hummingbird
import NIOCore
import Synchronization

/// Event streams with nothing behind them.
final class BareStreams: Sendable {
    private let open = Mutex<[String: AsyncStream<ByteBuffer>.Continuation]>([:])

    func open(_ number: String) -> Response {
        let (events, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        open.withLock { $0[number] = continuation }
        continuation.yield(ByteBuffer(string: ":\n\n"))
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                for await event in events { try await writer.write(event) }
                try await writer.finish(nil)
            })
    }

    func write(_ body: ByteBuffer, to number: String) {
        var event = ByteBuffer(string: "event: message\ndata: ")
        event.writeImmutableBuffer(body)
        event.writeString("\n\n")
        open.withLock { $0[number] }?.yield(event)
    }
}
