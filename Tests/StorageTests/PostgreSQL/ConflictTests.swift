import Dispatch
import Gateway
import GatewayModel
import Synchronization
import Testing

@testable import Storage

@Suite("PostgreSQL: writes that meet")
struct ConflictTests {
    @Test("Two that each read what the other writes: one begins again, and both are right")
    func skew() async throws {
        let folder = try TemporaryFolder()
        let nodes = try (0..<2).map { _ in try PostgresStore(try TestDatabase.address(for: folder.url), writers: 1) }
        let runs = Tally()
        let (first, second): (ID<Connection>, ID<Connection>) = (ID(rawValue: 1), ID(rawValue: 2))
        let meeting = Meeting(of: 2)
        // Each sets its own mark to one more than the other's: one after the other that makes 1 and 2.
        try await withThrowingDiscardingTaskGroup { group in
            for (node, own, other) in [(nodes[0], first, second), (nodes[1], second, first)] {
                group.addTask {
                    try await node.write { transaction in
                        runs.add()
                        let mark = try transaction.paceMark(of: other)
                        meeting.wait()
                        try transaction.setPaceMark(mark + 1, of: own)
                    }
                }
            }
        }
        let marks = try await nodes[0].read { [try $0.paceMark(of: first), try $0.paceMark(of: second)] }
        #expect(marks.sorted() == [1, 2])
        #expect(runs.count >= 3)
    }

    @Test("A duplicate that somebody else made in between is seen by the second, and is no error")
    func duplicate() async throws {
        let folder = try TemporaryFolder()
        let nodes = try (0..<2).map { _ in try PostgresStore(try TestDatabase.address(for: folder.url), writers: 1) }
        let meeting = Meeting(of: 2)
        let made = try await withThrowingTaskGroup(of: Bool.self) { group in
            for node in nodes {
                group.addTask {
                    try await node.write { transaction in
                        let found = try transaction.conversation(ID(rawValue: 1))
                        meeting.wait()
                        guard found == nil else { return false }
                        try transaction.insert(Samples.conversation(1))
                        return true
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(made.sorted { !$0 && $1 } == [false, true])
    }

    @Test("Who is refused twice waits for its turn; after that nothing is tried for ever")
    func turns() {
        let turns = (1...7).map { PostgresTurn.of(attempt: $0, wanted: false) }
        #expect(turns == [.besideOthers, .besideOthers, .alone, .alone, .alone, .alone, nil])
        #expect(PostgresTurn.of(attempt: 1, wanted: true) == .alone)
        #expect(PostgresTurn.pause(before: 1, chance: 1) == 0)
        for attempt in 2...6 {
            #expect(PostgresTurn.pause(before: attempt, chance: 0) == 0)
            #expect((0.005...0.02).contains(PostgresTurn.pause(before: attempt, chance: 1)))
        }
    }
}

/// Lets those who come wait for each other, the first time only.
private final class Meeting: Sendable {
    private let missing: Mutex<Int>
    private let semaphore = DispatchSemaphore(value: 0)
    private let count: Int

    init(of count: Int) {
        self.count = count
        missing = Mutex(count)
    }

    func wait() {
        let position = missing.withLock { missing in
            missing -= 1
            return missing
        }
        if position == 0 { for _ in 1..<count { semaphore.signal() } }
        if position > 0 { semaphore.wait() }
    }
}
