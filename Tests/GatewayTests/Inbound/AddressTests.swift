import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes
import Testing

@Suite("Inbound: whose it is")
struct AddressTests {
    @Test("A message to an address nobody registered is kept and answered")
    func unrouted() async throws {
        let gateway = try await TestGateway.make()
        let reply = try await gateway.deliver([
            TestWire(id: "1", to: "+15559999", from: "+491", text: "Hello", details: ["a": "b"])
        ])
        #expect(reply.status == 200)
        let kept = try await gateway.store.read { try $0.unroutedEvents(Page(after: nil, limit: 10)) }
        #expect(kept.map(\.text) == ["Hello"])
        #expect(kept.map(\.address.value) == ["+15559999"])
        #expect(kept.first?.from?.value == "+491")
        #expect(kept.first?.details == ["a": "b"])
        #expect(try await gateway.conversations(at: nil).isEmpty)
    }

    @Test("An app cannot speak for an address of another app")
    func otherApp() async throws {
        let gateway = try await TestGateway.make()
        let other = try await gateway.store.write { [parts = gateway.parts] in
            try parts.apps.create(
                platform: Platform(rawValue: "test"), label: "Other", settings: ["secret": "another secret"],
                by: "test", in: $0)
        }
        let event = TestWire(id: "1", to: TestGateway.salesNumber, from: "+491", text: "STOP")
        #expect(try await gateway.deliver([event], secret: "another secret", app: other).status == 200)
        #expect(try await gateway.conversations(at: nil).isEmpty)
        #expect(try await !gateway.isStopped(Address(kind: .phone, value: "+491")))
        #expect(try await gateway.store.read { try $0.unroutedEvents(Page(after: nil, limit: 10)) }.count == 1)

        // Nor does its secret open the first app's address.
        #expect(try await gateway.deliver([event], secret: "another secret").status == 403)
        // And what it said first does not shadow the true owner's event of the same id.
        try await gateway.deliver([event])
        #expect(try await gateway.transcript().map(\.purpose) == [.customer, .stopConfirmation])
    }

    @Test("An app cannot report on a message of another app")
    func otherAppsReport() async throws {
        let gateway = try await TestGateway.make()
        let other = try await gateway.store.write { [parts = gateway.parts] in
            try parts.apps.create(
                platform: Platform(rawValue: "test"), label: "Other", settings: ["secret": "another secret"],
                by: "test", in: $0)
        }
        let message = try await gateway.start("Hello").message
        try await gateway.drain()
        let report = TestWire.Report(
            part: gateway.platform.sends[0].reference, platformID: "P1", status: "failed", hasOptedOut: true)
        try await gateway.deliver(
            [TestWire(id: "1", to: TestGateway.salesNumber, report: report)], secret: "another secret", app: other)
        #expect(try await gateway.status(message) == .sent)
        #expect(try await !gateway.isStopped())
    }

    @Test("Nobody should call what is no webhook of ours")
    func noSuchAddress() async throws {
        let gateway = try await TestGateway.make()
        await #expect(throws: Refusal.notFound("webhook address")) {
            try await gateway.call([], method: .get)
        }
        await #expect(throws: Refusal.notFound("webhook address")) {
            try await gateway.call([], route: "other")
        }
        var app = gateway.setup.app
        app = PlatformApp(
            id: app.id, platform: app.platform, label: "", endpoint: "guessed", settings: [:], createdAt: app.createdAt)
        await #expect(throws: Refusal.notFound("webhook address")) { try await gateway.call([], app: app) }
    }
}
