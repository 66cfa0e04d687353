private import Synchronization

/// What every mock platform stands on: a place to listen, a client, a courier for its webhooks, faults, records and time.
public final class MockHost: Sendable {
    public let recorder = Recorder()
    public let faults = FaultPlan()
    public let clock: MockClock
    public let client: LoopbackClient
    public let courier: WebhookCourier
    public let tasks = BackgroundTasks()
    private let server = Mutex<LoopbackServer?>(nil)

    /// - Parameter origins: where public origins are really found.
    public init(origins: [String: String], clock: MockClock) {
        self.clock = clock
        client = LoopbackClient(origins: origins)
        courier = WebhookCourier(client: client, recorder: recorder, faults: faults, clock: clock)
    }

    /// Starts to listen on 127.0.0.1.
    /// - Returns: the port that is bound.
    public func start(port: Int, handler: @escaping LoopbackServer.Handler) async throws -> Int {
        let server = try LoopbackServer(handler: handler)
        let bound = try await server.start(port: port)
        self.server.withLock { $0 = server }
        return bound
    }

    /// Stops listening, sending and everything that was still to happen.
    public func stop() async {
        tasks.cancelAll()
        courier.releaseAll()
        await server.withLock { server in
            defer { server = nil }
            return server
        }?.stop()
        client.close()
    }
}
