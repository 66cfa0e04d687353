import ConnectorKit
import Gateway
import GatewayModel
import Synchronization
import Testing

@Suite("Checklists: items without which nothing can be sent")
struct VitalItemTests {
    private static func make() async throws -> (TestGateway, WatchScript) {
        let script = WatchScript()
        let gateway = try await TestGateway.make(
            connectors: [WatchedConnector(script: script, vital: ["number"])])
        return (gateway, script)
    }

    @Test("A red one holds what waits, says why, and lets it go by itself when it is green again")
    func turnsAndReturns() async throws {
        let (gateway, script) = try await Self.make()
        let id = gateway.setup.salesConnection
        let check = { _ = try await gateway.parts.checklists.check(id) }
        try await check()
        script.set("number", Finding(.red, "The role is gone."))
        try await check()
        #expect(try await gateway.connection().state == .needsReconnect)
        #expect(try await gateway.connection().stateReason == "The role is gone.")
        let message = try await gateway.start("Hi").message
        try await gateway.drain()
        #expect(try await gateway.status(message) == .held)
        gateway.pass(.seconds(60))
        // What cannot be judged mends nothing.
        script.set("number", Finding(.unknown, "Nobody answers."))
        try await check()
        #expect(try await gateway.connection().state == .needsReconnect)
        script.set("number", Finding(.red, "The role is gone."))
        try await check()
        script.set("number", Finding(.green, "The role is back."))
        try await check()
        #expect(try await gateway.connection().state == .connected)
        try await gateway.drain()
        #expect(gateway.platform.texts == ["Hi"])
        #expect(try await gateway.status(message) == .sent)
    }

    @Test("What was asked with secrets that are replaced meanwhile is asked again with the new ones, and alarms nobody")
    func replacedMeanwhile() async throws {
        let (gateway, script) = try await Self.make()
        let id = gateway.setup.salesConnection
        _ = try await gateway.parts.checklists.check(id)
        gateway.pass(.seconds(60))
        script.set("number", Finding(.red, "The token is refused."))
        let isFirst = Mutex(true)
        script.meanwhile.withLock {
            $0 = {
                let goesFirst = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                guard goesFirst else { return script.set("number", Finding(.green, "The token is taken.")) }
                try? await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] transaction in
                    _ = try parts.apps.update(
                        setup.app.id, label: nil, settings: ["secret": "a-new-one"], by: "test", in: transaction)
                }
            }
        }
        #expect(try await gateway.parts.checklists.check(id).overall == .green)
        #expect(try await gateway.connection().state == .connected)
        #expect(try await gateway.events(.connectionChecklistChanged).map(\.value) == ["green"])
        #expect(script.checkedAddresses.withLock { $0.count } == 3)
    }

    @Test("Another one that is red holds nothing, and a green one does not undo what a send was told")
    func others() async throws {
        let (gateway, script) = try await Self.make()
        let id = gateway.setup.salesConnection
        script.set("queue", Finding(.red, "Full."))
        _ = try await gateway.parts.checklists.check(id)
        #expect(try await gateway.connection().state == .connected)
        gateway.platform.answer(.status(401))
        try await gateway.start("Hi")
        try await gateway.drain()
        gateway.pass(.seconds(60))
        _ = try await gateway.parts.checklists.check(id)
        #expect(try await gateway.connection().state == .needsReconnect)
    }

    @Test("What a fix was granted is kept with the app, and the connection that waited for it goes on")
    func grants() async throws {
        let (gateway, script) = try await Self.make()
        let id = gateway.setup.salesConnection
        _ = try await gateway.parts.checklists.check(id)
        script.set("number", Finding(.red, "The token is gone.", fix: "Fetch it"))
        _ = try await gateway.parts.checklists.check(id)
        gateway.pass(.seconds(60))
        script.grants.withLock { $0 = ["number.token": Secret("granted token")] }
        let result = try await gateway.parts.checklists.fix("number", of: id, by: "somebody")
        #expect(result.overall == .green)
        #expect(try await gateway.connection().state == .connected)
        let access = try #require(try await gateway.parts.vault.app(gateway.setup.app.id)).access
        #expect(access.secrets.current("number.token")?.reveal() == "granted token")
        #expect(access.secrets.current("secret")?.reveal() == TestGateway.secret)
        let audit = try await gateway.auditEntries()
        #expect(audit.contains { $0.action == "platform-app.update" && $0.after?.contains("number.token") == true })
        #expect(!audit.contains { "\($0)".contains("granted token") })
    }
}
