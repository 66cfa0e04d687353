import Foundation
public import Signing
import Synchronization

/// Hashes passwords one after the other, on a thread of its own: log-ins, however many, take one core and the memory of
/// one hash, and nobody else waits for them.
public final class PasswordHasher: Sendable {
    /// With more in front of it a request is refused, rather than answered after many seconds.
    static let mostWaiting = 32

    enum Verdict: Sendable, Equatable {
        case right
        /// Right, and hashed at another price than is asked today.
        case rightAtAnotherCost
        case wrong
    }

    private let cost: Scrypt
    private let state = Mutex(State())

    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var isRunning = false
    }

    /// - Parameter cost: what is paid for each; `nil` for what is right today.
    public init(cost: Scrypt? = nil) {
        self.cost = cost ?? PasswordHash.cost
    }

    /// As it is to be stored.
    func hash(_ password: String) async throws -> String {
        let (cost, bytes) = (cost, Array(password.utf8))
        guard let hash = try await run({ PasswordHash(of: bytes, cost) }) else { throw Self.noMemory }
        return hash.text
    }

    /// - Parameter stored: `nil` for somebody who has no password or is not there; it takes as long to say no.
    func verify(_ password: String, _ stored: String?) async throws -> Verdict {
        let (cost, bytes) = (cost, Array(password.utf8))
        let known = try stored.map { text in
            guard let hash = PasswordHash(text) else { throw StoreFailure("A stored password cannot be read.") }
            return hash
        }
        let hash = known ?? PasswordHash(matchingNothingAt: cost)
        guard let isRight = try await run({ hash.matches(bytes) }) else { throw Self.noMemory }
        return !isRight ? .wrong : hash.scrypt == cost ? .right : .rightAtAnotherCost
    }

    /// Whether nobody more is taken just now.
    var isFull: Bool { state.withLock { $0.waiting.count >= Self.mostWaiting } }

    /// Runs something that takes its time, when its turn comes.
    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let (isTaken, mustStart) = state.withLock { state in
                guard state.waiting.count < Self.mostWaiting else { return (false, false) }
                state.waiting.append { continuation.resume(returning: work()) }
                defer { state.isRunning = true }
                return (true, !state.isRunning)
            }
            guard isTaken else { return continuation.resume(throwing: Self.tooMany) }
            if mustStart { Thread.detachNewThread { self.workOff() } }
        }
    }

    private func workOff() {
        while let next = state.withLock({ state -> (@Sendable () -> Void)? in
            state.isRunning = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }) {
            next()
        }
    }

    private static let tooMany = Refusal(
        .unavailable, "too-many-log-ins", "Too many people log in at this moment; try again in a few seconds.")
    private static let noMemory = Refusal(
        .unavailable, "unavailable", "There is not enough memory to check a password just now.")
}
