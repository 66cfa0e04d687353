import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Connections that only receive: who may divert to whom")
struct SendingModeTests {
    @Test("One that names its standard connection, and one that names none yet")
    func made() async throws {
        let gateway = try await TestGateway.make()
        let named = try await gateway.connectTollFree()
        #expect(named.sending == .incomingOnly(divertsTo: gateway.setup.salesConnection))
        #expect(try await gateway.connection(named.id) == named)
        let nameless = try await gateway.connect("+18885550100", sending: .blockedOutbound(divertsTo: nil))
        #expect(try await gateway.connection(nameless.id).sending == .blockedOutbound(divertsTo: nil))
        #expect(try await gateway.connection().sending == .standard)
    }

    @Test("What it diverts to must send, and be of the same contact point and platform")
    func refused() async throws {
        let second = TestConnector(platform: Platform(rawValue: "second"))
        let gateway = try await TestGateway.make(connectors: [TestConnector(), second])
        let tollFree = try await gateway.connectTollFree()
        let elsewhere = try await gateway.store.write { [parts = gateway.parts] in
            let app = try parts.apps.create(
                platform: second.platform, label: "Second", settings: ["secret": "second secret"], by: "test", in: $0)
            return try parts.connections.create(
                at: TestGateway.sales, app: app.id, address: "+15550042", Connections.Choices(), by: "test", in: $0)
        }
        let other = try await gateway.connect("+18885550100")
        for target in [
            gateway.setup.serviceConnection, elsewhere.id, tollFree.id, other.id, ID<Connection>(rawValue: 1),
        ] {
            let refusal = await #expect(throws: Refusal.self) {
                try await gateway.set(.blockedOutbound(divertsTo: target), of: other.id)
            }
            #expect(refusal?.fields.map(\.name) == ["sending.divertsTo"])
        }
        await #expect(throws: Refusal.self) {
            try await gateway.connect("+18775550100", sending: .incomingOnly(divertsTo: tollFree.id))
        }
        #expect(try await gateway.connection(other.id).sending == .standard)
        #expect(try await gateway.store.read { try $0.connections(of: TestGateway.sales).count } == 4)
    }

    @Test("What others divert to neither goes nor stops sending; it may once they divert elsewhere")
    func dependedOn() async throws {
        let gateway = try await TestGateway.make()
        let sales = gateway.setup.salesConnection
        let tollFree = try await gateway.connectTollFree()
        let second = try await gateway.connect("+15550005")
        let changes: [@Sendable () async throws -> Void] = [
            { try await gateway.remove(sales) },
            { try await gateway.set(.incomingOnly(divertsTo: second.id), of: sales) },
            { try await gateway.set(.blockedOutbound(divertsTo: nil), of: sales) },
        ]
        for change in changes {
            let refusal = await #expect(throws: Refusal.self) { try await change() }
            #expect(refusal?.code == "diverted-to")
            #expect(refusal?.explanation.contains(TestGateway.tollFree) == true)
        }
        #expect(try await gateway.connection().sending == .standard)
        try await gateway.set(.incomingOnly(divertsTo: second.id), of: tollFree.id)
        try await gateway.set(.blockedOutbound(divertsTo: second.id), of: sales)
        try await gateway.remove(tollFree.id)
        try await gateway.remove(sales)
    }

    @Test("Only modes that the platform allows")
    func capabilities() async throws {
        var connector = TestConnector()
        connector.sendingModes = [.standard]
        let gateway = try await TestGateway.make(connectors: [connector])
        for sending in [Sending.incomingOnly(divertsTo: nil), .blockedOutbound(divertsTo: nil)] {
            let refusal = await #expect(throws: Refusal.self) {
                try await gateway.set(sending, of: gateway.setup.salesConnection)
            }
            #expect(refusal?.fields.map(\.name) == ["sending.mode"])
        }
        try await gateway.set(.standard, of: gateway.setup.salesConnection)
    }

    @Test("A change is an event and in the audit log, and the checklist looks again; no change is neither")
    func told() async throws {
        let gateway = try await TestGateway.make()
        let tollFree = try await gateway.connect(TestGateway.tollFree)
        _ = try await gateway.parts.checklists.check(tollFree.id)
        try await gateway.set(.incomingOnly(divertsTo: gateway.setup.salesConnection), of: tollFree.id)
        try await gateway.set(.incomingOnly(divertsTo: gateway.setup.salesConnection), of: tollFree.id)
        let events = try await gateway.events(.connectionSendingChanged)
        #expect(events.map(\.value) == ["incomingOnly"])
        #expect(events.map(\.connection) == [tollFree.id])
        let change = try #require(
            try await gateway.auditEntries().first { $0.before?.contains("sending: standard") == true })
        #expect(change.action == "connection.update")
        #expect(change.after?.contains("incomingOnly, diverts to \(gateway.setup.salesConnection)") == true)
        let now = gateway.now
        let due = try await gateway.store.read { try $0.connectionsDueForCheck(by: now, limit: 10) }
        #expect(due.contains(tollFree.id))
    }

    @Test("The facts of the checklist name what sends in its place")
    func facts() async throws {
        let gateway = try await TestGateway.make()
        let tollFree = try await gateway.connectTollFree()
        let nameless = try await gateway.connect("+18885550100", sending: .blockedOutbound(divertsTo: nil))
        let now = gateway.now
        let facts = try await gateway.store.read { transaction in
            try [tollFree, nameless].map { try transaction.facts(of: $0, at: now) }
        }
        #expect(facts.map(\.sendingMode) == [.incomingOnly, .blockedOutbound])
        #expect(facts.map(\.divertsTo?.value) == [TestGateway.salesNumber, nil])
        #expect(facts.map(\.diversionFinding.verdict) == [.green, .red])
        #expect(ConnectionFacts(now: now).diversionFinding.verdict == .green)
    }
}
