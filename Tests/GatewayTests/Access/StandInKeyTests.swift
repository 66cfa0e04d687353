import Gateway
import GatewayModel
import Testing

@Suite("Keys that act for a user")
struct StandInKeyTests {
    private static let agents = RoleID("agents")!

    private func user(
        _ level: PermissionLevel = .agent, roles: [RoleID] = [], in gateway: TestGateway
    ) async throws -> User {
        let user = User(
            id: gateway.parts.surroundings.ids.next(), email: "ann@our.test", name: "Ann", level: level, roles: roles,
            createdAt: gateway.now)
        try await gateway.store.write { try $0.insert(user) }
        return user
    }

    private func key(
        for user: ID<User>?, level: PermissionLevel = .agent, roles: [RoleID] = [], in gateway: TestGateway
    ) async throws -> (key: APIKey, token: String) {
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.keys.create(
                label: "CRM", level: level, roles: roles, for: user, expiresAt: nil, by: "test", in: $0)
        }
    }

    private func principal(_ token: String, in gateway: TestGateway) async throws -> Principal? {
        try await gateway.store.read { [parts = gateway.parts] in
            try parts.keys.principal(token: token, in: $0)?.principal
        }
    }

    @Test("It speaks as the user, with the lower of the two levels")
    func level() async throws {
        for (ofUser, ofKey, expected) in [
            (.agent, .administrator, .agent), (.administrator, .agent, .agent), (.manager, .manager, .manager),
            (.manager, .administrator, .manager),
        ] as [(PermissionLevel, PermissionLevel, PermissionLevel)] {
            let gateway = try await TestGateway.make()
            let user = try await user(ofUser, in: gateway)
            let (_, token) = try await key(for: user.id, level: ofKey, in: gateway)
            #expect(try await principal(token, in: gateway) == Principal(.user(user.id), level: expected))
        }
    }

    @Test("It has the user's roles, everyone's among them, and writes in the user's name")
    func roles() async throws {
        let gateway = try await TestGateway.make()
        let user = try await user(roles: [Self.agents], in: gateway)
        let (_, token) = try await key(for: user.id, in: gateway)
        let standIn = try #require(try await principal(token, in: gateway))
        let message = try await gateway.notify("Hello", by: standIn)
        #expect(message.author == user.id.description)
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.setRoles(
                [.everyone], .sendNotification, of: TestGateway.sales, by: "test", in: $0)
        }
        try await gateway.notify("Hello", by: standIn)
        var without = user
        without.roles = []
        try await gateway.store.write { [without] in try $0.update(without) }
        try await gateway.notify("Hello", by: standIn)
        await #expect(throws: Refusal.self) { try await gateway.notify("Hello", at: TestGateway.service, by: standIn) }
    }

    @Test("It dies with the user's being disabled, and lives again with the user")
    func disabled() async throws {
        let gateway = try await TestGateway.make()
        var user = try await user(in: gateway)
        let (_, token) = try await key(for: user.id, in: gateway)
        for state in [User.State.disabled, .active, .erased] {
            user.state = state
            try await gateway.store.write { [user] in try $0.update(user) }
            #expect(try await (principal(token, in: gateway) != nil) == (state == .active))
        }
    }

    @Test("It gets no roles of its own, and no user that is not there or not active")
    func refused() async throws {
        let gateway = try await TestGateway.make()
        var user = try await user(in: gateway)
        let (made, _) = try await key(for: user.id, in: gateway)
        await #expect(throws: Refusal.self) {
            try await self.key(for: user.id, roles: [Self.agents], in: gateway)
        }
        await #expect(throws: Refusal.self) {
            _ = try await gateway.store.write { [parts = gateway.parts] in
                try parts.keys.setRoles([Self.agents], of: made.id, by: "test", in: $0)
            }
        }
        await #expect(throws: Refusal.self) { try await self.key(for: ID(rawValue: 5), in: gateway) }
        user.state = .disabled
        try await gateway.store.write { [user] in try $0.update(user) }
        await #expect(throws: Refusal.self) { try await self.key(for: user.id, in: gateway) }
    }
}
