import Synchronization

/// Rings bells once events are durable. A store has one; whoever follows the log connects a bell of its own.
public final class EventSignal: Sendable {
    private struct Connected {
        weak var bell: Bell?
    }

    private let bells = Mutex<[Connected]>([])

    public init() {}

    /// The bell rings from now on for as long as somebody else holds it.
    public func connect(_ bell: Bell) {
        bells.withLock { bells in
            bells.removeAll { $0.bell == nil || $0.bell === bell }
            bells.append(Connected(bell: bell))
        }
    }

    public func ring() {
        for connected in bells.withLock({ $0 }) { connected.bell?.ring() }
    }
}
