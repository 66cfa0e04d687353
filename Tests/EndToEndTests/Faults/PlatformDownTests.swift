import Foundation
import MockPlatform
import MockSMS
import Testing

extension Faults {
    @Suite("A platform that takes nothing")
    struct PlatformDown {
        enum Trouble: CaseIterable {
            /// Every request is answered with 503.
            case unavailable
            /// Every connection breaks off before anything was done.
            case cutOff
        }

        @Test(
            "For an hour: what waits leaves afterwards, once and in order", .timeLimit(.minutes(5)),
            arguments: Trouble.allCases)
        func hour(trouble: Trouble) async throws {
            let house = try await Installation(settings: Installation.testClock)
            let traffic = FaultTraffic(house, "\(trouble)", customers: 10)
            switch trouble {
            case .unavailable: house.mock.faults.add(.status(503), on: .any, times: nil)
            case .cutOff: house.mock.faults.add(.cutBeforeAccepting, on: .any, times: nil)
            }
            await traffic.outbound(each: 3)
            #expect(traffic.ledger.accepted.count == 30)
            for _ in 0..<72 {
                try await traffic.untilNoted()
                try await house.turnClock(by: .seconds(50))
            }
            #expect(traffic.atPlatform.isEmpty)
            house.mock.faults.clear()
            try await traffic.untilAllSent {
                try await traffic.untilNoted()
                try await house.turnClock(by: .seconds(50))
            }
            let figures = traffic.outboundFigures()
            print("platform down for an hour (\(trouble)): \(figures)")
            #expect(figures.isPerfect)
            await house.end()
        }

        @Test(
            "429 for ten minutes: nobody calls before the time it asked for, and all leaves afterwards",
            .timeLimit(.minutes(5)))
        func tooMany() async throws {
            let house = try await Installation(settings: Installation.testClock)
            let traffic = FaultTraffic(house, "limited", customers: 10)
            house.mock.faults.add(.status(429, code: 20429, retryAfter: 60), on: .createMessage, times: nil)
            await traffic.outbound(each: 3)
            var calls = 0
            for minute in 0..<10 {
                try await eventually("somebody has asked in minute \(minute)") { house.sendCalls > calls }
                try await traffic.untilNoted()
                calls = house.sendCalls
                // Most of the minute, in which nobody may call.
                for _ in 0..<5 {
                    try await house.turnClock(by: .seconds(10))
                    try await traffic.untilNoted()
                    #expect(house.sendCalls == calls)
                }
                try await house.turnClock(by: .seconds(11))
            }
            house.mock.faults.clear()
            try await traffic.untilAllSent {
                try await traffic.untilNoted()
                try await house.turnClock(by: .seconds(50))
            }
            let figures = traffic.outboundFigures()
            print("429 for ten minutes: \(figures), \(calls) calls were refused")
            #expect(figures.isPerfect)
            await house.end()
        }
    }
}

extension Installation {
    /// How often it was asked to send.
    var sendCalls: Int { mock.recorder.requests.entries.count { $0.operation == .createMessage } }
}
