internal import Foundation
public import MockPlatform
internal import Synchronization

/// The direct messages of X, and what of its API goes with them, as its documentation describes it, on this machine.
///
/// It knows nothing of the gateway but the addresses that are registered with it. One port stands in for `api.x.com`,
/// `api.twitter.com`, `upload.twitter.com`, `ton.twitter.com` and the pages of `x.com`.
public final class MockX: Sendable {
    public var recorder: Recorder { host.recorder }
    public var faults: FaultPlan { host.faults }
    public var clock: MockClock { host.clock }
    /// What all accounts wrote to each other.
    public let traffic = Journal<DirectMessage>()

    let state: Mutex<XState>
    let host: MockHost
    var courier: WebhookCourier { host.courier }
    var tasks: BackgroundTasks { host.tasks }

    public init(_ configuration: MockXConfiguration = .init(), clock: MockClock = MockClock()) {
        state = Mutex(XState(configuration))
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

    /// What stands in for every host of X.
    public var baseURL: String {
        state.withLock { $0.baseURL }
    }

    /// Changes manners; what was put in place of it at the start (apps, accounts) is changed by its own.
    public func configure(_ change: (inout MockXConfiguration) -> Void) {
        state.withLock { change(&$0.configuration) }
    }

    /// The app of that id.
    public func app(_ id: String) -> MockXApp? {
        state.withLock { $0.apps[id] }
    }

    /// Adds an app, or changes one that is there.
    public func put(_ app: MockXApp) {
        state.withLock { $0.put(app) }
    }

    /// Changes an app that is there.
    public func update(app id: String, _ change: (inout MockXApp) -> Void) {
        state.withLock { state in
            guard state.apps[id] != nil else { return }
            change(&state.apps[id]!)
        }
    }

    /// The account of that id or screen name.
    public func account(_ name: String) -> MockXAccount? {
        state.withLock { $0.account(named: name) }
    }

    /// All accounts, in the order in which they came.
    public var accounts: [MockXAccount] {
        state.withLock { state in state.accountOrder.compactMap { state.accounts[$0] } }
    }

    /// Adds an account, or changes one that is there.
    public func put(_ account: MockXAccount) {
        state.withLock { $0.put(account) }
    }

    /// Changes an account that is there, by id or screen name.
    public func update(account name: String, _ change: (inout MockXAccount) -> Void) {
        state.withLock { state in
            guard let id = state.account(named: name)?.id else { return }
            change(&state.accounts[id]!)
        }
    }

    /// What two accounts wrote to each other, in its order.
    public func messages(between first: String, and second: String) -> [DirectMessage] {
        state.withLock { state in
            guard let one = state.account(named: first), let other = state.account(named: second) else { return [] }
            return state.conversations[Conversation.id(one.id, other.id)]?.messages ?? []
        }
    }

    /// Reads or changes what is remembered, or says why it cannot be.
    func locked<Result: Sendable>(
        _ body: (inout XState) throws(XError) -> Result
    ) throws(XError) -> Result {
        try state.withLock { state throws(XError) in try body(&state) }
    }

    /// An entry of what developers are told.
    func log(_ code: Int, _ subject: String, _ explanation: String) {
        recorder.problems.append(PlatformProblem(code: code, subject: subject, explanation: explanation))
    }
}
