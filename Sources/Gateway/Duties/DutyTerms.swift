/// On which terms nodes share the duties of a database.
public struct DutyTerms: Sendable {
    /// After so long without a beat a duty is taken from its holder.
    public static let lease = Duration.seconds(20)

    /// The number of this process, as the database gave it.
    let node: Int
    let lease: Duration
    /// A time that goes on evenly, whatever happens to the clock on the wall. Only differences of it are used, and
    /// never across nodes.
    let elapsed: @Sendable () -> Duration

    public init(node: Int, lease: Duration = Self.lease, elapsed: (@Sendable () -> Duration)? = nil) {
        self.node = node
        self.lease = lease
        let start = ContinuousClock.now
        self.elapsed = elapsed ?? { ContinuousClock.now - start }
    }

    /// From one beat to the next.
    var interval: Duration { lease / 4 }

    /// How old the last beat may be for a call to begin under it. Nobody takes the duty away sooner, not even from a
    /// holder whose session the database has lost.
    var certainty: Duration { lease / 2 }
}
