import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("Users")
struct UserTests {
    private static let agents = RoleID("agents")!

    private func create(
        _ email: String, name: String = "Ann", roles: [RoleID] = [], in house: TestPeople
    ) async throws -> User {
        try await house.user(email, name: name, roles: roles, password: nil)
    }

    @Test("An e-mail address is one user's, in whatever case")
    func email() async throws {
        let house = try await TestPeople.make()
        let ann = try await create("Ann@our.test", in: house)
        let bob = try await create("bob@our.test", in: house)
        #expect(ann.email == "ann@our.test")
        for email in ["ann@our.test", "ANN@OUR.TEST"] {
            let refusal = await #expect(throws: Refusal.self) { try await create(email, in: house) }
            #expect(refusal?.kind == .conflict && refusal?.fields.first?.name == "email")
            await #expect(throws: Refusal.self) {
                try await house.update(bob.id, Users.Choices(email: MailAddress(email)!))
            }
        }
        try await house.update(ann.id, Users.Choices(email: MailAddress("ANN@our.test")!))
    }

    @Test("A name on one line; roles that are there, and not everyone, which nobody is given")
    func refused() async throws {
        let house = try await TestPeople.make()
        for name in ["", "  ", "A\nB", String(repeating: "a", count: 101)] {
            await #expect(throws: Refusal.self) { try await create("a@our.test", name: name, in: house) }
        }
        for role in [RoleID.everyone, RoleID("no-such")!] {
            let refusal = await #expect(throws: Refusal.self) {
                try await create("a@our.test", roles: [Self.agents, role], in: house)
            }
            #expect(refusal?.fields.first?.name == "roles[1]")
        }
        #expect(try await house.gateway.store.read { try $0.users(Page(after: nil, limit: 9)) }.isEmpty)
        let user = try await create("a@our.test", roles: [Self.agents, Self.agents], in: house)
        #expect(user.roles == [Self.agents])
        await #expect(throws: Refusal.self) { try await house.update(ID(rawValue: 5), Users.Choices(name: "B")) }
    }

    @Test("Every change is audited, by id; what changes nothing is not")
    func audit() async throws {
        let house = try await TestPeople.make()
        let ann = try await create("ann@our.test", name: "Ann Example", in: house)
        try await house.update(ann.id, Users.Choices(name: "Ann Example", level: .agent, state: .active))
        try await house.update(ann.id, Users.Choices(name: "Anne", level: .manager, roles: [Self.agents]))
        try await house.update(ann.id, Users.Choices(email: MailAddress("anne@our.test")!, state: .disabled))
        let entries = try await house.gateway.auditEntries().filter { $0.subject == "user/\(ann.id)" }
        let told = entries.reversed().map { [$0.action, $0.before ?? "", $0.after ?? ""] }
        #expect(
            told == [
                ["user.create", "", "agent, active, roles: "],
                ["user.update", "agent, active, roles: ", "manager, active, roles: agents; another name"],
                [
                    "user.update", "manager, active, roles: agents",
                    "manager, disabled, roles: agents; another e-mail address",
                ],
            ])
        let text = entries.map { "\($0)" }.joined()
        for personal in ["Ann", "@our.test"] { #expect(!text.contains(personal)) }
    }

    @Test("Who is erased stands nowhere any more, and never comes back; the id stays")
    func erased() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user("ann@our.test", name: "Ann Example", roles: [Self.agents])
        let entry = try await house.enrol(house.logIn()).entry
        #expect(try await house.caller(entry) != nil)
        let (key, token) = try await house.gateway.store.write { [parts = house.gateway.parts] in
            try parts.keys.create(
                label: "CRM", level: .agent, roles: [], for: ann.id, expiresAt: nil, by: "test", in: $0)
        }
        let message = try await house.gateway.notify("Hello", by: Principal(.user(ann.id), level: .agent))
        for _ in 0..<2 {
            try await house.gateway.store.write { [people = house.people] in
                try people.users.erase(ann.id, by: "test", in: $0)
            }
        }
        let (user, factor, password, left) = try await house.gateway.store.read { transaction in
            (
                try transaction.user(ann.id), try transaction.secondFactor(of: ann.id),
                try transaction.password(of: ann.id), try transaction.apiKey(key.id)
            )
        }
        #expect(user?.email == nil && user?.name == "" && user?.roles == [] && user?.state == .erased)
        #expect(factor == nil && password == nil && left?.revokedAt != nil)
        #expect(try await house.caller(entry) == nil)
        let holder = try await house.gateway.store.read { [parts = house.gateway.parts] in
            try parts.keys.principal(token: token, in: $0)?.principal
        }
        #expect(holder == nil)
        #expect(message.author == ann.id.description)
        let log = try await house.gateway.auditEntries().map { "\($0)" }.joined()
        for personal in ["Ann Example", "ann@our.test"] { #expect(!log.contains(personal)) }
        for choices in [Users.Choices(state: .active), Users.Choices(name: "Ann")] {
            let refusal = await #expect(throws: Refusal.self) { try await house.update(ann.id, choices) }
            #expect(refusal?.code == "user-erased")
        }
        #expect(await house.refusal()?.code == "log-in-failed")
        // The address is free again.
        _ = try await house.user("ann@our.test")
    }
}

@Suite("The last administrator")
struct LastAdministratorTests {
    /// A way in which somebody might lock everybody out.
    private struct Way: Sendable {
        let what: String
        let act: @Sendable (TestPeople, User, APIKey) async throws -> Void
    }

    private static let ways = [
        Way(what: "demote") { house, user, _ in try await house.update(user.id, Users.Choices(level: .manager)) },
        Way(what: "disable") { house, user, _ in try await house.update(user.id, Users.Choices(state: .disabled)) },
        Way(what: "erase") { house, user, _ in
            try await house.gateway.store.write { [people = house.people] in
                try people.users.erase(user.id, by: "test", in: $0)
            }
        },
    ]

    private func revoke(_ key: APIKey, in house: TestPeople) async throws {
        try await house.gateway.store.write { [parts = house.gateway.parts] in
            try parts.keys.revoke(key.id, by: "test", in: $0)
        }
    }

    private func key(
        _ level: PermissionLevel = .administrator, for user: ID<User>? = nil, expiresAt: Timestamp? = nil,
        in house: TestPeople
    ) async throws -> APIKey {
        try await house.gateway.store.write { [parts = house.gateway.parts] in
            try parts.keys.create(
                label: "k", level: level, roles: [], for: user, expiresAt: expiresAt, by: "test", in: $0
            ).key
        }
    }

    @Test("Cannot be demoted, disabled or erased, while a second one can")
    func person() async throws {
        for way in Self.ways {
            let house = try await TestPeople.make()
            let ann = try await house.user("ann@our.test", .administrator)
            let agent = try await key(.agent, in: house)
            // Somebody who was invited and has no password yet can let nobody in.
            _ = try await house.user("invited@our.test", .administrator, password: nil)
            _ = try await key(expiresAt: house.gateway.now + .seconds(1), in: house)
            house.gateway.pass(.seconds(1))
            let before = try await house.gateway.store.read { try $0.user(ann.id) }
            let refusal = await #expect(throws: Refusal.self) { try await way.act(house, ann, agent) }
            #expect(refusal?.kind == .conflict && refusal?.code == "last-administrator", "\(way.what)")
            #expect(try await house.gateway.store.read { try $0.user(ann.id) } == before)
            _ = try await house.user("bob@our.test", .administrator)
            try await way.act(house, ann, agent)
        }
    }

    @Test("Cannot be revoked where it is a key, a service's or a user's")
    func keys() async throws {
        let house = try await TestPeople.make()
        let (one, other) = (try await key(in: house), try await key(in: house))
        try await revoke(one, in: house)
        let refusal = await #expect(throws: Refusal.self) { try await revoke(other, in: house) }
        #expect(refusal?.code == "last-administrator")
        let ann = try await house.user("ann@our.test", .administrator, password: nil)
        let standIn = try await key(for: ann.id, in: house)
        try await revoke(other, in: house)
        await #expect(throws: Refusal.self) { try await revoke(standIn, in: house) }
        await #expect(throws: Refusal.self) { try await Self.ways[1].act(house, ann, standIn) }
        // Where nobody was left anyway, nothing is refused.
        let empty = try await TestPeople.make()
        let agent = try await empty.user()
        try await empty.update(agent.id, Users.Choices(state: .disabled))
    }

    @Test("Two who disable each other at the same moment: one of them stays")
    func race() async throws {
        for _ in 0..<5 {
            let house = try await TestPeople.make()
            let users = [
                try await house.user("ann@our.test", .administrator),
                try await house.user("bob@our.test", .administrator),
            ]
            let done = await withTaskGroup(of: Bool.self) { group in
                for user in users {
                    group.addTask { (try? await house.update(user.id, Users.Choices(state: .disabled))) != nil }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(done.count { $0 } == 1)
        }
    }
}
