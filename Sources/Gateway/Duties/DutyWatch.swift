/// What a node makes of a duty that it does not hold, look by look.
///
/// A holder counts its beats up. Whoever watches measures by a clock of its own for how long the count stood still; so
/// clocks of different machines are never compared, and none of them has to be right.
struct DutyWatch: Sendable, Equatable {
    private var fence: Int64 = 0
    private var beat: Int64 = 0
    private var hasSeen = false
    /// For how long the count has stood still, between looks that found it so. Time that passed inside of a look does not
    /// count: then everybody may have had to wait for the store.
    private var silence = Duration.zero
    private var lookEndedAt = Duration.zero

    /// - Parameters:
    ///   - now: when the look began.
    ///   - isFirst: whether this process looks for the first time. What it finds of a process that is gone, its own
    ///     predecessor above all, it need not wait for.
    ///   - isConnected: whether the database has a session of the process with this number. One can be lost while its
    ///     process lives, which then beats on a new one; so later a lost session only halves the wait.
    /// - Returns: whether the duty may be taken.
    mutating func mayTake(
        _ record: DutyRecord, at now: Duration, lease: Duration, isFirst: Bool,
        isConnected: (Int) throws -> Bool
    ) rethrows -> Bool {
        guard let holder = record.holder else { return true }
        guard hasSeen, record.fence == fence, record.beat == beat else {
            (fence, beat, hasSeen, silence) = (record.fence, record.beat, true, .zero)
            return try isFirst && !isConnected(holder)
        }
        // A machine that was suspended has watched nobody meanwhile.
        silence += min(now - lookEndedAt, lease / 2)
        if silence >= lease { return true }
        return try silence >= lease / 2 && !isConnected(holder)
    }

    mutating func lookEnded(at now: Duration) { lookEndedAt = now }
}
