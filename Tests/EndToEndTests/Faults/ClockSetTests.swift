import Foundation
import MockPlatform
import MockSMS
import Testing

extension Faults {
    @Suite("A clock that is set")
    struct ClockSet {
        @Test(
            "Forward and back by hours, among messages both ways: none is lost, doubled or held up",
            .timeLimit(.minutes(5)))
        func bothWays() async throws {
            let house = try await Installation(settings: Installation.testClock)
            for (number, hours) in [2, -2, -3, 3, -1].enumerated() {
                let traffic = FaultTraffic(house, "step\(number)", customers: 10)
                // Somebody waits for another attempt when the clock is set.
                house.mock.faults.add(.status(429, code: 20429, retryAfter: 2), on: .createMessage)
                await withDiscardingTaskGroup { group in
                    group.addTask { await traffic.inbound(each: 5) }
                    group.addTask { await traffic.outbound(each: 5) }
                }
                try await traffic.untilNoted()
                try await house.turnClock(by: .seconds(hours * 3600))
                await withDiscardingTaskGroup { group in
                    group.addTask { await traffic.inbound(each: 5, from: 5) }
                    group.addTask { await traffic.outbound(each: 5, from: 5) }
                }
                // With no further turn of the clock.
                try await traffic.untilAllSent()
                let (inbound, outbound) = (try await traffic.inboundFigures(), traffic.outboundFigures())
                print("clock set by \(hours) hours: \(inbound) in, \(outbound) out")
                #expect(inbound.count == 100 && inbound.isPerfect)
                #expect(outbound.count == 100 && outbound.isPerfect)
            }
            await house.end()
        }
    }
}
