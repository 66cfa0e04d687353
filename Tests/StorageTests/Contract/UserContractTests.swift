import Gateway
import GatewayModel
import Testing

@Suite("Store: users")
struct UserContractTests {
    private static let agents = RoleID("agents")!
    private static let others = RoleID("others")!

    @Test("A user comes back as it was, by id and by e-mail address", arguments: StoreUnderTest.all)
    func rows(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        var user = Samples.user(2, level: .manager, roles: [Self.agents, Self.others])
        try await store.write { [user] transaction in
            try transaction.insert(Samples.user(1))
            try transaction.insert(user)
            try transaction.insert(Samples.user(3, .disabled))
        }
        #expect(try await store.read { try $0.user(ID(rawValue: 2)) } == user)
        #expect(try await store.read { try $0.user(email: "user2@our.test") } == user)
        #expect(try await store.read { try $0.user(email: "USER2@our.test") } == nil)
        #expect(try await store.read { try $0.user(ID(rawValue: 4)) } == nil)
        let page = try await store.read { try $0.users(Page(after: ID(rawValue: 1), limit: 1)) }
        #expect(page == [user])

        user.email = "else@our.test"
        user.roles = []
        user.state = .disabled
        try await store.write { [user] in try $0.update(user) }
        #expect(try await store.read { try $0.user(ID(rawValue: 2)) } == user)
    }

    @Test("An e-mail address belongs to one user; any number have none", arguments: StoreUnderTest.all)
    func email(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { try $0.insert(Samples.user(1)) }
        var twin = Samples.user(2)
        twin.email = Samples.user(1).email
        await #expect(throws: (any Error).self) { try await store.write { [twin] in try $0.insert(twin) } }
        twin.email = nil
        try await store.write { [twin] transaction in
            try transaction.insert(twin)
            var third = Samples.user(3, .erased)
            third.email = nil
            try transaction.insert(third)
        }
    }

    @Test("Outbound rights of a user: by enabled roles, and everyone's while active", arguments: StoreUnderTest.all)
    func rights(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for role in [RoleID.everyone, Self.agents, Self.others] {
                try transaction.insert(Role(id: role, label: "r"))
            }
            try transaction.insert(Samples.user(1, roles: [Self.agents]))
            try transaction.insert(Samples.user(2))
        }
        func holds(_ user: Int64, in list: [RoleID]) async throws -> Bool {
            try await store.write { transaction in
                try transaction.setRoles(list, .startConversation, of: Samples.sales)
                let identity = Principal.Identity.user(ID(rawValue: user))
                #expect(try !transaction.holds(identity, .sendNotification, of: Samples.sales))
                #expect(try !transaction.holds(identity, .startConversation, of: Samples.service))
                return try transaction.holds(identity, .startConversation, of: Samples.sales)
            }
        }
        let cases: [(Int64, [RoleID], Bool)] = [
            (1, [], false), (1, [Self.agents], true), (1, [Self.others], false), (1, [.everyone], true),
            (1, [Self.others, Self.agents], true), (2, [], false), (2, [Self.agents], false), (2, [.everyone], true),
            (3, [.everyone], false),
        ]
        for (user, list, expected) in cases { #expect(try await holds(user, in: list) == expected, "\(user) \(list)") }
        try await store.write { transaction in
            try transaction.update(Role(id: Self.agents, label: "r", isDisabled: true))
            try transaction.update(Samples.user(2, .disabled))
        }
        #expect(try await !holds(1, in: [Self.agents]))
        #expect(try await holds(1, in: [Self.agents, .everyone]))
        #expect(try await !holds(2, in: [.everyone]))
        // A service holds no one's roles but its own.
        #expect(
            try await store.read {
                try !$0.holds(.service(ID(rawValue: 1)), .startConversation, of: Samples.sales)
            })
    }

    @Test("Who counts as an administrator that can get in", arguments: StoreUnderTest.all)
    func administrators(engine: StoreUnderTest) async throws {
        let now = Samples.time(100)
        func key(
            _ level: PermissionLevel = .administrator, for user: Int64? = nil, expires: Int64? = nil,
            revoked: Int64? = nil
        ) -> APIKey {
            APIKey(
                id: ID(rawValue: 9), label: "k", level: level, roles: [], user: user.map { ID(rawValue: $0) },
                createdAt: now, expiresAt: expires.map(Samples.time), revokedAt: revoked.map(Samples.time))
        }
        let user = Samples.user(1, level: .administrator)
        let disabled = Samples.user(1, level: .administrator, .disabled)
        var withPassword = user
        withPassword.passwordSetAt = now
        let cases: [(User?, APIKey?, Bool)] = [
            (nil, nil, false), (user, nil, false), (withPassword, nil, true), (nil, key(), true),
            (nil, key(.manager), false),
            (nil, key(expires: 101), true), (nil, key(expires: 100), false), (nil, key(revoked: 1), false),
            (user, key(for: 1), true), (disabled, key(for: 1), false), (user, key(.agent, for: 1), false),
            (Samples.user(1, level: .manager), key(for: 1), false), (nil, key(for: 1), false),
        ]
        for (user, key, expected) in cases {
            let store = try engine.make()
            let found = try await store.write { transaction in
                if let user {
                    try transaction.insert(user)
                    try transaction.setPassword("hashed", at: user.passwordSetAt, of: user.id)
                }
                if let key {
                    try transaction.insert(key, hash: [1])
                    try transaction.update(key)
                }
                return try transaction.hasAdministrator(at: now)
            }
            #expect(found == expected, "\(String(describing: user)) \(String(describing: key))")
        }
    }
}
