import Foundation
import Gateway
import GatewayModel
import Testing

@Suite("API keys")
struct APIKeyTests {
    private func create(
        in gateway: TestGateway, roles: [RoleID] = [], expiresAt: Timestamp? = nil
    ) async throws -> (key: APIKey, token: String) {
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.keys.create(
                label: "Key", level: .agent, roles: roles, expiresAt: expiresAt, by: "test", in: $0)
        }
    }

    private func principal(_ token: String, in gateway: TestGateway) async throws -> APIKey? {
        try await gateway.store.read { [parts = gateway.parts] in try parts.keys.principal(token: token, in: $0)?.key }
    }

    @Test("The token opens the door; the database does not hold it", TestEngine.onFiles)
    func onlyHash() async throws {
        let gateway = try await TestGateway.make()
        let (key, token) = try await create(in: gateway)
        #expect(try await principal(token, in: gateway)?.id == key.id)
        let bytes = try gateway.databaseBytes()
        #expect(bytes.range(of: Data(token.utf8)) == nil)
        #expect(bytes.range(of: Data(token.dropFirst(APIKeys.tokenPrefix.count).utf8)) == nil)
        // The search itself finds what is there.
        #expect(bytes.range(of: Data(TestGateway.salesNumber.utf8)) != nil)
    }

    @Test("Nothing else opens it")
    func wrongTokens() async throws {
        let gateway = try await TestGateway.make()
        let (_, token) = try await create(in: gateway)
        let random = String(token.dropFirst(APIKeys.tokenPrefix.count))
        for wrong in ["", random, token + "x", String(token.dropLast()), token.uppercased(), " " + token, "gatehouse_"]
        {
            #expect(try await principal(wrong, in: gateway) == nil)
        }
        let (_, other) = try await create(in: gateway)
        #expect(other != token)
    }

    @Test("Until it expires, and not a millisecond longer")
    func expires() async throws {
        let gateway = try await TestGateway.make()
        let (_, token) = try await create(in: gateway, expiresAt: gateway.now + .seconds(10))
        gateway.pass(.milliseconds(9999))
        #expect(try await principal(token, in: gateway) != nil)
        gateway.pass(.milliseconds(1))
        #expect(try await principal(token, in: gateway) == nil)
        await #expect(throws: Refusal.self) { try await self.create(in: gateway, expiresAt: gateway.now) }
    }

    @Test("Revoked at once, once and for ever")
    func revoked() async throws {
        let gateway = try await TestGateway.make()
        let (key, token) = try await create(in: gateway)
        for _ in 0..<2 {
            try await gateway.store.write { [parts = gateway.parts] in
                try parts.keys.revoke(key.id, by: "test", in: $0)
            }
            #expect(try await principal(token, in: gateway) == nil)
        }
        #expect(try await gateway.auditEntries().count { $0.action == "api-key.revoke" } == 1)
    }

    @Test("A service does not hold everyone, nor a role that is not there")
    func roles() async throws {
        let gateway = try await TestGateway.make()
        for role in [RoleID.everyone, RoleID("no-such-role")!] {
            await #expect(throws: Refusal.self) { try await self.create(in: gateway, roles: [role]) }
            await #expect(throws: Refusal.self) {
                _ = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
                    try parts.keys.setRoles([role], of: setup.agentKey, by: "test", in: $0)
                }
            }
        }
    }
}

extension TestGateway {
    /// Everything that lies on the disk.
    func databaseBytes() throws -> Data {
        try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { !$0.hasDirectoryPath }.map { try Data(contentsOf: $0) }.reduce(Data(), +)
    }
}
