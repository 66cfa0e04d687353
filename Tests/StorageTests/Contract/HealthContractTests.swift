import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Store: health of connections, and connecting under way")
struct HealthContractTests {
    @Test("Connections are due in the order of their time, those never checked first", arguments: StoreUnderTest.all)
    func due(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let connections = [1, 2, 3, 4].map { Samples.connection($0, address: "+\($0)") }
        try await store.write { transaction in
            for connection in connections { try transaction.insert(connection) }
            try transaction.put(Self.result(of: 1), dueAt: Samples.time(300))
            try transaction.put(Self.result(of: 2), dueAt: Samples.time(200))
            try transaction.put(Self.result(of: 3), dueAt: Samples.time(501))
            try transaction.setCheckDue(Samples.time(1), of: ID(rawValue: 4))
        }
        let due = { (moment: Int64, limit: Int) in
            try await store.read {
                try $0.connectionsDueForCheck(by: Samples.time(moment), limit: limit).map(\.rawValue)
            }
        }
        #expect(try await due(500, 9) == [4, 2, 1])
        #expect(try await due(500, 2) == [4, 2])
        try await store.write { try $0.setCheckDue(Samples.time(250), of: ID(rawValue: 3)) }
        #expect(try await due(500, 9) == [4, 2, 3, 1])
        #expect(try await due(199, 9) == [4])
    }

    @Test("A checklist comes back as it was, and goes with its connection", arguments: StoreUnderTest.all)
    func result(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let result = Self.result(of: 1)
        try await store.write { transaction in
            try transaction.insert(Samples.connection(1))
            try transaction.put(result, dueAt: Samples.time(1))
        }
        #expect(try await store.read { try $0.checklist(of: ID(rawValue: 1)) } == result)
        #expect(try await store.read { try $0.checklist(of: ID(rawValue: 2)) } == nil)
        try await store.write { try $0.delete(ID<Connection>(rawValue: 1)) }
        #expect(try await store.read { try $0.checklist(of: ID(rawValue: 1)) } == nil)
    }

    @Test("The earliest moment that something may have been missed from stays", arguments: StoreUnderTest.all)
    func missed(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let id = ID<Connection>(rawValue: 1)
        let note = { (moment: Int64) in try await store.write { try $0.noteMissed(since: Samples.time(moment), on: id) }
        }
        let periods = { try await store.read { try $0.missedPeriods() } }
        #expect(try await store.read { try $0.lastAlive() } == nil)
        for moment in [20, 10, 30] as [Int64] { try await note(moment) }
        let first = MissedPeriod(connection: id, since: Samples.time(10), times: 3)
        #expect(try await periods() == [first])
        // It is noted once more while that one is fetched: from an earlier moment, or a later one.
        for (moment, times) in [(5, 4), (40, 5)] as [(Int64, Int)] {
            let fetched = try await periods()
            try await note(moment)
            try await store.write { for period in fetched { try $0.settle(period) } }
            #expect(try await periods() == [MissedPeriod(connection: id, since: Samples.time(5), times: times)])
        }
        try await store.write { for period in try $0.missedPeriods() { try $0.settle(period) } }
        #expect(try await periods() == [])
        for moment in [7, 9] as [Int64] { try await store.write { try $0.setAlive(at: Samples.time(moment)) } }
        #expect(try await store.read { try $0.lastAlive() } == Samples.time(9))
    }

    @Test("Of two who go on with a session at the same turn one loses", arguments: StoreUnderTest.all)
    func sessions(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        var session = ConnectingSession(
            id: ID(rawValue: 1), principal: "key_1", expiresAt: Samples.time(100), turn: 0, sealed: [1, 0, 255])
        try await store.write { [session] in try $0.insert(session) }
        #expect(try await store.read { try $0.connectingSession(ID(rawValue: 1))?.sealed } == [1, 0, 255])
        session.turn = 1
        var wins: [Bool] = []
        for sealed in [[2], [3]] as [[UInt8]] {
            session.sealed = sealed
            wins.append(try await store.write { [session] in try $0.update(session, ifTurn: 0) })
        }
        #expect(wins == [true, false])
        let found = try #require(try await store.read { try $0.connectingSession(ID(rawValue: 1)) })
        #expect(found.turn == 1 && found.sealed == [2] && found.principal == "key_1")
        #expect(found.expiresAt == Samples.time(100))
        try await store.write { try $0.deleteConnectingSessions(before: Samples.time(99)) }
        #expect(try await store.read { try $0.connectingSession(ID(rawValue: 1)) } != nil)
        try await store.write { try $0.deleteConnectingSessions(before: Samples.time(100)) }
        #expect(try await store.read { try $0.connectingSession(ID(rawValue: 1)) } == nil)
    }

    private static func result(of connection: Int64) -> ChecklistResult {
        ChecklistResult(
            connection: ID(rawValue: connection), startedAt: Samples.time(3), overall: .red, since: Samples.time(2),
            items: [])
    }
}
