import ConnectorTestKit
import Foundation
import GatewayModel
import Logging
import Storage
import Synchronization
import Testing

@testable import Gateway

@Suite("Store: duties of nodes", .timeLimit(.minutes(10)))
struct DutyContractTests {
    /// Two nodes at one store, in a time that is turned by hand.
    private struct House {
        let folder: TemporaryFolder
        let stores: [any Store]
        let clock = ManualClock()
        let rotas: [DutyRota]

        init(_ engine: StoreUnderTest) throws {
            let folder = try TemporaryFolder()
            let stores = try (0..<2).map { _ in try engine.open(folder.url) }
            let (clock, start) = (clock, clock.now)
            self.folder = folder
            self.stores = stores
            rotas = stores.enumerated().map { index, store in
                // On PostgreSQL the number under which the database knows the session.
                let node = (store as? PostgresStore)?.node ?? index
                return DutyRota(
                    DutyTerms(node: node, elapsed: { clock.now - start }), store: store,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            }
        }

        /// What a node holds now, as whoever does the duty gets it.
        func holding(_ node: Int) async throws -> Holding {
            var holdings = rotas[node].holdings(of: .sending).makeAsyncIterator()
            return try #require(await holdings.next())
        }

        func looks(of node: Int, _ count: Int) async {
            for _ in 0..<count {
                await rotas[node].look()
                clock.advance(by: .seconds(5))
            }
        }

        func record() async throws -> DutyRecord? {
            try await stores[0].read { try $0.duties().first { $0.duty == .sending } }
        }
    }

    @Test("They come back as they were", arguments: StoreUnderTest.all)
    func rows(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.duties() } == [])
        #expect(try await store.read { try $0.fence(of: .sending) } == 0)
        let first = DutyRecord(.sending, holder: 1023, fence: 1 << 40, beat: 2)
        let second = DutyRecord(.alerts, holder: nil, fence: 3, beat: .max)
        try await store.write { transaction in
            try transaction.put(DutyRecord(.sending))
            try transaction.put(first)
            try transaction.put(second)
        }
        #expect(try await store.read { try $0.duties() } == [second, first])
        #expect(try await store.read { try $0.fence(of: .sending) } == 1 << 40)
    }

    @Test("Each has one holder, for as long as it beats", arguments: StoreUnderTest.all)
    func oneHolder(engine: StoreUnderTest) async throws {
        let house = try House(engine)
        for _ in 0..<40 {
            for rota in house.rotas { await rota.look() }
            #expect(house.rotas[0].held == Set(Duty.allCases) && house.rotas[1].held == [])
            house.clock.advance(by: .seconds(5))
        }
        #expect(try await house.record()?.fence == 1)
        // Given back it is free at once.
        for duty in Duty.allCases { await house.rotas[0].close(duty) }
        await house.rotas[1].look()
        #expect(house.rotas[0].held == [] && house.rotas[1].held == Set(Duty.allCases))
        #expect(try await house.record()?.fence == 2)
    }

    @Test("Of two that look at the same time one gets it", arguments: StoreUnderTest.all)
    func race(engine: StoreUnderTest) async throws {
        for _ in 0..<5 {
            let house = try House(engine)
            await withDiscardingTaskGroup { group in
                for rota in house.rotas { group.addTask { await rota.look() } }
            }
            #expect(house.rotas[0].held.isDisjoint(with: house.rotas[1].held))
            #expect(house.rotas[0].held.union(house.rotas[1].held) == Set(Duty.allCases))
            #expect(try await house.record()?.fence == 1)
        }
    }

    @Test("A node that was paused: what it writes is refused, and it stands by", arguments: StoreUnderTest.all)
    func paused(engine: StoreUnderTest) async throws {
        let house = try House(engine)
        await house.rotas[0].look()
        let paused = try await house.holding(0)
        let store = FencedStore(house.stores[0])
        let mark = { (mark: Int64) in
            try await Holding.$current.withValue(paused) {
                try await store.write { try $0.setPaceMark(mark, of: Samples.connection) }
            }
        }
        try await mark(1)
        await house.looks(of: 1, 4)
        #expect(house.rotas[1].held == [])
        try await mark(2)
        await house.looks(of: 1, 1)
        #expect(house.rotas[1].held == Set(Duty.allCases))

        #expect(!paused.isLost)
        await #expect(throws: OffDuty.self) { try await mark(3) }
        #expect(paused.isLost)
        await #expect(throws: OffDuty.self) { try await paused.beCertain() }
        #expect(try await house.stores[0].read { try $0.paceMark(of: Samples.connection) } == 2)
        // What is no part of the duty is written as ever.
        try await store.write { try $0.setPaceMark(4, of: Samples.connection) }
        #expect(try await house.stores[0].read { try $0.paceMark(of: Samples.connection) } == 4)
        await house.looks(of: 0, 4)
        #expect(house.rotas[0].held == [])
        #expect(house.rotas[1].held == Set(Duty.allCases))
    }

    @Test(
        "No call begins under a beat that is half a lease old; one does after the next", arguments: StoreUnderTest.all)
    func certainty(engine: StoreUnderTest) async throws {
        let house = try House(engine)
        await house.rotas[0].look()
        let holding = try await house.holding(0)
        house.clock.advance(by: .milliseconds(9_999))
        try await holding.beCertain()
        house.clock.advance(by: .milliseconds(1))
        let certain = Task {
            try await holding.beCertain()
            return house.clock.now
        }
        await house.rotas[1].look()
        house.clock.advance(by: .seconds(1))
        await house.rotas[0].look()
        let moment = try await certain.value
        #expect(moment == house.clock.now)
        house.clock.advance(by: .seconds(10))
        let never = Task { try await holding.beCertain() }
        never.cancel()
        await #expect(throws: OffDuty.self) { try await never.value }
    }

    @Test("Nothing is written behind the fence, however writes and takings meet", arguments: StoreUnderTest.all)
    func behindTheFence(engine: StoreUnderTest) async throws {
        let house = try House(engine)
        for round in 1...20 as ClosedRange<Int64> {
            try await house.stores[0].write {
                try $0.put(DutyRecord(.sending, holder: 1, fence: round * 2, beat: 0))
                try $0.setPaceMark(0, of: Samples.connection)
            }
            let holding = Holding(.sending, fence: round * 2, certainUntil: .zero, elapsed: { .zero })
            let (found, later) = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await Holding.$current.withValue(holding) {
                        let store = FencedStore(house.stores[0])
                        do {
                            while true {
                                try await store.write { transaction in
                                    let mark = try transaction.paceMark(of: Samples.connection)
                                    try transaction.setPaceMark(mark + 1, of: Samples.connection)
                                }
                            }
                        } catch is OffDuty {}
                    }
                }
                while try await house.stores[1].read({ try $0.paceMark(of: Samples.connection) }) < round % 7 {}
                try await house.stores[1].write { try $0.put(DutyRecord(.sending, holder: 2, fence: round * 2 + 1)) }
                // The new holder's first transaction sees all that the old one has ever written.
                let found = try await house.stores[1].write { transaction in
                    _ = try transaction.fence(of: .sending)
                    let mark = try transaction.paceMark(of: Samples.connection)
                    try transaction.setPaceMark(mark + 1000, of: Samples.connection)
                    return mark + 1000
                }
                try await group.waitForAll()
                return (found, try await house.stores[1].read { try $0.paceMark(of: Samples.connection) })
            }
            #expect(later == found)
        }
    }
}
