private import HTTPTypes
private import Hummingbird
private import Logging
private import NIOCore
private import ServiceLifecycle
private import Synchronization

/// An HTTP/1.1 server that nobody outside this machine can reach.
///
/// A mock accepts made-up credentials and says what it is told to say, so it must never face a network.
public final class LoopbackServer: Sendable {
    public typealias Handler = @Sendable (MockRequest) async -> MockReply

    public enum Failure: Error, Equatable {
        case notLoopback(String)
        case alreadyStarted
        case notListening
    }

    /// Media of the largest size a platform takes, and a form around it.
    private static let largestBody = 32 * 1024 * 1024

    /// A handler that never answers must not keep the server from stopping.
    private static let patienceWithHandlers = Duration.seconds(1)

    private struct Running {
        let group: ServiceGroup
        let task: Task<Void, any Error>
    }

    private let host: String
    private let handler: Handler
    private let running = Mutex<Running?>(nil)

    /// - Parameter host: an address of the loopback interface; any other is refused.
    public init(host: String = "127.0.0.1", handler: @escaping Handler) throws(Failure) {
        guard LoopbackAddress.accepts(host) else { throw .notLoopback(host) }
        self.host = host
        self.handler = handler
    }

    /// Starts to listen.
    /// - Parameter port: 0 lets the system choose one.
    /// - Returns: the port that is bound.
    public func start(port: Int = 0) async throws -> Int {
        guard running.withLock({ $0 == nil }) else { throw Failure.alreadyStarted }
        let (bound, announce) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "mock")
        logger.logLevel = .critical
        let application = Application(
            responder: LoopbackResponder(handler: handler, largestBody: Self.largestBody),
            configuration: .init(address: .hostname(host, port: port), reuseAddress: true),
            onServerRunning: { channel in
                announce.yield(channel.localAddress?.port ?? 0)
            },
            logger: logger)
        var configuration = ServiceGroupConfiguration(services: [.init(service: application)], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.patienceWithHandlers
        let group = ServiceGroup(configuration: configuration)
        let task = Task {
            defer { announce.finish() }
            try await group.run()
        }
        running.withLock { $0 = Running(group: group, task: task) }
        for await port in bound { return port }
        running.withLock { $0 = nil }
        try await task.value
        throw Failure.notListening
    }

    /// Stops listening and closes every connection once its request is answered.
    ///
    /// Not by cancelling the task: NIO then stops the process when a connection is just being accepted.
    public func stop() async {
        let running = running.withLock { running in
            defer { running = nil }
            return running
        }
        await running?.group.triggerGracefulShutdown()
        // How a server ends says nothing that matters to whoever stopped it.
        _ = try? await running?.task.value
    }
}

/// Hands requests to the mock, and closes connections on its behalf.
private struct LoopbackResponder: HTTPResponder {
    struct Context: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            channel = source.channel
        }
    }

    let handler: LoopbackServer.Handler
    let largestBody: Int

    func respond(to request: Request, context: Context) async throws -> Response {
        var request = request
        let body = try await request.collectBody(upTo: largestBody)
        let received = MockRequest(
            method: request.method, target: request.head.path ?? "/", headers: request.headers,
            body: Array(body.readableBytesView), authority: request.head.authority)
        switch await handler(received) {
        case .response(let response):
            return Response(
                status: response.status, headers: response.headers,
                body: response.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: response.body)))
        case .cut:
            try await context.channel.close()
            throw ChannelError.alreadyClosed
        }
    }
}
