public import GatewayModel
import Synchronization

/// Customers who are writing at this moment, as far as their clients tell: known to whoever follows the events of this
/// node, and to nobody else. It is over by itself, so nothing of it is stored.
public final class CustomerTyping: Sendable {
    /// Clients say it again before that.
    public static let length = Duration.seconds(10)
    private static let mostKept = 10_000

    /// Somebody writes; until a moment that has come, where they no longer do.
    public struct Note: Sendable, Equatable {
        public let conversation: ID<Conversation>
        public let contactPoint: ContactPointID
        public let until: Timestamp
    }

    private struct State {
        var number = 0
        var notes: [(number: Int, note: Note)] = []
    }

    private let clock: any WallClock
    private let signal: EventSignal
    private let state = Mutex(State())

    /// - Parameter signal: rings for whoever follows the log.
    init(clock: any WallClock, signal: EventSignal) {
        self.clock = clock
        self.signal = signal
    }

    func note(_ conversation: ID<Conversation>, at contactPoint: ContactPointID, _ isTyping: Bool) {
        let now = clock.now
        let until = isTyping ? now + Self.length : now
        state.withLock { state in
            // What is over is kept as long as what is not: somebody may still have to hear of it.
            state.notes.removeAll { $0.note.until + Self.length <= now || $0.note.conversation == conversation }
            if state.notes.count >= Self.mostKept { state.notes.removeFirst() }
            state.number += 1
            state.notes.append(
                (state.number, Note(conversation: conversation, contactPoint: contactPoint, until: until)))
        }
        signal.ring()
    }

    /// Where somebody who comes now begins.
    public var newest: Int { state.withLock { $0.number } }

    /// Those that were noted behind a number, and the number to ask with next.
    public func notes(after number: Int) -> (notes: [Note], newest: Int) {
        state.withLock { state in
            (state.notes.filter { $0.number > number }.map(\.note), state.number)
        }
    }
}
