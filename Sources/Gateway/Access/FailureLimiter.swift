public import GatewayModel
import Synchronization

/// Slows down whoever fails again and again: guesses of keys, forged webhooks.
///
/// Only failures count, and only failures are refused: whoever has a valid key or signature is never asked, so a whole
/// office behind one address does not suffer from one of its machines.
public final class FailureLimiter: Sendable {
    private static let window = Duration.seconds(60)
    /// Beyond these, further addresses are not limited: better than to forget those that are.
    private static let mostClients = 10_000

    private let most: Int
    private let clock: any WallClock
    private let state = Mutex(State())

    private struct State {
        var clients: [ClientNetwork: (since: Timestamp, count: Int)] = [:]
        var sweptAt = Timestamp(milliseconds: 0)

        /// Whether there is room for another address. Looks for some at most once a second: a flood must not cost more
        /// than what it floods.
        mutating func hasRoom(at now: Timestamp) -> Bool {
            if clients.count < mostClients { return true }
            guard now - sweptAt >= .seconds(1) else { return false }
            sweptAt = now
            clients = clients.filter { now - $0.value.since < window }
            return clients.count < mostClients
        }
    }

    /// - Parameter most: failures of one address in a minute.
    public init(most: Int, clock: any WallClock) {
        self.most = most
        self.clock = clock
    }

    /// Takes back a failure that was noted in advance and was none.
    func forgive(_ client: String?) {
        guard let client = client.map(ClientNetwork.init) else { return }
        state.withLock { state in
            if let own = state.clients[client], own.count > 0 {
                state.clients[client] = (since: own.since, count: own.count - 1)
            }
        }
    }

    /// Notes a failure.
    ///
    /// - Parameter client: an address, which stands for its network; `nil` where it is not known, and nothing is limited.
    /// - Throws: ``Refusal`` once the address has failed too often, until its minute is over.
    public func failed(_ client: String?) throws {
        guard let client = client.map(ClientNetwork.init) else { return }
        let now = clock.now
        let left: Duration? = state.withLock { state in
            let known = state.clients[client]
            guard known != nil || state.hasRoom(at: now) else { return nil }
            var own = known ?? (since: now, count: 0)
            if now - own.since >= Self.window { own = (since: now, count: 0) }
            own.count += 1
            state.clients[client] = own
            return own.count > most ? Self.window - (now - own.since) : nil
        }
        guard let left else { return }
        throw Refusal(
            .tooMany(retryAfter: max(1, Int(left.components.seconds))), "too-many-failures",
            "Too many requests from this address have failed; try again later.")
    }
}
