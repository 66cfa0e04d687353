import Foundation
import LoopbackPostgres
import MockSMS
import Testing

extension Faults {
    @Suite("A PostgreSQL that goes away")
    struct DatabaseDown {
        enum Trouble: CaseIterable {
            /// As a power failure ends it; it is started again.
            case killed
            /// Every connection is cut, again and again, in the middle of transactions.
            case cut
        }

        @Test(
            "Nothing acknowledged is lost or doubled, and what was refused is fetched", .timeLimit(.minutes(5)),
            arguments: Trouble.allCases)
        func away(trouble: Trouble) async throws {
            let server = try PostgresServer(isDurable: true)
            try server.execute("CREATE DATABASE faults")
            let house = try await Installation(settings: ["GATEHOUSE_DATABASE_URL": server.url("faults")])
            let traffic = FaultTraffic(house, "\(trouble)", customers: 20)
            try await withThrowingTaskGroup { group in
                group.addTask { await traffic.inbound(each: 30) }
                group.addTask { await traffic.outbound(each: 30) }
                group.addTask {
                    switch trouble {
                    case .killed:
                        try await eventually("messages are through") { traffic.ledger.acknowledged.count > 100 }
                        server.kill()
                        try server.restart()
                    case .cut:
                        for number in 1...10 {
                            try await eventually("messages are through") {
                                traffic.ledger.acknowledged.count + traffic.ledger.accepted.count > number * 40
                            }
                            try server.execute(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'faults'")
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await traffic.untilAllSent()
            var inbound = try await traffic.inboundFigures(traffic.ledger.said)
            try await eventually("what was refused is fetched: \(inbound)") {
                inbound = try await traffic.inboundFigures(traffic.ledger.said)
                return inbound.lost.isEmpty
            }
            let refused = traffic.ledger.said.count - traffic.ledger.acknowledged.count
            let outbound = traffic.outboundFigures()
            print("PostgreSQL \(trouble): \(inbound) in, \(refused) of them refused and fetched; \(outbound) out")
            #expect(inbound.doubled.isEmpty)
            #expect(outbound.lost.isEmpty && outbound.doubled.isEmpty)
            await house.end()
        }
    }
}
