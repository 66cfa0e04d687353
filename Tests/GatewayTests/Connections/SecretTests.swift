import ConnectorKit
import Foundation
import Gateway
import GatewayModel
import Signing
import Testing

@Suite("Secrets of platform apps")
struct SecretTests {
    @Test("Sealed at rest: the secret is nowhere on the disk, also after a change")
    func sealed() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.update(secret: "a second secret text")
        let bytes = try gateway.databaseBytes()
        for secret in [TestGateway.secret, "a second secret text"] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
            #expect(bytes.range(of: Data(Data(secret.utf8).base64EncodedString().utf8)) == nil)
        }
    }

    @Test("Sealed for its row: it does not open in another's place")
    func boundToRow() async throws {
        let gateway = try await TestGateway.make()
        let other = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] transaction in
            let other = try parts.apps.create(
                platform: Platform(rawValue: "test"), label: "Other", settings: ["secret": "another secret"],
                by: "test", in: transaction)
            let sealed = try #require(try transaction.sealedSecrets(of: setup.app.id))
            try transaction.update(other, sealedSecrets: sealed)
            return other
        }
        await #expect(throws: StoreFailure.self) { try await gateway.deliver([], app: other) }
    }

    @Test("After a rotation the old one verifies for a day, and then no more; the new one at once")
    func rotation() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.update(secret: "the new one")
        let status: @Sendable (String) async throws -> Int = { try await gateway.deliver([], secret: $0).status }
        #expect(try await status("the new one") == 200)
        #expect(try await status(TestGateway.secret) == 200)
        gateway.pass(.seconds(24 * 3600 - 1))
        #expect(try await status(TestGateway.secret) == 200)
        gateway.pass(.seconds(3))
        #expect(try await status(TestGateway.secret) == 403)
        #expect(try await status("the new one") == 200)
    }

    @Test("Setting the same secret again ends nothing and begins nothing")
    func sameAgain() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.update(secret: TestGateway.secret)
        gateway.pass(.seconds(2 * 24 * 3600))
        #expect(try await gateway.deliver([]).status == 200)
    }

    @Test("Going back to the old one works, and the one between is honoured for its day")
    func thereAndBack() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.update(secret: "between")
        try await gateway.update(secret: TestGateway.secret)
        #expect(try await gateway.deliver([], secret: "between").status == 200)
        gateway.pass(.seconds(24 * 3600 + 3))
        #expect(try await gateway.deliver([], secret: "between").status == 403)
        #expect(try await gateway.deliver([]).status == 200)
    }

    @Test("No log, no event and no refusal holds one")
    func auditHoldsNone() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.update(secret: "a second secret text")
        let token = try await gateway.store.write { [parts = gateway.parts] in
            try parts.keys.create(
                label: "Key", level: .agent, roles: [], expiresAt: nil, by: "test", in: $0
            ).token
        }
        let refusal = await #expect(throws: Refusal.self) { try await gateway.update(secret: "two\nlines of secret") }
        let texts =
            try await gateway.auditEntries().flatMap {
                [$0.actor, $0.action, $0.subject, $0.before ?? "", $0.after ?? ""]
            }
            + [String(describing: try #require(refusal))]
        for secret in [
            TestGateway.secret, "a second secret text", token, "lines of secret", gateway.setup.app.endpoint,
        ] {
            #expect(!texts.contains { $0.contains(secret) })
        }
        #expect(texts.contains { $0.contains("secret: ‹secret›") })
    }

    @Test(
        "Every change of the configuration is in the audit log",
        arguments: [
            "contact-point.create", "role.create", "platform-app.create", "connection.create", "api-key.create",
            "contact-point.roles.sendNotification", "connection.update", "contact-point.update",
            "platform-app.update", "connection.state",
        ])
    func audited(action: String) async throws {
        let gateway = try await TestGateway.make()
        try await gateway.setPace(Pacing(unitsPerSecond: 5))
        try await gateway.setUnprovenSends(.hold)
        gateway.platform.answer(.status(401))
        try await gateway.notify("Hello")
        try await gateway.drain()
        try await gateway.update(secret: "mended")
        #expect(try await gateway.auditEntries().contains { $0.action == action })
    }
}
