import GatewayModel
import Testing

@testable import Gateway

@Suite("Outbox: retries")
struct RetryTests {
    @Test(
        "The back-off doubles to its cap; half of it is chance",
        arguments: [(1, 2.0), (2, 4), (3, 8), (8, 256), (9, 512), (10, 600), (11, 600), (100, 600), (100_000, 600)])
    func backOff(tries: Int, seconds: Double) {
        let rule = RetryRule()
        #expect(rule.wait(afterTries: tries, chance: 0) == .seconds(seconds / 2))
        #expect(rule.wait(afterTries: tries, chance: 1) == .seconds(seconds))
    }

    @Test("Tried again and again, each attempt kept, until it is too old")
    func untilExpired() async throws {
        let rule = RetryRule(longestLife: .seconds(2 * 3600))
        let gateway = try await TestGateway.make(rule: rule)
        let message = try await gateway.start("Hello").message
        let behind = try await gateway.start("Behind").message
        while try await gateway.status(message) == .queued {
            gateway.platform.answer(.notConnected)
            let due = try #require(try await gateway.outboxEntry(message)?.dueAt)
            try await gateway.wait(max(due - gateway.now, .zero))
        }
        #expect(try await gateway.status(message) == .expired)
        #expect(try await gateway.message(message.id).statusReason?.code == "expired")

        let attempts = try await gateway.attempts(message)
        #expect(attempts.count == gateway.platform.texts.count { $0 == "Hello" })
        #expect(attempts.allSatisfy { $0.outcome == .retry && $0.reason?.code == "unreachable" && $0.endedAt != nil })
        #expect(attempts.allSatisfy { !$0.isPossibleDuplicate })
        for (index, pair) in zip(attempts, attempts.dropFirst()).enumerated() {
            let most = rule.wait(afterTries: index + 1, chance: 1)
            let pause = pair.1.startedAt - pair.0.startedAt
            #expect(pause >= rule.wait(afterTries: index + 1, chance: 0) && pause <= most, "after try \(index + 1)")
        }
        #expect(attempts.last.map { $0.startedAt - message.createdAt <= rule.longestLife } == true)
        // Its own time is over too, so it never leaves behind the other's back.
        #expect(try await gateway.status(behind) == .expired)
        #expect(!gateway.platform.texts.contains("Behind"))
        // Subscribers hear of the end, not of each try.
        #expect(try await gateway.events(.messageStatusChanged).map(\.value) == ["expired", "expired"])
    }

    @Test("The platform's hint counts in place of the back-off", arguments: [429, 503])
    func hint(status: Int) async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(status, retryAfter: 30))
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        try await gateway.wait(.milliseconds(29_999))
        #expect(gateway.platform.sends.count == 1)
        #expect(try await gateway.status(message) == .queued)
        try await gateway.wait(.milliseconds(1))
        #expect(gateway.platform.sends.count == 2)
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.attempts(message).map(\.outcome) == [.retry, .accepted])
    }

    @Test("The platform's hint holds up the whole connection, and no other one")
    func hintForAll() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(429, retryAfter: 30))
        _ = try await gateway.start("Limited").message
        try await gateway.drain()
        _ = try await gateway.start("Same connection", to: "+15557771").message
        _ = try await gateway.start("Other connection", to: "+15557772", at: TestGateway.service).message
        try await gateway.wait(.milliseconds(29_999))
        #expect(gateway.platform.texts == ["Limited", "Other connection"])
        try await gateway.wait(.seconds(10))
        #expect(Set(gateway.platform.texts) == ["Limited", "Other connection", "Same connection"])
    }

    @Test("The back-off begins anew with each part")
    func perPart() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("one|two").message
        gateway.platform.answer(.status(503), .status(503), .accepted("A"), .status(503))
        for _ in 0..<4 {
            try await gateway.wait(.seconds(4))
        }
        #expect(gateway.platform.texts == ["one", "one", "one", "two", "two"])
        #expect(try await gateway.status(message) == .sent)
    }

    @Test("A message too old before its first try expires unsent")
    func tooOld() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        try await gateway.wait(.seconds(24 * 3600 + 1))
        #expect(try await gateway.status(message) == .expired)
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.attempts(message).isEmpty)
        #expect(try await gateway.events(.messageStatusChanged).map(\.value) == ["expired"])
    }

    @Test("Nothing is called sent before it was")
    func statuses() async throws {
        let gateway = try await TestGateway.make()
        let message = try await gateway.start("Hello").message
        #expect(try await gateway.status(message) == .queued)
        gateway.platform.answer(
            .accepted("A1").meanwhile {
                let status = try await gateway.status(message)
                #expect(status == .sending)
            })
        try await gateway.drain()
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.platformIDs(message) == ["A1"])
    }
}
