import ConnectorKit
import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Outbox: lanes")
struct LaneTests {
    @Test("In order to each recipient, whatever happens to one; others do not wait")
    func order() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(to: "a1", .status(503))
        for number in 1...4 { try await gateway.start("a\(number)") }
        try await gateway.start("b1", to: "+4999")
        try await gateway.drain()
        #expect(gateway.platform.texts.sorted() == ["a1", "b1"])
        try await gateway.wait(.seconds(2))
        #expect(gateway.platform.texts.dropFirst(2) == ["a1", "a2", "a3", "a4"])
    }

    @Test("In the order in which they were accepted, also by nodes whose clocks differ by an hour")
    func nodes() async throws {
        let gateway = try await TestGateway.make()
        let own = gateway.parts.surroundings
        let clocks = [gateway.now - .seconds(3600), gateway.now + .seconds(3600)].map { ManualClock($0) }
        let nodes = clocks.enumerated().map { index, clock in
            OutboundFlow(
                Surroundings(
                    clock: clock, ids: IDGenerator(node: index + 1, clock: clock), connectors: own.connectors,
                    numberingPlans: own.numberingPlans, publicURL: own.publicURL, sharesStore: true))
        }
        for number in 1...6 {
            let request = OutboundFlow.Request(platform: nil, to: TestGateway.customer, from: nil, text: "\(number)")
            _ = try await gateway.store.write { [setup = gateway.setup] in
                try nodes[number % 2].start(request, at: TestGateway.sales, by: setup.agent, in: $0)
            }
        }
        for _ in 1...6 { try await gateway.wait(.seconds(3600)) }
        #expect(gateway.platform.texts == (1...6).map { "\($0)" })
    }

    @Test("One at a time to each recipient")
    func oneAtATime() async throws {
        let gateway = try await TestGateway.make()
        for number in 1...3 { try await gateway.start("\(number)") }
        try await gateway.notify("notification")
        #expect(try await gateway.departWithoutSending().map(\.record.part.text) == ["1", "notification"])
        #expect(try await gateway.departWithoutSending().isEmpty)
    }

    @Test("A notification in trouble does not hold up the conversation")
    func lanesOfTheirOwn() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(503))
        try await gateway.notify("notification")
        try await gateway.drain()
        try await gateway.customerWrites("Hello")
        try await gateway.reply("reply")
        try await gateway.drain()
        #expect(gateway.platform.texts == ["notification", "reply"])
    }

    @Test("Replies go ahead of notifications that came before them")
    func repliesAhead() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1)))
        for number in 1...5 { try await gateway.notify("n\(number)", to: "+490\(number)") }
        try await gateway.start("start", to: "+4998")
        try await gateway.customerWrites("HELP", from: "+4999")
        for _ in 0..<7 { try await gateway.wait(.seconds(1)) }
        #expect(gateway.platform.texts.prefix(1) == ["start"])
        #expect(gateway.platform.texts[1].contains("Reply STOP"))
        #expect(gateway.platform.texts.dropFirst(2) == ["n1", "n2", "n3", "n4", "n5"])
    }

    @Test("What the platform refuses for good ends; the next in the lane goes")
    func giveUp() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(400))
        let bad = try await gateway.start("bad").message
        let good = try await gateway.start("good").message
        try await gateway.drain()
        #expect(try await gateway.status(good) == .sent)
        let failed = try await gateway.message(bad.id)
        #expect(failed.status == .failed)
        #expect(failed.statusReason == StatusReason(code: "invalidRecipient", explanation: "No such recipient."))
        #expect(try await gateway.attempts(bad).map(\.outcome) == [.refused])
        try await gateway.wait(.seconds(3600))
        #expect(gateway.platform.texts == ["bad", "good"])
    }

    @Test("A connection with a long queue leaves its turn to the others")
    func turns() async throws {
        let gateway = try await TestGateway.make()
        for number in 0..<10 { try await gateway.start("long \(number)", to: "+490\(number)") }
        try await gateway.start("short", to: "+4999", at: TestGateway.service)
        let departures = Departures(gateway.parts.surroundings, rule: RetryRule())
        var rounds: [[String?]] = []
        for _ in 0..<3 {
            rounds.append(
                try await gateway.store.write {
                    try departures.next(limit: 2, in: $0).departures.map(\.record.part.text)
                })
        }
        #expect(rounds == [["long 0", "long 1"], ["short", "long 2"], ["long 3", "long 4"]])
    }
}
