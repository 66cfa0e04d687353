internal import Foundation
public import MockPlatform
internal import Synchronization

/// Twilio's messaging platform, as its documentation describes it, on this machine.
///
/// It knows nothing of the gateway but the URLs that are registered with it.
public final class MockTwilio: Sendable {
    public var recorder: Recorder { host.recorder }
    public var faults: FaultPlan { host.faults }
    public var clock: MockClock { host.clock }

    let state: Mutex<TwilioState>
    let phones = PhoneNetwork()
    let host: MockHost
    var courier: WebhookCourier { host.courier }
    var tasks: BackgroundTasks { host.tasks }
    var client: LoopbackClient { host.client }

    public init(_ configuration: MockTwilioConfiguration = .init(), clock: MockClock = MockClock()) {
        state = Mutex(TwilioState(configuration))
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

    /// What stands in for `https://api.twilio.com`.
    public var baseURL: String {
        state.withLock { $0.baseURL }
    }

    public var accountSid: String {
        state.withLock { $0.configuration.accountSid }
    }

    /// Changes what was configured; credentials take effect at once, the port and origins do not.
    public func configure(_ change: (inout MockTwilioConfiguration) -> Void) {
        state.withLock { state in
            change(&state.configuration)
            state.refreshCredentials()
        }
    }

    public var numbers: [MockNumber] {
        state.withLock { Array($0.numbers.values) }.sorted { $0.number < $1.number }
    }

    public func number(_ number: String) -> MockNumber? {
        state.withLock { $0.numbers[number] }
    }

    /// Adds a number, or puts it in place of the one that is there.
    public func put(_ number: MockNumber) {
        state.withLock { $0.put(number) }
    }

    /// The account owns it no longer.
    public func remove(_ number: String) {
        state.withLock { $0.remove(number) }
    }

    public func update(_ number: String, _ change: (inout MockNumber) -> Void) {
        state.withLock { state in
            guard var changed = state.numbers[number] else { return }
            change(&changed)
            state.put(changed)
        }
    }

    public func message(_ sid: String) -> Message? {
        state.withLock { $0.messages[sid] }
    }

    /// The newest first, those included that the API does not list yet.
    public func messages(to: String? = nil, from: String? = nil, newest count: Int = 1000) -> [Message] {
        state.withLock {
            $0.messages.page(
                .init(to: to, from: from), after: nil, skipping: 0, size: count, at: .distantFuture
            ).messages
        }
    }

    /// Whether the phone has told the number, or the Messaging Service it belongs to, to stop.
    public func isOptedOut(_ phone: String, from number: String) -> Bool {
        state.withLock { $0.optOuts.contains(sender: $0.optOutScope(of: number), phone: phone) }
    }

    /// The phone with that number; every number that is not the account's has one.
    public func phone(_ number: String) -> MockPhone {
        MockPhone(number: number, twilio: self)
    }

    /// What all phones sent and received.
    public var phoneTraffic: Journal<PhoneText> {
        phones.traffic
    }
}
