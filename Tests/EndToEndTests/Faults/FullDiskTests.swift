import Foundation
import MockSMS
import Testing

extension Faults {
    @Suite("A disk that is full")
    struct FullDisk {
        @Test(
            "What cannot be stored is refused; with room again it goes on, and what was refused is fetched",
            .enabled(if: SmallDisk.isPossible, "only root can mount a small disk"), .timeLimit(.minutes(5)))
        func full() async throws {
            let disk = try SmallDisk(megabytes: 64)
            let house = try await Installation(in: disk.folder)
            let traffic = FaultTraffic(house, "full")
            try disk.fill(leaving: 1 << 20)
            var rounds = 0
            try await eventually("the disk is full") {
                await traffic.inbound(each: 10, from: rounds * 10)
                rounds += 1
                return traffic.ledger.said.count > traffic.ledger.acknowledged.count
            }
            // What is there can be read; nothing is taken that could be lost.
            #expect(try await house.api.get("/v1/conversations").status == 200)
            let refused = try await house.api.post(
                "/v1/contact-points/default/notifications", ["to": "+14155550199", "text": "Is there room?"])
            #expect(refused.status == 503, "\(refused.json)")

            try disk.makeRoom()
            rounds = 0
            try await eventually("it takes messages again") {
                await traffic.outbound(each: 1, from: rounds)
                rounds += 1
                return !traffic.ledger.accepted.isEmpty
            }
            var figures = try await traffic.inboundFigures(traffic.ledger.said)
            try await eventually("what was refused is fetched: \(figures)") {
                figures = try await traffic.inboundFigures(traffic.ledger.said)
                return figures.lost.isEmpty
            }
            try await traffic.untilAllSent()
            let refusals = traffic.ledger.said.count - traffic.ledger.acknowledged.count
            print("full disk: \(figures) in, \(refusals) of them refused and fetched; \(traffic.outboundFigures()) out")
            #expect(figures.doubled.isEmpty)
            #expect(traffic.outboundFigures().isPerfect)
            await house.end()
            try disk.unmount()
        }
    }
}
