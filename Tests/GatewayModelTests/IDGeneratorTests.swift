import GatewayModel
import Synchronization
import Testing

@Suite("Making ids")
struct IDGeneratorTests {
    private static let start = Timestamp(milliseconds: 1_767_225_600_000)

    @Test("Ids grow, also while the clock goes back")
    func growsWhenClockGoesBack() {
        let clock = SettableClock(Self.start)
        let generator = IDGenerator(clock: clock)
        var last = generator.next(Message.self)
        for step in [0, 1, -1, -3_600_000, 5, -86_400_000, 0, 7_200_000] {
            clock.now = clock.now + .milliseconds(step)
            for _ in 0..<10 {
                let next = generator.next(Message.self)
                #expect(next > last)
                last = next
            }
        }
    }

    @Test("Ten thousand in one millisecond are all different and in order")
    func burst() {
        let generator = IDGenerator(clock: SettableClock(Self.start))
        let ids = (0..<10_000).map { _ in generator.next(Message.self) }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Set(ids).count == 10_000)
    }

    @Test("After a burst the borrowed milliseconds are given back")
    func borrowedTime() {
        let clock = SettableClock(Self.start)
        let generator = IDGenerator(clock: clock)
        for _ in 0..<10_000 { _ = generator.next(Message.self) }
        clock.now = Self.start + .milliseconds(3)
        let caughtUp = generator.next(Message.self)
        let fresh = IDGenerator(clock: clock).next(Message.self)
        #expect(caughtUp == fresh)
    }

    @Test("A start after the greatest stored id makes only greater ones", arguments: [0, 1, 1023])
    func afterStored(node: Int) {
        let early = SettableClock(Self.start)
        let late = SettableClock(Self.start + .seconds(3600))
        let writer = IDGenerator(node: 1023, clock: late)
        let stored = (0..<5000).map { _ in writer.next(Message.self) }.max() ?? ID(rawValue: 0)
        let generator = IDGenerator(node: node, after: stored.rawValue, clock: early)
        #expect(generator.next(Message.self) > stored)
        #expect(generator.next(Message.self) > stored)
    }

    @Test("Two nodes never make the same id")
    func nodes() {
        let clock = SettableClock(Self.start)
        let ids = [0, 1, 1023].flatMap { node in
            let generator = IDGenerator(node: node, clock: clock)
            return (0..<5000).map { _ in generator.next(Message.self) }
        }
        #expect(Set(ids).count == ids.count)
    }

    @Test("Ids are positive, and a later millisecond makes a greater id on any node")
    func timeOrder() {
        let clock = SettableClock(Self.start)
        let earlier = IDGenerator(node: 1023, clock: clock).next(Message.self)
        clock.now = clock.now + .milliseconds(1)
        let later = IDGenerator(node: 0, clock: clock).next(Message.self)
        #expect(earlier.rawValue > 0)
        #expect(later > earlier)
    }

    @Test("After the id of a node whose clock is ahead", arguments: [0, 1, 1000, 3_600_000])
    func after(ahead milliseconds: Int) {
        let behind = IDGenerator(node: 0, clock: SettableClock(Self.start))
        let ahead = IDGenerator(node: 1023, clock: SettableClock(Self.start + .milliseconds(milliseconds)))
        let first = ahead.next(Message.self)
        let second = behind.next(Message.self, after: first)
        #expect(second > first)
        #expect(behind.next(Message.self) > second)
        #expect(behind.next(Message.self, after: ID(rawValue: 1)) > second)
    }

    @Test("Many callers at once get different ids")
    func concurrent() async {
        let generator = IDGenerator(clock: SettableClock(Self.start))
        let ids = await withTaskGroup(of: [ID<Message>].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<2000).map { _ in generator.next(Message.self) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 16_000)
    }
}

private final class SettableClock: WallClock {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp) { moment = Mutex(start) }

    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }
}
