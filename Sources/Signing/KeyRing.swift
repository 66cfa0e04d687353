private import Foundation
private import Synchronization

/// The master keys: the first seals, and each of them opens what it has sealed.
///
/// A gateway that serves notices when its keys are rotated: it looks for newer ones when something does not open, and
/// before it seals, at most once in ``freshness``.
public final class KeyRing: Sendable {
    public static let freshness = Duration.seconds(1)

    private let reload: @Sendable () -> [SealingKey]?
    private let state: Mutex<State>

    private struct State {
        var keys: [SealingKey]
        var lookedAt: ContinuousClock.Instant
    }

    /// - Parameters:
    ///   - keys: the current one first; at least one.
    ///   - reload: the keys as they are now; `nil` while that cannot be said.
    public init(_ keys: [SealingKey], reload: @escaping @Sendable () -> [SealingKey]? = { nil }) {
        precondition(!keys.isEmpty, "a ring has a key")
        self.reload = reload
        state = Mutex(State(keys: keys, lookedAt: .now))
    }

    public var keys: [SealingKey] { state.withLock { $0.keys } }

    public func seal(_ plaintext: [UInt8], for place: String) -> [UInt8] {
        if ContinuousClock.now - state.withLock({ $0.lookedAt }) >= Self.freshness { look() }
        return keys[0].seal(plaintext, for: place)
    }

    /// `nil` where no key of the ring made it, or it was made for another place, or a single bit is another.
    public func open(_ sealed: [UInt8], for place: String) -> [UInt8]? {
        if let opened = opened(sealed, for: place) { return opened }
        let before = keys.map(\.name)
        look()
        return before == keys.map(\.name) ? nil : opened(sealed, for: place)
    }

    private func opened(_ sealed: [UInt8], for place: String) -> [UInt8]? {
        keys.lazy.compactMap { $0.open(sealed, for: place) }.first
    }

    private func look() {
        let found = reload()
        state.withLock { state in
            state.lookedAt = .now
            if let found, !found.isEmpty { state.keys = found }
        }
    }
}
