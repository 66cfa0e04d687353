import ConnectorKit
import ConnectorTestKit
import Foundation
import Gateway
import GatewayModel
import Synchronization
import Testing

@Suite("Connecting step by step")
struct ConnectingTests {
    private static let newNumber = Address(kind: .phone, value: "+15550009")

    @Test("Credentials, a choice, a warning; then app and connection are there, fixed, checked and audited")
    func connects() async throws {
        let (gateway, script) = try await Self.make()
        script.set("webhook", Finding(.red, "It points elsewhere.", fix: "Point it here"))
        let (id, first) = try await Self.begin(gateway)
        #expect(first.id == "account")
        #expect(try await gateway.store.read { try $0.apps().count } == 1, "nothing is made yet")
        _ = try await Self.go(gateway, id, ConnectingReply(step: "account", settings: ["secret": "entered secret"]))
        _ = try await Self.go(gateway, id, ConnectingReply(step: "numbers", choices: [Self.newNumber.value]))
        let state = try await gateway.parts.connecting.answer(
            id, ConnectingReply(step: "replace", isConfirmed: true), by: "somebody")
        guard case .connected(let outcome) = state else { throw Unexpected() }
        #expect(outcome.app.label == "The account")
        #expect(outcome.connections.map(\.address) == [Self.newNumber])
        #expect(outcome.connections.allSatisfy { $0.contactPoint == TestGateway.sales && $0.app == outcome.app.id })
        #expect(outcome.checklists.map(\.overall) == [.green])
        #expect(script.fixed.withLock { $0 } == ["webhook \(Self.newNumber.value)"])
        // The address that the steps named is the one that the app has.
        let told = script.progress.withLock { $0 }
        let addresses = Set(told.map { $0.webhookAddress("events") })
        #expect(addresses == [gateway.parts.surroundings.webhookAddress(of: outcome.app, path: "events")])
        let access = try #require(try await gateway.parts.vault.app(outcome.app.id)).access
        #expect(access.secrets.current("secret")?.reveal() == "entered secret")
        let audit = try await gateway.auditEntries()
        let actions = audit.filter { $0.actor == "somebody" }.map(\.action).sorted()
        #expect(actions == ["connection.create", "connection.fix", "platform-app.create"])
        #expect(!audit.contains { "\($0)".contains("entered secret") })
        // It was for one time.
        await #expect(throws: Refusal.self) { try await Self.go(gateway, id, ConnectingReply(step: "replace")) }
    }

    @Test("A platform that fails in the end leaves the connection, red and with a fix")
    func halfway() async throws {
        let (gateway, script) = try await Self.make()
        script.set("webhook", Finding(.red, "It points elsewhere.", fix: "Point it here"))
        script.refusesFixes.withLock { $0 = "The platform is down." }
        let outcome = try await Self.connect(gateway)
        #expect(outcome.checklists.first?.overall == .red)
        #expect(outcome.checklists.first?.items.first { $0.id == "webhook" }?.fix == "Point it here")
        let connection = try #require(outcome.connections.first)
        #expect(try await gateway.store.read { try $0.connection(connection.id) } != nil)
        script.refusesFixes.withLock { $0 = nil }
        let mended = try await gateway.parts.checklists.fix("webhook", of: connection.id, by: "somebody")
        #expect(mended.overall == .green)
    }

    @Test("An address that was taken meanwhile leaves nothing half made, and the session as it was")
    func allOrNothing() async throws {
        let (gateway, script) = try await Self.make()
        let (id, _) = try await Self.begin(gateway)
        _ = try await Self.go(gateway, id, ConnectingReply(step: "account", settings: ["secret": "entered secret"]))
        _ = try await Self.go(gateway, id, ConnectingReply(step: "numbers", choices: [Self.newNumber.value]))
        let other = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.connections.create(
                at: TestGateway.service, app: setup.app.id, address: Self.newNumber.value, Connections.Choices(),
                by: "test", in: $0)
        }
        let last = ConnectingReply(step: "replace", isConfirmed: true)
        let refusal = await #expect(throws: Refusal.self) { try await Self.go(gateway, id, last) }
        #expect(refusal?.code == "address-in-use")
        #expect(try await gateway.store.read { try $0.apps().count } == 1)
        #expect(script.fixed.withLock { $0 }.isEmpty)
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.connections.delete(other.id, by: "test", in: $0)
        }
        guard case .connected = try await gateway.parts.connecting.answer(id, last, by: "somebody") else {
            throw Unexpected()
        }
    }

    @Test(
        "An answer that is none changes nothing and names the field",
        arguments: [
            (0, ConnectingReply(step: "numbers", choices: ["+15550009"]), "step"),
            (0, ConnectingReply(step: "account"), "settings.secret"),
            (0, ConnectingReply(step: "account", settings: ["secret": ""]), "settings.secret"),
            (0, ConnectingReply(step: "account", settings: ["secret": "s", "other": "x"]), "settings.other"),
            (0, ConnectingReply(step: "account", settings: ["secret": "s"], choices: ["x"]), "choices"),
            (1, ConnectingReply(step: "account", settings: ["secret": "s"]), "step"),
            (1, ConnectingReply(step: "numbers"), "choices"),
            (1, ConnectingReply(step: "numbers", choices: ["+15550009", "+1666"]), "choices[1]"),
            (1, ConnectingReply(step: "numbers", choices: ["+15550009", "+15550009"]), "choices[1]"),
            (1, ConnectingReply(step: "numbers", settings: ["secret": "s"], choices: ["+15550009"]), "settings"),
            (2, ConnectingReply(step: "replace"), "confirmed"),
        ] as [(Int, ConnectingReply, String)])
    func wrongAnswers(after steps: Int, reply: ConnectingReply, field: String) async throws {
        let (gateway, _) = try await Self.make()
        let (id, _) = try await Self.begin(gateway)
        let right = [
            ConnectingReply(step: "account", settings: ["secret": "entered secret"]),
            ConnectingReply(step: "numbers", choices: [Self.newNumber.value]),
            ConnectingReply(step: "replace", isConfirmed: true),
        ]
        for reply in right.prefix(steps) { _ = try await Self.go(gateway, id, reply) }
        let refusal = await #expect(throws: Refusal.self) { try await Self.go(gateway, id, reply) }
        #expect(refusal?.kind == .invalid)
        #expect(refusal?.fields.map(\.name) == [field])
        // The same step still takes the right one.
        _ = try await gateway.parts.connecting.answer(id, right[steps], by: "somebody")
    }

    @Test("A session is its owner's, ends after half an hour, and its secrets are sealed until they are erased")
    func sessions() async throws {
        let (gateway, _) = try await Self.make()
        let (id, _) = try await Self.begin(gateway)
        let reply = ConnectingReply(step: "account", settings: ["secret": "entered secret"])
        await #expect(throws: Refusal.self) { try await gateway.parts.connecting.answer(id, reply, by: "another") }
        await #expect(throws: Refusal.self) { try await gateway.parts.connecting.cancel(id, by: "another") }
        _ = try await Self.go(gateway, id, reply)
        let sealed = try #require(try await gateway.store.read { try $0.connectingSession(id) }).sealed
        #expect(Data(sealed).range(of: Data("entered".utf8)) == nil)
        gateway.pass(.seconds(30 * 60))
        let next = ConnectingReply(step: "numbers", choices: [Self.newNumber.value])
        await #expect(throws: Refusal.self) { try await Self.go(gateway, id, next) }
        try await gateway.parts.connecting.drain()
        #expect(try await gateway.store.read { try $0.connectingSession(id) } == nil)
        // And one that is canceled is gone at once.
        let (other, _) = try await Self.begin(gateway)
        try await gateway.parts.connecting.cancel(other, by: "somebody")
        #expect(try await gateway.store.read { try $0.connectingSessionCount() } == 0)
    }

    @Test("Two who answer the same step at once: one goes on, the other is told")
    func overtaken() async throws {
        let (gateway, script) = try await Self.make()
        let (id, _) = try await Self.begin(gateway)
        let reply = ConnectingReply(step: "account", settings: ["secret": "entered secret"])
        let isFirst = Once()
        script.nextStep.withLock { next in
            let usual = next
            next = { progress in
                if isFirst.take() { _ = try? await gateway.parts.connecting.answer(id, reply, by: "somebody") }
                return await usual(progress)
            }
        }
        let refusal = await #expect(throws: Refusal.self) { try await Self.go(gateway, id, reply) }
        #expect(refusal?.code == "session-moved-on")
    }

    @Test("A step that failed is answered once more")
    func failed() async throws {
        let (gateway, script) = try await Self.make()
        let (id, _) = try await Self.begin(gateway)
        let isFirst = Once()
        script.nextStep.withLock { next in
            let usual = next
            next = { progress in
                if isFirst.take() { return ConnectingStep(id: "account", text: "It is down.", kind: .failed) }
                return await usual(progress)
            }
        }
        let reply = ConnectingReply(step: "account", settings: ["secret": "entered secret"])
        let step = try await Self.go(gateway, id, reply)
        guard case .failed = step.kind else { throw Unexpected() }
        #expect(try await Self.go(gateway, id, reply).id == "numbers")
    }

    @Test("New credentials for an app let out what was held, and the old ones verify for a while")
    func reconnects() async throws {
        let (gateway, _) = try await Self.make()
        gateway.platform.answer(.status(401))
        let held = try await gateway.start("held").message
        try await gateway.drain()
        #expect(try await gateway.status(held) == .held)
        let state = try await gateway.parts.connecting.begin(
            .reconnect(gateway.setup.salesConnection), by: "somebody")
        guard case .asking(let id, _, let step) = state else { throw Unexpected() }
        #expect(step.id == "account")
        #expect(try await gateway.status(held) == .held)
        let end = try await gateway.parts.connecting.answer(
            id, ConnectingReply(step: "account", settings: ["secret": "rotated secret"]), by: "somebody")
        guard case .connected(let outcome) = end else { throw Unexpected() }
        #expect(outcome.app.id == gateway.setup.app.id)
        #expect(outcome.connections.map(\.id) == [gateway.setup.salesConnection])
        #expect(try await gateway.connection().state == .connected)
        try await gateway.wait(.seconds(1))
        #expect(try await gateway.status(held) == .sent)
        for secret in ["rotated secret", TestGateway.secret] {
            try await gateway.deliver(
                [TestWire(id: secret, to: TestGateway.salesNumber, from: TestGateway.customer, text: "Hi")],
                secret: secret)
        }
        #expect(try await gateway.transcript().count == 3)
    }

    @Test("What cannot be begun")
    func beginnings() async throws {
        let (gateway, _) = try await Self.make()
        let test = Platform(rawValue: "test")
        let purposes: [(Connecting.Purpose, String)] = [
            (.connect(Platform(rawValue: "nope"), to: TestGateway.sales, with: nil), "platform"),
            (.connect(test, to: ContactPointID("nope")!, with: nil), "contactPoint"),
            (.connect(test, to: TestGateway.sales, with: ID(rawValue: 1)), "app"),
        ]
        for (purpose, field) in purposes {
            let refusal = await #expect(throws: Refusal.self) {
                try await gateway.parts.connecting.begin(purpose, by: "somebody")
            }
            #expect(refusal?.fields.map(\.name) == [field])
        }
        await #expect(throws: Refusal.notFound("connection")) {
            try await gateway.parts.connecting.begin(.reconnect(ID(rawValue: 1)), by: "somebody")
        }
        for _ in 0..<100 { _ = try await Self.begin(gateway) }
        let refusal = await #expect(throws: Refusal.self) { try await Self.begin(gateway) }
        #expect(refusal?.code == "too-many-sessions")
        gateway.pass(.seconds(30 * 60))
        _ = try await Self.begin(gateway)
    }

    private static func begin(_ gateway: TestGateway) async throws -> (ID<ConnectingSession>, ConnectingStep) {
        let state = try await gateway.parts.connecting.begin(
            .connect(Platform(rawValue: "test"), to: TestGateway.sales, with: nil), by: "somebody")
        guard case .asking(let id, _, let step) = state else { throw Unexpected() }
        return (id, step)
    }

    private static func go(
        _ gateway: TestGateway, _ id: ID<ConnectingSession>, _ reply: ConnectingReply
    ) async throws -> ConnectingStep {
        guard case .asking(_, _, let step) = try await gateway.parts.connecting.answer(id, reply, by: "somebody") else {
            throw Unexpected()
        }
        return step
    }

    private static func connect(_ gateway: TestGateway) async throws -> Connecting.Outcome {
        let (id, _) = try await begin(gateway)
        _ = try await go(gateway, id, ConnectingReply(step: "account", settings: ["secret": "entered secret"]))
        _ = try await go(gateway, id, ConnectingReply(step: "numbers", choices: [newNumber.value]))
        let state = try await gateway.parts.connecting.answer(
            id, ConnectingReply(step: "replace", isConfirmed: true), by: "somebody")
        guard case .connected(let outcome) = state else { throw Unexpected() }
        return outcome
    }

    private static func make() async throws -> (TestGateway, WatchScript) {
        let script = WatchScript()
        script.nextStep.withLock { $0 = { steps(after: $0) } }
        return (try await TestGateway.make(connectors: [WatchedConnector(script: script)]), script)
    }

    private static func steps(after progress: ConnectingProgress) -> ConnectingStep {
        let secret = SettingsField(key: "secret", label: "Secret", kind: .secret)
        if progress.answers["account"] == nil {
            return ConnectingStep(id: "account", text: "Which account?", kind: .enter([secret]))
        }
        if progress.purpose == .reconnect {
            let plan = ConnectingPlan(appLabel: "The account", addresses: [], fixes: [])
            return ConnectingStep(id: "done", text: "Done.", kind: .connect(plan))
        }
        guard progress.answers["numbers"] != nil else {
            let choices = [ConnectingChoice(id: newNumber.value, label: "New")]
            return ConnectingStep(id: "numbers", text: "Which?", kind: .choose(choices, several: true))
        }
        guard progress.answers["replace"]?.isConfirmed == true else {
            return ConnectingStep(id: "replace", text: "Sure?", kind: .confirm)
        }
        let plan = ConnectingPlan(appLabel: "The\naccount", addresses: [newNumber], fixes: ["webhook"])
        return ConnectingStep(id: "done", text: "Done.", kind: .connect(plan))
    }

    private struct Unexpected: Error {}
}
