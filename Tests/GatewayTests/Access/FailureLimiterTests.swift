import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Testing

@testable import Gateway

@Suite("Whoever fails too often")
struct FailureLimiterTests {
    private func failures(_ limiter: FailureLimiter, _ client: String?, _ count: Int) -> Int {
        (0..<count).count { _ in (try? limiter.failed(client)) == nil }
    }

    @Test("Is refused until the minute is over; others are not, nor is an address nobody knows")
    func limit() {
        let clock = ManualClock()
        let limiter = FailureLimiter(most: 10, clock: clock)
        #expect(failures(limiter, "192.0.2.1", 15) == 5)
        #expect(failures(limiter, "192.0.2.2", 10) == 0)
        #expect(failures(limiter, nil, 100) == 0)
        clock.advance(by: .seconds(59))
        #expect(throws: Refusal.self) { try limiter.failed("192.0.2.1") }
        clock.advance(by: .seconds(2))
        #expect(failures(limiter, "192.0.2.1", 10) == 0)
    }

    @Test(
        "An IPv6 network counts as one address, however it is written; an IPv4 address by itself",
        arguments: [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true),
            ("2001:DB8:1:2::", "2001:0db8:0001:2::9", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false), ("2001:db8::1", "2001:db8:0:0:9::", true),
            ("::1", "::2", true),
            ("2001:db8::1", "2001:db8:0:1::1", false), ("fe80::1%eth0", "fe80::2", true),
            ("::ffff:192.0.2.1", "192.0.2.1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
            ("192.0.2.1", "192.0.2.2", false), ("2001:db8::g", "2001:db8::h", false), ("1:2:3:4:5", "1:2:3:4:6", false),
            ("1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:a", false), ("192.0.2.1:80", "192.0.2.1:81", false),
            ("", "a", false),
        ])
    func networks(one: String, other: String, areOne: Bool) {
        let limiter = FailureLimiter(most: 1, clock: ManualClock())
        #expect(failures(limiter, one, 1) == 0)
        #expect(failures(limiter, other, 1) == (areOne ? 1 : 0))
    }

    @Test("Is told how long to wait")
    func retryAfter() {
        let clock = ManualClock()
        let limiter = FailureLimiter(most: 0, clock: clock)
        _ = try? limiter.failed("a")
        clock.advance(by: .seconds(40))
        let refusal = #expect(throws: Refusal.self) { try limiter.failed("a") }
        #expect(refusal?.kind == .tooMany(retryAfter: 20))
    }

    @Test("A flood of addresses does not fill the memory, and does not free those that are limited")
    func flood() {
        let limiter = FailureLimiter(most: 1, clock: ManualClock())
        #expect(failures(limiter, "first", 2) == 1)
        for number in 0..<30_000 { _ = try? limiter.failed("\(number)") }
        #expect(failures(limiter, "first", 1) == 1)
        #expect(failures(limiter, "29999", 5) == 0)
    }

    @Test("Forged webhooks are neither kept nor logged any more, and genuine ones from the same address come in")
    func webhooks() async throws {
        let gateway = try await TestGateway.make()
        let event = TestWire(id: "1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "genuine")
        let body = Array(try JSONEncoder().encode([event]))
        func call(_ secret: String, from client: String) async throws -> Int {
            try await gateway.parts.inbound.receive(
                InboundFlow.Call(
                    platform: gateway.setup.app.platform, endpoint: gateway.setup.app.endpoint, route: "events",
                    method: .post, target: "/", headers: [TestConnector.signature: secret], body: body,
                    client: client)
            ).status
        }
        for _ in 0..<InboundFlow.mostFailures { #expect(try await call("forged", from: "192.0.2.1") == 403) }
        await #expect(throws: Refusal.self) { try await call("forged", from: "192.0.2.1") }
        let kept = try await gateway.store.read { try $0.quarantinedRequests(Page(after: nil, limit: 2000)) }.count
        #expect(kept == InboundFlow.mostFailures)
        #expect(try await call(TestGateway.secret, from: "192.0.2.1") == 200)
        #expect(try await call("forged", from: "192.0.2.2") == 403)
        #expect(try await gateway.transcript().map(\.text) == ["genuine"])
    }
}
