import ConnectorTestKit
import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("Metrics")
struct ExpositionTests {
    @Test("Messages, webhooks and sends are counted once each, also when two ask; nothing from before the start")
    func counts() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("before the start")
        let exposition = Exposition(
            store: gateway.store, clock: gateway.clock, meters: gateway.parts.meters,
            gauges: [.build: { [(["1\"\\\n2"], 1)] }])
        try await exposition.begin()
        try await gateway.customerWrites("Hello")
        let sent = try await gateway.reply("Hi")
        gateway.platform.answer(.status(400))
        try await gateway.drain()
        _ = sent
        try await gateway.notify("Waits", to: "+49155507")
        gateway.pass(.seconds(90))
        let event = TestWire(id: "x", to: TestGateway.salesNumber, from: TestGateway.customer, text: "forged")
        try await gateway.deliver([event], secret: "wrong")
        gateway.store.breakWrites(1)
        await #expect(throws: StoreFailure.self) { try await gateway.customerWrites("lost") }

        _ = try await exposition.text()
        let text = try await exposition.text()
        for line in [
            #"gatehouse_messages_total{direction="inbound",status="received"} 1"#,
            #"gatehouse_messages_total{direction="outbound",status="queued"} 2"#,
            #"gatehouse_webhooks_total{platform="test",outcome="accepted"} 2"#,
            #"gatehouse_webhooks_total{platform="test",outcome="rejected"} 1"#,
            #"gatehouse_webhooks_total{platform="test",outcome="failed"} 1"#,
            #"gatehouse_webhooks_rejected_total{platform="test",reason="signature"} 1"#,
            #"gatehouse_webhook_seconds_count{platform="test"} 3"#,
            #"gatehouse_send_seconds_count{platform="test"} 1"#,
            #"gatehouse_outbox_messages{connection="\#(gateway.setup.salesConnection)"} 1"#,
            #"gatehouse_outbox_held_messages{connection="\#(gateway.setup.salesConnection)"} 0"#,
            #"gatehouse_outbox_oldest_seconds{connection="\#(gateway.setup.salesConnection)"} 90"#,
            #"gatehouse_build_info{version="1\"\\\n2"} 1"#,
        ] {
            #expect(text.contains(line + "\n"), "\(line) is missing in\n\(text)")
        }
        #expect(!text.contains("+4915"), "no address of a customer is a label")
    }

    @Test("Every line has the form that Prometheus reads")
    func grammar() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.reply("Hi")
        try await gateway.drain()
        let text = try await Exposition(
            store: gateway.store, clock: gateway.clock, meters: gateway.parts.meters, gauges: [:]
        ).text()
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n") {
            let isComment = line.wholeMatch(of: /# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))/) != nil
            let isSample =
                line.wholeMatch(
                    of: /[a-z_]+(\{[a-z]+="([^"\\]|\\["\\n])*"(,[a-z]+="([^"\\]|\\["\\n])*")*\})? [0-9.e+-]+/) != nil
            #expect(isComment || isSample, "\(line)")
        }
        // A histogram's buckets hold each other, and the last one everything.
        let buckets = text.split(separator: "\n").filter { $0.hasPrefix("gatehouse_webhook_seconds_bucket") }
            .compactMap { Int($0.split(separator: " ").last ?? "") }
        #expect(buckets == buckets.sorted() && buckets.last == 1 && buckets.count == 15)
    }

    @Test("No more than so many series of a metric, whatever is counted")
    func bounded() {
        let meters = Meters()
        for number in 0..<5000 { meters.count(.sends, "p", "\(number)") }
        let samples = meters.samples()[.sends] ?? []
        #expect(samples.count == Meters.mostSeries + 1)
        #expect(samples.map(\.value).reduce(0, +) == 5000)
    }

    @Test("Ready, or which of the three is not")
    func readiness() async throws {
        let gateway = try await TestGateway.make()
        func problems(free: Int64?) async -> [String] {
            let readiness = Readiness(
                gateway.parts.surroundings, store: gateway.store, vault: gateway.parts.vault,
                leastFreeBytes: 100 << 20, freeBytes: { free }, patience: .seconds(60))
            return await readiness.findings().filter { $0.problem != nil }.map(\.what)
        }
        #expect(await problems(free: 200 << 20) == [])
        #expect(await problems(free: 99 << 20) == ["disk"])
        #expect(await problems(free: nil) == ["disk"])
        gateway.store.breakWrites(1)
        #expect(await problems(free: 200 << 20) == ["store"])
        #expect(await problems(free: 200 << 20) == [])
        try await gateway.store.write { transaction in
            let old = try transaction.sealed(in: .appSecrets, after: 0, limit: 1)[0]
            _ = try transaction.replace(old.sealed, with: [2, 0, 0], in: .appSecrets, id: old.id)
        }
        #expect(await problems(free: 200 << 20) == ["masterKey"])
    }
}
