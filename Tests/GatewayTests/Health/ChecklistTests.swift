import ConnectorKit
import Gateway
import GatewayModel
import Synchronization
import Testing

@Suite("Checklists: when they run, and what they tell")
struct ChecklistTests {
    @Test("Every connection is checked at once, and again every quarter of an hour, never sooner")
    func schedule() async throws {
        let (gateway, script) = try await Self.make()
        let runs = { script.checkedAddresses.withLock { $0.count } }
        try await gateway.parts.checklists.drain()
        #expect(runs() == 2)
        try await gateway.parts.checklists.drain()
        gateway.pass(.seconds(14 * 60 + 59))
        try await gateway.parts.checklists.drain()
        #expect(runs() == 2)
        // A quarter of an hour, and up to two minutes by chance.
        gateway.pass(.seconds(121))
        try await gateway.parts.checklists.drain()
        #expect(runs() == 4)
    }

    @Test("An event tells that a verdict changed, and only that")
    func events() async throws {
        let (gateway, script) = try await Self.make()
        let id = gateway.setup.salesConnection
        let check = { _ = try await gateway.parts.checklists.check(id) }
        let told = { try await gateway.events(.connectionChecklistChanged).map(\.value) }
        try await check()
        #expect(try await told() == ["green"])
        script.set("queue", Finding(.green, "Other words."))
        try await check()
        #expect(try await told() == ["green"])
        script.set("number", Finding(.red, "Gone."))
        try await check()
        try await check()
        #expect(try await told() == ["green", "red"])
        // As bad as before on the whole, and another item.
        script.set("number", Finding(.green, "There."))
        script.set("account", Finding(.red, "Suspended."))
        try await check()
        #expect(try await told() == ["green", "red", "red"])
        script.set("account", Finding(.green, "Active."))
        try await check()
        #expect(try await told() == ["green", "red", "red", "green"])
        let events = try await gateway.events(.connectionChecklistChanged)
        #expect(events.allSatisfy { $0.connection == id && $0.contactPoint == TestGateway.sales })
    }

    @Test("What mends itself is mended by the gateway's own look, once for each, and by nobody else's")
    func mendsItself() async throws {
        let script = WatchScript()
        let gateway = try await TestGateway.make(
            connectors: [WatchedConnector(script: script, mendsQueue: true)])
        let id = gateway.setup.salesConnection
        try await gateway.parts.checklists.drain()
        script.set("queue", Finding(.red, "Stuck.", advice: "Ask again.", fix: "Ask again"))
        script.set("number", Finding(.red, "Gone.", advice: "Register it.", fix: "Register"))
        // Somebody who looks decides.
        #expect(try await gateway.parts.checklists.check(id).overall == .red)
        #expect(script.fixed.withLock { $0 } == [])
        script.refusesFixes.withLock { $0 = "The platform is down." }
        gateway.pass(.seconds(17 * 60))
        try await gateway.parts.checklists.drain()
        #expect(script.fixed.withLock { $0 } == [])
        script.refusesFixes.withLock { $0 = nil }
        gateway.pass(.seconds(17 * 60))
        try await gateway.parts.checklists.drain()
        #expect(
            script.fixed.withLock { $0 }.sorted()
                == [TestGateway.salesNumber, TestGateway.serviceNumber].map { "queue \($0)" })
        let kept = try await gateway.store.read { try $0.checklist(of: id) }
        #expect(kept?.items.first { $0.id == "queue" }?.verdict == .green)
        #expect(kept?.items.first { $0.id == "number" }?.verdict == .red)
        let audit = try await gateway.store.read {
            try $0.auditEntries(AuditFilter(), Page(after: nil, limit: 100)).map(\.entry)
        }
        #expect(audit.filter { $0.action == "connection.fix" }.map(\.actor) == ["gateway", "gateway"])
    }

    @Test("A run that began earlier does not overwrite what a later one has found")
    func overtaken() async throws {
        let (gateway, script) = try await Self.make()
        let id = gateway.setup.salesConnection
        let isFirst = Mutex(true)
        script.set("queue", Finding(.red, "Old."))
        script.meanwhile.withLock {
            $0 = {
                let goesFirst = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                guard goesFirst else { return }
                gateway.pass(.seconds(1))
                script.set("queue", Finding(.green, "New."))
                _ = try? await gateway.parts.checklists.check(id)
                script.set("queue", Finding(.red, "Old."))
            }
        }
        let shown = try await gateway.parts.checklists.check(id)
        #expect(shown.overall == .green)
        let kept = try await gateway.store.read { try $0.checklist(of: id) }
        #expect(kept?.overall == .green)
    }

    @Test("A connection that is removed while it is checked holds up nobody else's check")
    func removed() async throws {
        let (gateway, script) = try await Self.make()
        let sales = gateway.setup.salesConnection
        script.meanwhile.withLock {
            $0 = {
                try? await gateway.store.write { [parts = gateway.parts] in
                    guard try $0.connection(sales) != nil else { return }
                    try parts.connections.delete(sales, by: "test", in: $0)
                }
            }
        }
        try await gateway.parts.checklists.drain()
        #expect(try await gateway.store.read { try $0.checklist(of: sales) } == nil)
        let other = gateway.setup.serviceConnection
        #expect(try await gateway.store.read { try $0.checklist(of: other) } != nil)
    }

    @Test("A connector without a checklist has an empty one, and nothing is promised by it")
    func without() async throws {
        let gateway = try await TestGateway.make()
        let result = try await gateway.parts.checklists.check(gateway.setup.salesConnection)
        #expect(result.items.isEmpty)
        await #expect(throws: Refusal.self) {
            try await gateway.parts.checklists.fix("account", of: gateway.setup.salesConnection, by: "test")
        }
    }

    @Test("A fix is done, audited, and looked at again; one that is refused is neither")
    func fix() async throws {
        let (gateway, script) = try await Self.make()
        let id = gateway.setup.salesConnection
        script.set("webhook", Finding(.red, "It points elsewhere.", fix: "Point it here"))
        #expect(try await gateway.parts.checklists.check(id).overall == .red)
        script.refusesFixes.withLock { $0 = "The platform is down." }
        let refusal = await #expect(throws: Refusal.self) {
            try await gateway.parts.checklists.fix("webhook", of: id, by: "somebody")
        }
        #expect(refusal?.code == "not-fixed")
        #expect(refusal?.explanation.contains("The platform is down.") == true)
        let audited = try await gateway.auditEntries().map(\.action)
        #expect(!audited.contains("connection.fix"))
        script.refusesFixes.withLock { $0 = nil }
        let result = try await gateway.parts.checklists.fix("webhook", of: id, by: "somebody")
        #expect(result.overall == .green)
        #expect(script.fixed.withLock { $0 } == ["webhook \(TestGateway.salesNumber)"])
        let entry = try await gateway.auditEntries().first { $0.action == "connection.fix" }
        #expect(entry?.actor == "somebody")
        #expect(entry?.subject == "connection/\(id)")
        for item in ["", "nothing"] {
            await #expect(throws: Refusal.notFound("checklist item")) {
                try await gateway.parts.checklists.fix(item, of: id, by: "somebody")
            }
        }
    }

    @Test("Refused credentials and mended ones make the next check due at once")
    func reconnect() async throws {
        let (gateway, script) = try await Self.make()
        try await gateway.parts.checklists.drain()
        let before = script.checkedAddresses.withLock { $0.count }
        gateway.pass(.seconds(10))
        try await gateway.start("Hello")
        gateway.platform.answer(.status(401))
        try await gateway.drain()
        try await gateway.parts.checklists.drain()
        let checked = Array(script.checkedAddresses.withLock { $0 }.dropFirst(before))
        #expect(checked == [TestGateway.salesNumber])
        gateway.pass(.seconds(10))
        try await gateway.update(secret: "mended")
        try await gateway.parts.checklists.drain()
        let count = script.checkedAddresses.withLock { $0.count }
        #expect(count == before + 3)
    }

    static func make() async throws -> (TestGateway, WatchScript) {
        let script = WatchScript()
        return (try await TestGateway.make(connectors: [WatchedConnector(script: script)]), script)
    }
}
