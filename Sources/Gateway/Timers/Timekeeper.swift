public import GatewayModel
public import Logging
public import ServiceLifecycle
import Synchronization

/// Has the timers of conversations expire in time: finds who is due by an index, and looks at their clocks.
///
/// Everything is decided anew in the transaction that writes it down: what a due time promises is only that nothing is
/// due before it. So a crash at any instant repeats nothing and loses nothing, and a message or a changed timer that
/// comes in between counts.
///
/// The clock on the wall may be set. Set forward, whatever is due by it expires. Set back, which is noticed at the next
/// round, every open conversation is looked at, and what seems to have begun in the future counts from that look; and
/// whatever else waits for a moment waits no longer for it than before (``ClockRecords``). At each start all
/// conversations are looked at as well: the clock may have been set while nobody was there, or a connector may declare
/// something else.
public struct Timekeeper: Service, CustomStringConvertible {
    /// So much is done in a few milliseconds, and messages come in between.
    static let batch = 100
    private static let pause = Duration.milliseconds(5)
    /// What falls due within it shares a transaction.
    private static let gathering = Duration.milliseconds(100)
    /// A timer may be started by any message, on any node, and the clock may be set: nobody rings for that.
    private static let interval = Duration.milliseconds(500)
    /// After a store that failed.
    private static let patience = Duration.seconds(2)

    private let surroundings: Surroundings
    private let store: any Store
    private let timers: Timers
    private let conversations: Conversations
    private let batch: Int
    private let meters: Meters
    private let logger: Logger
    private let watch = ClockWatch()
    private let mayBegin: @Sendable () async -> Void

    /// - Parameter mayBegin: returns when nothing is missing any more that was said before the start: a conversation is
    ///   not closed for the silence of a customer whose message still lies with the platform.
    public init(
        _ surroundings: Surroundings, store: any Store, meters: Meters, batch: Int? = nil,
        mayBegin: @escaping @Sendable () async -> Void = {}, logger: Logger
    ) {
        self.surroundings = surroundings
        self.store = store
        timers = Timers(surroundings)
        conversations = Conversations(surroundings)
        self.batch = batch ?? Self.batch
        self.meters = meters
        self.mayBegin = mayBegin
        self.logger = logger
    }

    public var description: String { "Timekeeper" }

    /// Works until told to stop.
    public func run() async throws {
        let bell = Bell()
        watch.forget()
        await cancelWhenGracefulShutdown { await mayBegin() }
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                var pause = Self.interval
                do {
                    if let next = try await drain(pause: Self.pause) {
                        pause = min(max(next - surroundings.clock.now, Self.gathering), pause)
                    }
                } catch {
                    logger.error("timers cannot be looked at; trying again", metadata: ["error": "\(error)"])
                    pause = Self.patience
                }
                bell.ring(at: surroundings.clock.now + pause, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// Looks at every conversation that is due or to be timed anew.
    ///
    /// - Parameter pause: after each transaction.
    /// - Returns: when somebody is due next.
    @discardableResult
    public func drain(pause: Duration = .zero) async throws -> Timestamp? {
        let begin = surroundings.clock.now
        if watch.mustLookAtAll(begin) {
            let shift = watch.setBack(to: begin)
            try await store.write { transaction in
                try timers.lookAtAll(in: transaction)
                if let shift { try transaction.setBack(by: shift, at: begin) }
            }
            watch.noted(begin)
        }
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            let (next, isRetiming) = try await store.read { transaction in
                (try transaction.nextConversationDue(), try transaction.nextRetiming() != nil)
            }
            guard isRetiming || next.map({ $0 <= surroundings.clock.now }) == true else { return next }
            try await step()
            if pause > .zero { try? await Task.sleep(for: pause) }
        }
        return nil
    }

    /// One transaction: some of those that are due, and some of those to be timed anew.
    func step() async throws {
        let expired = try await store.write { transaction in
            var expired: [ExpiredTimer] = []
            for conversation in try transaction.conversationsDue(by: surroundings.clock.now, limit: batch) {
                expired += try conversations.look(at: conversation, in: transaction)
            }
            if let retiming = try transaction.nextRetiming() {
                expired += try goOn(with: retiming, in: transaction)
            }
            return expired
        }
        let now = surroundings.clock.now
        for expiry in expired {
            meters.count(.timersExpired, expiry.timer.rawValue)
            meters.note(max(now - expiry.dueAt, .zero), of: .timerLateness)
        }
    }

    private func goOn(with retiming: Retiming, in transaction: any StoreTransaction) throws -> [ExpiredTimer] {
        let found = try transaction.openConversations(
            at: retiming.contactPoint, on: retiming.platform, Page(after: retiming.after, limit: batch))
        let expired = try found.flatMap { try conversations.look(at: $0, in: transaction) }
        if let last = found.last, found.count == batch {
            var further = retiming
            further.after = last.customer
            try transaction.put(further)
        } else {
            try transaction.delete(retiming)
        }
        return expired
    }
}

/// Notices that the clock on the wall was set back.
private final class ClockWatch: Sendable {
    /// Less than this is no reason to look at all: nothing gets later by more.
    private static let tolerance = Duration.seconds(1)

    /// The latest time there was; `nil` before the first look.
    private let latest = Mutex<Timestamp?>(nil)

    /// Whether it was set back since the last time, or there is no last time.
    func mustLookAtAll(_ now: Timestamp) -> Bool {
        latest.withLock { latest in
            guard let before = latest, now >= before - Self.tolerance else { return true }
            latest = max(before, now)
            return false
        }
    }

    /// By how much; `nil` where it was not.
    func setBack(to now: Timestamp) -> Duration? {
        latest.withLock { latest in latest.flatMap { $0 > now ? $0 - now : nil } }
    }

    /// The next look is the first: another node may have looked by a clock that was ahead.
    func forget() { latest.withLock { $0 = nil } }

    /// It is written down that all must be looked at.
    func noted(_ now: Timestamp) { latest.withLock { $0 = now } }
}
