import Synchronization

/// Whether a batch of work appended events. One that was undone only rings for nothing.
final class AppendedEvents: Sendable {
    private let any = Atomic(false)

    func note() { any.store(true, ordering: .relaxed) }

    func take() -> Bool { any.exchange(false, ordering: .relaxed) }
}
