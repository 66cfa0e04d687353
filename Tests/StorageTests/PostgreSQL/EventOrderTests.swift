import Gateway
import GatewayModel
import Storage
import Testing

@Suite("PostgreSQL: the order of events")
struct EventOrderTests {
    @Test("Whoever follows the log while many write to it, on two nodes, misses no event")
    func nothingIsSkipped() async throws {
        let folder = try TemporaryFolder()
        let nodes = try (0..<2).map { _ in try PostgresStore(try TestDatabase.address(for: folder.url)) }
        let done = Tally()
        let seen = try await withThrowingTaskGroup(of: [String].self) { group in
            group.addTask {
                var (position, values): (Int64, [String]) = (0, [])
                while true {
                    let wasDone = done.count > 0
                    let from = position
                    let events = try await nodes[0].read { try $0.events(after: from, limit: 7) }
                    values += events.compactMap(\.event.value)
                    position = events.last?.position ?? position
                    if wasDone && events.isEmpty { return values }
                    await Task.yield()
                }
            }
            try await withThrowingDiscardingTaskGroup { writers in
                for writer in 0..<40 {
                    writers.addTask {
                        for number in 0..<10 {
                            try await nodes[writer % 2].write { transaction in
                                try transaction.append(
                                    Event(.messageCreated, at: Samples.time(1), value: "\(writer) \(number)"))
                                // Something to take different times, and to meet over.
                                let mark = try transaction.paceMark(of: Samples.connection)
                                try transaction.setPaceMark(mark + 1, of: Samples.connection)
                                if writer % 3 == 0 {
                                    try transaction.insert(Samples.message(Int64(writer * 100 + number)))
                                }
                                try transaction.append(
                                    Event(.messageReceived, at: Samples.time(1), value: "\(writer) \(number)'"))
                            }
                        }
                    }
                }
            }
            done.add()
            return try await group.next() ?? []
        }
        let expected = (0..<40).flatMap { writer in
            (0..<10).flatMap { ["\(writer) \($0)", "\(writer) \($0)'"] }
        }
        #expect(seen.count == 800)
        #expect(Set(seen) == Set(expected))
        #expect(try await nodes[1].read { try $0.paceMark(of: Samples.connection) } == 400)
        // Those of one writer come in its order.
        for writer in 0..<40 {
            let own = seen.filter { $0.hasPrefix("\(writer) ") }
            #expect(own == expected.filter { $0.hasPrefix("\(writer) ") })
        }
    }

    @Test("What one node appends rings on the other", .timeLimit(.minutes(5)))
    func ringsElsewhere() async throws {
        let folder = try TemporaryFolder()
        let here = try PostgresStore(try TestDatabase.address(for: folder.url))
        // It would not ring by itself before the test's time is over.
        let there = try PostgresStore(try TestDatabase.address(for: folder.url), longestSilence: .seconds(3600))
        let bell = Bell()
        there.signal.connect(bell)
        try await here.write { try $0.append(Event(.messageCreated, at: Samples.time(1))) }
        for await _ in bell.rings {
            if try await there.read({ try $0.newestEventPosition() }) > 0 { break }
        }
    }
}
