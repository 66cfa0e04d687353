import Synchronization

/// What waits to be sent at a start, or is due by a timer, waits until it is known what was missed: a STOP may be among
/// it, or the message of a customer who seems to be silent.
///
/// Not longer than ``patience``: a platform that takes messages but cannot say which it has must silence nobody.
final class FirstCatchUp: Sendable {
    static let patience = Duration.seconds(30)
    private static let pause = Duration.milliseconds(20)

    private let hasEnded = Atomic(false)

    func isDone() { hasEnded.store(true, ordering: .releasing) }

    /// It begins again: another node has sent meanwhile, and may have died while it was called.
    func isToCome() { hasEnded.store(false, ordering: .releasing) }

    func wait() async {
        let end = ContinuousClock.now + Self.patience
        while !hasEnded.load(ordering: .acquiring), ContinuousClock.now < end {
            guard (try? await Task.sleep(for: Self.pause)) != nil else { return }
        }
    }
}
