import Foundation
import GatewayModel
import Logging
import LoopbackPostgres
import Storage
import Testing

@testable import Gateway

@Suite("PostgreSQL: availability on several nodes", .timeLimit(.minutes(5)))
struct SharedAvailabilityTests {
    @Test("What is changed through one node is told on each")
    func told() async throws {
        let folder = try TemporaryFolder()
        let address = try TestDatabase.address(for: folder.url)
        let stores = try (0..<3).map { _ in try PostgresStore(address) }
        let nodes = stores.map {
            Availability(
                store: $0, clock: SystemClock(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
        try await stores[0].write { try $0.insert(ContactPoint(id: Samples.sales, label: "Sales")) }
        try await withThrowingTaskGroup { group in
            for node in nodes { group.addTask { try await node.run() } }
            var listeners = nodes.map { $0.follow(Samples.sales, on: Samples.platform).makeAsyncIterator() }
            for index in listeners.indices { #expect(await listeners[index].next() == .always) }
            let rules: [AvailabilityRule] = [.figure(.availableAgents, Comparison(.atLeast, 1)), .always]
            for (store, rule) in zip(stores.dropFirst(), rules) {
                try await store.write { transaction in
                    try transaction.setAvailabilityRule(rule, of: Samples.sales, on: Samples.platform)
                    try transaction.append(
                        Event(.availabilityChanged, at: SystemClock().now, contactPoint: Samples.sales))
                }
                for index in listeners.indices {
                    #expect(await listeners[index].next()?.isAvailable == (rule == .always))
                }
            }
            group.cancelAll()
        }
        for store in stores { store.close() }
    }
}
