import Synchronization

/// Makes ids that grow with time: 41 bits of milliseconds since 2024, 10 bits of node, 12 bits of sequence.
///
/// The ids of one generator never repeat and never go back, also when the clock does: it then counts on from the
/// last id. Two generators that run at the same time need different node numbers.
public final class IDGenerator: Sendable {
    private static let epoch: Int64 = 1_704_067_200_000  // 2024-01-01T00:00:00Z
    private static let nodeBits: Int64 = 10
    private static let sequenceBits: Int64 = 12

    private let node: Int64
    private let last: Mutex<Int64>
    private let clock: any WallClock

    /// - Parameters:
    ///   - node: 0 to 1023, different for each process that writes to the same store.
    ///   - after: the greatest id the store already holds, so that a clock that went back while the program was
    ///     stopped makes no id twice.
    public init(node: Int = 0, after: Int64 = 0, clock: any WallClock) {
        precondition((0..<1 << Self.nodeBits).contains(Int64(node)), "a node number has 10 bits")
        self.node = Int64(node) << Self.sequenceBits
        let lastMillisecond = after >> (Self.nodeBits + Self.sequenceBits)
        self.last = Mutex((lastMillisecond + 1) << Self.sequenceBits)
        self.clock = clock
    }

    /// The next id. Never waits.
    ///
    /// - Parameter earlier: an id that it must be greater than, whichever node has made that by whichever clock.
    public func next<Noun: Identified>(_: Noun.Type = Noun.self, after earlier: ID<Noun>? = nil) -> ID<Noun> {
        let first = earlier.map { ($0.rawValue >> (Self.nodeBits + Self.sequenceBits) + 1) << Self.sequenceBits } ?? 0
        let now = max((clock.now.milliseconds - Self.epoch) << Self.sequenceBits, first)
        // Milliseconds and sequence side by side: when 4096 ids a millisecond are not enough, the next millisecond
        // is borrowed.
        let tick = last.withLock { last in
            last = max(last + 1, now)
            return last
        }
        let milliseconds = tick >> Self.sequenceBits
        let sequence = tick & ((1 << Self.sequenceBits) - 1)
        return ID(rawValue: milliseconds << (Self.nodeBits + Self.sequenceBits) | node | sequence)
    }

    /// The least id that can be made at that moment: ids of before are smaller, where the clock did not go back.
    public static func floor(of moment: Timestamp) -> Int64 {
        max(0, moment.milliseconds - epoch) << (nodeBits + sequenceBits)
    }
}
