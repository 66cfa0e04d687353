import GatewayModel
import ServiceLifecycleTestKit
import Testing

@testable import Gateway

@Suite("Agents: who is there, and until when", .timeLimit(.minutes(5)))
struct PresenceTests {
    /// What somebody who has logged in does.
    private func set(_ presence: Presence, by user: ID<User>, in house: TestPeople) async throws {
        try await house.gateway.store.write { [people = house.people] in
            try people.agents.set(presence, by: Principal(.user(user), level: .agent), in: $0)
        }
    }

    private func own(_ user: ID<User>, in house: TestPeople) async throws -> Agents.Profile {
        try await house.gateway.store.read { [people = house.people] in
            try people.agents.own(Principal(.user(user), level: .agent), in: $0)
        }
    }

    @Test("Unavailable until set; the time is that of the last change, and each change is told once")
    func set() async throws {
        let house = try await TestPeople.make()
        let user = try await house.user(roles: [TestPeople.agents]).id
        let before = try await own(user, in: house)
        #expect(before.agent == Agent(user: user) && before.load == 0)
        #expect(before.contactPoints == [.default, TestGateway.sales, TestGateway.service])
        for presence in [Presence.available, .available, .currentConversationsOnly, .unavailable] {
            house.gateway.pass(.seconds(10))
            try await set(presence, by: user, in: house)
        }
        let after = try await own(user, in: house).agent
        #expect(after.presence == .unavailable && after.since == house.gateway.now)
        let events = try await house.gateway.events(.agentPresenceChanged)
        #expect(events.map(\.value) == Array(repeating: user.description, count: 3))
        #expect(events.map(\.contactPoint) == [nil, nil, nil])
        let entries = try await house.gateway.auditEntries().filter { $0.action == "user.presence" }
        #expect(entries.isEmpty, "it is nobody's configuration")
    }

    @Test("An administrator sets presence and capacity, which is audited; what is no capacity is refused")
    func administrator() async throws {
        let house = try await TestPeople.make()
        let user = try await house.agent(capacity: 0)
        try await house.set(nil, capacity: 1000, of: user)
        for capacity in [-1, 1001] {
            let refusal = await #expect(throws: Refusal.self) { try await house.set(nil, capacity: capacity, of: user) }
            #expect(refusal?.fields.first?.name == "capacity")
        }
        #expect(try await own(user, in: house).agent.capacity == 1000)
        let entry = try await house.gateway.auditEntries().first { $0.action == "user.presence" }
        #expect(entry?.actor == "admin" && entry?.subject == "user/\(user)")
        #expect(entry?.before == "available, capacity 0" && entry?.after == "available, capacity 1000")
        try await house.update(user, Users.Choices(state: .disabled))
        await #expect(throws: Refusal.self) { try await house.set(.available, of: user) }
        await #expect(throws: Refusal.self) { try await house.set(.available, of: ID(rawValue: 1)) }
    }

    @Test("A service has no presence")
    func service() async throws {
        let house = try await TestPeople.make()
        let service = house.gateway.setup.agent
        let refusal = await #expect(throws: Refusal.self) {
            try await house.gateway.store.write { [people = house.people] in
                try people.agents.set(.available, by: service, in: $0)
            }
        }
        #expect(refusal?.code == "no-presence")
    }

    @Test("It ends with the last session, whatever ends that; not with one of two")
    func sessions() async throws {
        typealias Ending = @Sendable (TestPeople, LogIn.Entry) async throws -> Void
        let endings: [(String, Ending)] = [
            (
                "logging out",
                { house, entry in
                    try await house.gateway.store.write { [people = house.people] in
                        try people.sessions.end(entry.session.id, of: entry.user.id, in: $0)
                    }
                }
            ),
            (
                "an administrator",
                { house, entry in
                    try await house.gateway.store.write { [people = house.people] in
                        try people.sessions.endAll(of: entry.user.id, by: "test", in: $0)
                    }
                }
            ),
            ("another level", { try await $0.update($1.user.id, Users.Choices(level: .manager)) }),
            ("being disabled", { try await $0.update($1.user.id, Users.Choices(state: .disabled)) }),
            (
                "being erased",
                { house, entry in
                    try await house.gateway.store.write { [people = house.people] in
                        try people.users.erase(entry.user.id, by: "test", in: $0)
                    }
                }
            ),
            (
                "a password by a link",
                { house, entry in
                    try await house.people.passwords.set("nine mice in a boat", of: entry.user.id, by: "t")
                    try await house.people.presenceKeeper.drain()
                }
            ),
        ]
        for (what, bringAbout) in endings {
            let house = try await TestPeople.make()
            let user = try await house.user(roles: [TestPeople.agents]).id
            let (one, two) = (try await house.logIn(), try await house.logIn())
            try await set(.available, by: user, in: house)
            try await house.gateway.store.write { [people = house.people] in
                try people.sessions.end(one.session.id, of: user, in: $0)
            }
            try await house.people.presenceKeeper.drain()
            #expect(try await house.presence(of: user) == .available, "\(what): there is another session")
            house.gateway.pass(.seconds(5))
            try await bringAbout(house, two)
            #expect(try await house.presence(of: user) == .unavailable, "\(what)")
            #expect(try await house.gateway.store.read { try $0.agent(user)?.since } == house.gateway.now, "\(what)")
            #expect(try await house.gateway.events(.agentPresenceChanged).count == 2, "\(what)")
        }
    }

    @Test("One's own new password, which goes on in a new session, ends no presence")
    func newPassword() async throws {
        let house = try await TestPeople.make()
        let user = try await house.user(roles: [TestPeople.agents]).id
        let entry = try await house.logIn()
        try await set(.available, by: user, in: house)
        _ = try await house.people.passwords.change(
            from: TestPeople.password, to: "nine mice in a boat", by: entry.session)
        try await house.people.presenceKeeper.drain()
        #expect(try await house.presence(of: user) == .available)
    }

    @Test("It ends when the last session has lain idle, at that moment, and not while it is used")
    func runOut() async throws {
        let house = try await TestPeople.make { $0.idleSessions = .seconds(3600) }
        let user = try await house.user(roles: [TestPeople.agents]).id
        let entry = try await house.logIn()
        try await set(.currentConversationsOnly, by: user, in: house)
        let keeper = house.people.presenceKeeper
        #expect(try await keeper.drain() == house.gateway.now + .seconds(3600))
        house.gateway.pass(.seconds(1800))
        try await house.gateway.store.write { [now = house.gateway.now] in try $0.setSeen(now, entry.session.id) }
        house.gateway.pass(.milliseconds(3_599_999))
        #expect(try await keeper.drain() == house.gateway.now + .milliseconds(1))
        #expect(try await house.presence(of: user) == .currentConversationsOnly)
        house.gateway.pass(.milliseconds(1))
        #expect(try await keeper.drain() == nil)
        #expect(try await house.presence(of: user) == .unavailable)
        #expect(try await house.gateway.store.read { try $0.agent(user)?.since } == house.gateway.now)
        try await keeper.drain()
        #expect(try await house.gateway.events(.agentPresenceChanged).count == 2)
    }

    @Test("Set for somebody who has not logged in, as another system does, it lasts until it is set anew")
    func kept() async throws {
        let house = try await TestPeople.make()
        let user = try await house.agent()
        #expect(try await house.people.presenceKeeper.drain() == nil)
        let entry = try await house.logIn()
        try await house.gateway.store.write { [people = house.people] in
            try people.sessions.end(entry.session.id, of: user, in: $0)
        }
        #expect(try await house.presence(of: user) == .available)
        // Set again while there is a session, it ends with it.
        let again = try await house.logIn()
        try await house.set(.available, of: user)
        try await house.gateway.store.write { [people = house.people] in
            try people.sessions.end(again.session.id, of: user, in: $0)
        }
        #expect(try await house.presence(of: user) == .unavailable)
        // Who is disabled is not there, whoever said so.
        try await house.set(.available, of: user)
        try await house.update(user, Users.Choices(state: .disabled))
        #expect(try await house.presence(of: user) == .unavailable)
    }

    @Test("The service ends it by itself, and stops when told to")
    func works() async throws {
        let house = try await TestPeople.make { $0.idleSessions = .milliseconds(50) }
        let user = try await house.user(roles: [TestPeople.agents]).id
        _ = try await house.logIn()
        try await set(.available, by: user, in: house)
        house.gateway.pass(.milliseconds(50))
        let bell = Bell()
        house.gateway.store.signal.connect(bell)
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup { group in
                group.addTask { try await house.people.presenceKeeper.run() }
                for await _ in bell.rings where try await house.presence(of: user) == .unavailable { break }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    @Test("Agents see those they work with, managers see all; nobody sees who is no agent")
    func list() async throws {
        let house = try await TestPeople.make()
        let gateway = house.gateway
        let readers = try await gateway.store.write { [parts = gateway.parts] transaction in
            let role = try parts.roles.create(id: nil, label: "Readers", by: "test", in: transaction).id
            try parts.contactPoints.setRoles([], .answer, of: .default, by: "test", in: transaction)
            try parts.contactPoints.setRoles([], .read, of: .default, by: "test", in: transaction)
            try parts.contactPoints.setRoles([role], .read, of: TestGateway.service, by: "test", in: transaction)
            try parts.contactPoints.setRoles([.everyone], .answer, of: TestGateway.service, by: "test", in: transaction)
            return role
        }
        let ann = try await house.agent()
        let bob = try await house.user("bob@our.test").id
        let cid = try await house.user("cid@our.test", roles: [readers]).id
        let dan = try await house.user("dan@our.test").id
        try await house.update(dan, Users.Choices(state: .disabled))
        func seen(
            by user: ID<User>, _ level: PermissionLevel = .agent, at contactPoint: ContactPointID? = nil
        ) async throws -> [ID<User>] {
            try await gateway.store.read { [people = house.people] in
                try people.agents.list(
                    at: contactPoint, by: Principal(.user(user), level: level), Page(after: nil, limit: 9), in: $0
                ).agents.map(\.user.id)
            }
        }
        // Ann reads at sales, where she alone answers; Cid at service, where everybody does; Bob nowhere.
        #expect(try await seen(by: ann) == [ann])
        #expect(try await seen(by: bob) == [])
        #expect(try await seen(by: cid) == [ann, bob, cid])
        #expect(try await seen(by: bob, .manager) == [ann, bob, cid])
        #expect(try await seen(by: bob, .manager, at: TestGateway.sales) == [ann])
        #expect(try await seen(by: cid, at: TestGateway.sales) == [])
        func find(_ user: ID<User>, by viewer: ID<User>) async throws -> ID<User> {
            try await gateway.store.read { [people = house.people] in
                try people.agents.find(user, by: Principal(.user(viewer), level: .agent), in: $0).user.id
            }
        }
        #expect(try await find(bob, by: bob) == bob)
        #expect(try await find(bob, by: cid) == bob)
        await #expect(throws: Refusal.self) { try await find(cid, by: ann) }
        await #expect(throws: Refusal.self) { try await find(dan, by: cid) }
    }
}
