import Synchronization

/// One time that this node holds a duty: from when it took it until it gives it back or loses it.
final class Holding: Sendable {
    /// The one under which the running code works. Whatever that writes is written under its fence (``FencedStore``).
    @TaskLocal static var current: Holding?

    private struct State {
        var isLost = false
        /// Until then nobody else can hold the duty.
        var certainUntil: Duration
    }

    /// How often somebody who waits for certainty looks for it.
    private static let pause = Duration.milliseconds(20)

    let duty: Duty
    /// Goes up each time that somebody takes the duty: no two holdings have the same.
    let fence: Int64
    private let elapsed: @Sendable () -> Duration
    private let state: Mutex<State>
    private let end: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init(_ duty: Duty, fence: Int64, certainUntil: Duration, elapsed: @escaping @Sendable () -> Duration) {
        self.duty = duty
        self.fence = fence
        self.elapsed = elapsed
        state = Mutex(State(certainUntil: certainUntil))
        (end, continuation) = AsyncStream.makeStream()
    }

    var isLost: Bool { state.withLock { $0.isLost } }

    /// A beat was stored.
    func confirm(until moment: Duration) {
        state.withLock { $0.certainUntil = max($0.certainUntil, moment) }
    }

    /// Over for good: somebody else has taken the duty, or it was given back.
    func lose() {
        state.withLock { $0.isLost = true }
        continuation.finish()
    }

    /// Returns when it is over.
    func ended() async {
        for await _ in end {}
    }

    /// Before a call that nobody can take back: returns while it is certain that nobody else makes it. A node that was
    /// paused finds out here, where it had decided before.
    ///
    /// - Throws: ``OffDuty`` where it is over, or the caller was canceled while nobody knew.
    func beCertain() async throws(OffDuty) {
        while !isCertain {
            if isLost || Task.isCancelled { throw OffDuty(duty) }
            try? await Task.sleep(for: Self.pause)
        }
    }

    private var isCertain: Bool {
        let now = elapsed()
        return state.withLock { !$0.isLost && now < $0.certainUntil }
    }
}

/// This node does not hold the duty any more: nothing of the work was stored, and somebody else goes on with it.
struct OffDuty: Error, CustomStringConvertible {
    let duty: Duty

    init(_ duty: Duty) {
        self.duty = duty
    }

    var description: String { "This node does not hold the duty \(duty.rawValue) any more." }
}
