import GatewayModel
import Testing

@testable import Gateway

@Suite("Outbox: pace")
struct PacingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let pacing: Pacing
        let texts: [String]
        /// When each call is made, in milliseconds.
        let times: [Int]
    }

    private static let cases = [
        Case(
            testDescription: "one a second", pacing: Pacing(unitsPerSecond: 1), texts: ["a", "b", "c"],
            times: [0, 1000, 2000]),
        Case(
            testDescription: "units count", pacing: Pacing(unitsPerSecond: 1), texts: ["a#3", "b#2", "c"],
            times: [0, 3000, 5000]),
        Case(
            testDescription: "parts count each", pacing: Pacing(unitsPerSecond: 1), texts: ["a|b#2|c", "d"],
            times: [0, 1000, 3000, 4000]),
        Case(
            testDescription: "a burst after quiet, then the pace", pacing: Pacing(unitsPerSecond: 1, burst: 3),
            texts: ["a", "b", "c", "d", "e"], times: [0, 0, 0, 1000, 2000]),
        Case(
            testDescription: "ten a second", pacing: Pacing(unitsPerSecond: 10), texts: ["a", "b", "c"],
            times: [0, 100, 200]),
        Case(
            testDescription: "one in four seconds", pacing: Pacing(unitsPerSecond: 0.25), texts: ["a", "b"],
            times: [0, 4000]),
        Case(
            testDescription: "more than the burst is paid for afterwards", pacing: Pacing(unitsPerSecond: 1, burst: 2),
            texts: ["a#5", "b", "c"], times: [0, 4000, 5000]),
    ]

    @Test("Exactly, by the clock", arguments: cases)
    func exact(pace: Case) async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: pace.pacing))
        for (number, text) in pace.texts.enumerated() { try await gateway.start(text, to: "+490\(number)") }
        let began = gateway.now
        var times: [Int] = []
        while times.count < pace.times.count, gateway.now - began < .seconds(10) {
            try await gateway.drain()
            let elapsed = Int((gateway.now - began).milliseconds)
            times += Array(repeating: elapsed, count: gateway.platform.sends.count - times.count)
            gateway.pass(.milliseconds(50))
        }
        #expect(times == pace.times)
    }

    @Test("Not a millisecond early")
    func notEarly() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1)))
        try await gateway.start("a|b")
        try await gateway.drain()
        try await gateway.wait(.milliseconds(999))
        #expect(gateway.platform.texts == ["a"])
        try await gateway.wait(.milliseconds(1))
        #expect(gateway.platform.texts == ["a", "b"])
    }

    @Test("Each connection has its own")
    func perConnection() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1)))
        try await gateway.start("a")
        try await gateway.start("b", at: TestGateway.service)
        try await gateway.drain()
        #expect(gateway.platform.texts.sorted() == ["a", "b"])
    }

    @Test("A quiet time saves up no more than the burst")
    func quietTime() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 10, burst: 2)))
        try await gateway.wait(.seconds(3600))
        for number in 0..<5 { try await gateway.start("\(number)", to: "+490\(number)") }
        try await gateway.drain()
        #expect(gateway.platform.sends.count == 2)
    }

    @Test("The pace goes on over a restart")
    func restart() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 0.1)))
        try await gateway.start("a", to: "+491")
        try await gateway.start("b", to: "+492")
        try await gateway.drain()
        let next = try gateway.restarted()
        try await next.wait(.seconds(9))
        #expect(gateway.platform.texts == ["a"])
        try await next.wait(.seconds(1))
        #expect(gateway.platform.texts == ["a", "b"])
    }
}
