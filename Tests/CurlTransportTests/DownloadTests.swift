import ConnectorKit
import CurlTransport
import HTTPTypes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct DownloadTests {
    /// Counts what comes, and can have enough.
    private final class Counter: DownloadSink {
        struct State {
            var bytes = 0
            var pieces = 0
            var largest = 0
        }

        let state = Mutex(State())
        private let most: Int

        init(most: Int = .max) { self.most = most }

        func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
            state.withLock { state in
                guard state.bytes + bytes.count <= most else { return false }
                state.bytes += bytes.count
                state.pieces += 1
                state.largest = max(state.largest, bytes.count)
                return true
            }
        }

        var bytes: Int { state.withLock { $0.bytes } }
    }

    private static func serving(_ head: String, bytes: Int) -> LoopbackServer {
        LoopbackServer { connection in
            guard connection.readRequest() != nil, connection.write(head) else { return }
            let piece = String(repeating: "x", count: 1 << 16)
            var left = bytes
            while left > 0, connection.write(left < piece.utf8.count ? String(piece.prefix(left)) : piece) {
                left -= min(left, piece.utf8.count)
            }
        }
    }

    private static func failure(_ server: LoopbackServer, most: Int, _ sink: Counter) async -> TransportFailure? {
        var call = HTTPCall.get(server.url)
        call.maximumReplyBytes = most
        do throws(TransportFailure) {
            _ = try await CurlTransport.loopback().download(call, to: sink)
            return nil
        } catch {
            return error
        }
    }

    @Test("A large file passes through in small pieces, and the reply holds none of it")
    func large() async throws {
        let size = 20 << 20
        let server = Self.serving(
            "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: \(size)\r\n\r\n", bytes: size)
        var call = HTTPCall.get(server.url)
        call.maximumReplyBytes = size
        let sink = Counter()
        let reply = try await CurlTransport.loopback().download(call, to: sink)
        #expect(reply.status == 200)
        #expect(reply.headers[.contentType] == "image/png")
        #expect(reply.body.isEmpty)
        #expect(sink.bytes == size)
        #expect(sink.state.withLock { $0.largest } <= 1 << 20)
    }

    @Test("One that is too large by its own word brings no byte")
    func declared() async {
        let server = Self.serving("HTTP/1.1 200 OK\r\nContent-Length: \(20 << 20)\r\n\r\n", bytes: 20 << 20)
        let sink = Counter()
        #expect(await Self.failure(server, most: 5 << 20, sink)?.kind == .tooLarge)
        #expect(sink.bytes == 0)
    }

    @Test("One that only turns out to be too large is cut at the limit")
    func undeclared() async {
        let server = Self.serving("HTTP/1.0 200 OK\r\n\r\n", bytes: 20 << 20)
        let sink = Counter()
        #expect(await Self.failure(server, most: 5 << 20, sink)?.kind == .tooLarge)
        #expect(sink.bytes <= 5 << 20)
        #expect(sink.bytes > 0)
    }

    @Test("What is no file is not handed over", arguments: [302, 404, 206, 500])
    func otherStatus(_ status: Int) async throws {
        let server = Self.serving("HTTP/1.1 \(status) Other\r\nContent-Length: 3\r\n\r\n", bytes: 3)
        let sink = Counter()
        let reply = try await CurlTransport.loopback().download(.get(server.url), to: sink)
        #expect(reply.status == status)
        #expect(sink.bytes == 0)
    }

    @Test("Who cannot keep the bytes ends the call with that reason")
    func notKept() async {
        let server = Self.serving("HTTP/1.1 200 OK\r\nContent-Length: \(5 << 20)\r\n\r\n", bytes: 5 << 20)
        let sink = Counter(most: 1 << 20)
        #expect(await Self.failure(server, most: 5 << 20, sink)?.kind == .notKept)
        #expect(sink.bytes <= 1 << 20)
    }

    @Test("A file that ends too early is no file")
    func cut() async {
        let server = Self.serving("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", bytes: 50)
        #expect(await Self.failure(server, most: 1000, Counter())?.kind == .cutOff)
    }
}
