internal import Foundation
public import MockPlatform
internal import Synchronization

/// Meta's Messenger Platform and the part of the Graph API that goes with it, as their documentation describes them, on
/// this machine.
///
/// It knows nothing of the gateway but the addresses that are registered with it.
public final class MockMeta: Sendable {
    public var recorder: Recorder { host.recorder }
    public var faults: FaultPlan { host.faults }
    public var clock: MockClock { host.clock }
    /// What all people and pages wrote to each other.
    public let traffic = Journal<MessengerMessage>()

    let state: Mutex<MetaState>
    let host: MockHost
    var courier: WebhookCourier { host.courier }
    var tasks: BackgroundTasks { host.tasks }
    var client: LoopbackClient { host.client }

    public init(_ configuration: MockMetaConfiguration = .init(), clock: MockClock = MockClock()) {
        state = Mutex(MetaState(configuration))
        host = MockHost(origins: configuration.origins, clock: clock)
    }

    /// Starts to listen on 127.0.0.1.
    /// - Returns: the port that is bound.
    @discardableResult
    public func start() async throws -> Int {
        let port = try await host.start(port: state.withLock { $0.configuration.port }) { [weak self] request in
            await self?.handle(request) ?? .cut
        }
        state.withLock { $0.baseURL = "http://127.0.0.1:\(port)" }
        return port
    }

    /// Stops listening, sending and everything that was still to happen.
    public func stop() async {
        await host.stop()
    }

    /// What stands in for `https://graph.facebook.com` and for `https://www.facebook.com`.
    public var baseURL: String {
        state.withLock { $0.baseURL }
    }

    /// Changes manners; what was put in place of it at the start (apps, users, pages, people) is changed by its own.
    public func configure(_ change: (inout MockMetaConfiguration) -> Void) {
        state.withLock { change(&$0.configuration) }
    }

    public func app(_ id: String) -> MockApp? {
        state.withLock { $0.apps[id]?.app }
    }

    /// Adds an app, or changes one that is there.
    public func put(_ app: MockApp) {
        state.withLock { $0.apps[app.id, default: AppRecord(app)].app = app }
    }

    /// The page of that id.
    public func page(_ id: String) -> MockPage? {
        state.withLock { $0.pages[id]?.page }
    }

    /// Adds a page, or changes one that is there.
    public func put(_ page: MockPage) {
        state.withLock { $0.put(page) }
    }

    /// The page is deleted.
    public func removePage(_ id: String) {
        state.withLock { state in
            state.pages[id] = nil
            state.pageOrder.removeAll { $0 == id }
        }
    }

    public func update(page id: String, _ change: (inout MockPage) -> Void) {
        state.withLock { state in
            guard state.pages[id] != nil else { return }
            change(&state.pages[id]!.page)
        }
    }

    /// What an app follows of a page; `nil` where it is not subscribed at all, empty where it is without fields.
    public func subscribedFields(of page: String, app: String) -> [String]? {
        state.withLock { $0.pages[page]?.subscriptions[app].map { $0.fields ?? [] } }
    }

    /// A moment of the mock's time in the milliseconds of an event.
    static func milliseconds(_ date: Date) -> Int {
        Int((date.timeIntervalSince1970 * 1000).rounded())
    }

    /// Reads or changes what is remembered, or says why it cannot be.
    func locked<Result: Sendable>(
        _ body: (inout MetaState) throws(GraphError) -> Result
    ) throws(GraphError) -> Result {
        try state.withLock { state throws(GraphError) in try body(&state) }
    }
}
