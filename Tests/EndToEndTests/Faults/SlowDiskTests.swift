import Foundation
import MockSMS
import Testing

extension Faults {
    @Suite("A disk that is slow")
    struct SlowDisk {
        @Test(
            "Each way to the disk takes a tenth of a second: many share it, and nothing is lost",
            .timeLimit(.minutes(5)))
        func slow() async throws {
            let place = try Program.temporaryFolder()
            let disk = try HeldDisk(in: place, slowness: .milliseconds(100))
            let house = try await Installation(settings: disk.settings)
            let traffic = FaultTraffic(house, "slow")
            let before = disk.ways
            await withDiscardingTaskGroup { group in
                group.addTask { await traffic.inbound(each: 10) }
                group.addTask { await traffic.outbound(each: 10) }
            }
            try await traffic.untilAllSent()
            let ways = disk.ways - before
            let (inbound, outbound) = (try await traffic.inboundFigures(), traffic.outboundFigures())
            print("slow disk: \(inbound) in, \(outbound) out, \(ways) ways to the disk")
            #expect(inbound.count == 200 && inbound.isPerfect)
            #expect(outbound.count == 200 && outbound.isPerfect)
            // Each message is a write, and each outbound one two more.
            #expect(ways > 0 && ways < 400)
            await house.end()
            try FileManager.default.removeItem(at: place)
        }
    }
}
