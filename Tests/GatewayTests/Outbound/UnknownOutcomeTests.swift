import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Outbox: outcomes nobody knows")
struct UnknownOutcomeTests {
    private func unknown(_ text: String = "Hello") async throws -> (TestGateway, Message) {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(.cutOff)
        return (gateway, try await gateway.start(text).message)
    }

    @Test("A call cut off is not called unsent, and not sent again")
    func cutOff() async throws {
        let (gateway, message) = try await unknown()
        try await gateway.drain()
        let now = try await gateway.message(message.id)
        #expect(now.status == .unknown)
        #expect(now.statusReason != nil)
        #expect(try await gateway.attempts(message).map(\.outcome) == [.unknown])
        try await gateway.wait(.seconds(59))
        #expect(gateway.platform.sends.count == 1)
        #expect(gateway.platform.lookUpCount == 1)
    }

    @Test("What the look-up finds is adopted", arguments: [1, 2])
    func adopted(atLookUp number: Int) async throws {
        let (gateway, message) = try await unknown()
        if number == 2 { gateway.platform.listing(.accepted("")) }
        gateway.platform.listing(.accepted("A1 A2"))
        try await gateway.drain()
        try await gateway.wait(.seconds(60))
        try await gateway.wait(.seconds(3600))
        #expect(try await gateway.status(message) == .sent)
        #expect(try await gateway.platformIDs(message) == ["A1"])
        #expect(gateway.platform.sends.count == 1)
        #expect(gateway.platform.lookUpCount == number)
    }

    @Test("What belongs to another message of ours is never adopted")
    func notAdopted() async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(.accepted("A1"), .cutOff)
        gateway.platform.listing(.accepted("A1"), .accepted("A1 A2"))
        let first = try await gateway.start("Same").message
        let second = try await gateway.start("Same").message
        try await gateway.drain()
        #expect(try await gateway.status(second) == .unknown)
        try await gateway.wait(.seconds(60))
        #expect(try await gateway.platformIDs(first) == ["A1"])
        #expect(try await gateway.platformIDs(second) == ["A2"])
        #expect(gateway.platform.sends.count == 2)
    }

    @Test("Two unknown ones never share one that is found")
    func eachItsOwn() async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(.cutOff, .cutOff)
        gateway.platform.listing(.accepted("A1"), .accepted("A1"), .accepted("A1"))
        try await gateway.start("Same")
        try await gateway.notify("Same")
        try await gateway.drain()
        try await gateway.wait(.seconds(60))
        #expect(gateway.platform.sends.count == 3)
        #expect(gateway.platform.lookUpCount == 3)
    }

    @Test("Nothing after two look-ups a minute apart: sent again, and marked")
    func sentAgain() async throws {
        let (gateway, message) = try await unknown()
        try await gateway.drain()
        try await gateway.wait(.milliseconds(59_999))
        #expect(gateway.platform.sends.count == 1)
        try await gateway.wait(.milliseconds(1))
        #expect(gateway.platform.lookUpCount == 2)
        #expect(gateway.platform.texts == ["Hello", "Hello"])
        let attempts = try await gateway.attempts(message)
        #expect(attempts.map(\.isPossibleDuplicate) == [false, true])
        #expect(attempts.map(\.outcome) == [.unknown, .accepted])
        #expect(try await gateway.status(message) == .sent)
    }

    @Test("Once a possible duplicate, always one: also over a retry and over another cut")
    func staysMarked() async throws {
        let (gateway, message) = try await unknown()
        gateway.platform.answer(.status(503), .cutOff)
        try await gateway.drain()
        for _ in 0..<4 { try await gateway.wait(.seconds(60)) }
        #expect(try await gateway.attempts(message).map(\.outcome) == [.unknown, .retry, .unknown, .accepted])
        #expect(try await gateway.attempts(message).map(\.isPossibleDuplicate) == [false, true, true, true])
    }

    @Test("A look-up that fails counts for nothing")
    func failedLookUps() async throws {
        let (gateway, message) = try await unknown()
        gateway.platform.listing(.status(503, retryAfter: 30), .notConnected, .accepted(""), .cutOff, .accepted(""))
        for pause in [0, 30, 60, 60, 60] { try await gateway.wait(.seconds(pause)) }
        #expect(gateway.platform.lookUpCount == 5)
        #expect(gateway.platform.sends.count == 2)
        #expect(try await gateway.status(message) == .sent)
    }

    @Test("Look-ups that never succeed do not go on for ever, nor block the others")
    func hopelessLookUps() async throws {
        let (gateway, message) = try await unknown()
        let behind = try await gateway.start("Behind").message
        gateway.platform.listing(.notConnected, .notConnected)
        try await gateway.drain()
        #expect(try await gateway.status(behind) == .queued)
        try await gateway.wait(.seconds(24 * 3600))
        gateway.platform.listing(.notConnected)
        try await gateway.wait(.seconds(61))
        #expect(try await gateway.status(message) == .held)
        try await gateway.wait(.seconds(1))
        #expect(try await gateway.outboxEntry(behind) == nil)
        #expect(gateway.platform.texts == ["Hello"])
    }

    @Test("Without look-ups only a report can prove it: a minute is waited for one")
    func withoutLookUps() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.cutOff)
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        try await gateway.wait(.seconds(59))
        #expect(gateway.platform.sends.count == 1)
        try await gateway.wait(.seconds(1))
        #expect(gateway.platform.sends.count == 2)
        #expect(gateway.platform.lookUpCount == 0)
        #expect(try await gateway.attempts(message).last?.isPossibleDuplicate == true)
    }
}
