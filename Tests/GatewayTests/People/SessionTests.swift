import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("Sessions")
struct SessionTests {
    private func end(_ id: ID<Session>, of user: ID<User>, in house: TestPeople) async throws {
        try await house.gateway.store.write { [people = house.people] in
            try people.sessions.end(id, of: user, in: $0)
        }
    }

    /// What somebody does at the panel.
    private func use(_ entry: LogIn.Entry, in house: TestPeople) async throws -> Bool {
        guard let caller = try await house.caller(entry) else { return false }
        if house.people.callers.useIsStale(caller) {
            try await house.gateway.store.write { [people = house.people] in
                try people.callers.noteUse(of: caller, in: $0)
            }
        }
        return true
    }

    @Test("It ends when it lies idle, and not a millisecond before")
    func idle() async throws {
        let house = try await TestPeople.make { $0.idleSessions = .seconds(3600) }
        _ = try await house.user()
        let entry = try await house.logIn()
        #expect(house.people.sessions.idleEnd(of: entry.session) == house.gateway.now + .seconds(3600))
        house.gateway.pass(.milliseconds(3_599_999))
        #expect(try await use(entry, in: house))
        house.gateway.pass(.milliseconds(3_599_999))
        #expect(try await use(entry, in: house))
        house.gateway.pass(.seconds(3600))
        #expect(try await !use(entry, in: house))
    }

    @Test("However much it is used, it has an end")
    func absolute() async throws {
        let house = try await TestPeople.make {
            $0.idleSessions = .seconds(3600)
            $0.longestSessions = .seconds(4 * 3600)
        }
        _ = try await house.user()
        let entry = try await house.logIn()
        for _ in 0..<7 {
            house.gateway.pass(.seconds(1800))
            #expect(try await use(entry, in: house))
        }
        house.gateway.pass(.milliseconds(1_799_999))
        #expect(try await use(entry, in: house))
        house.gateway.pass(.milliseconds(1))
        #expect(try await !use(entry, in: house))
        #expect(try await house.gateway.store.read { try $0.sessions(of: entry.user.id) }.count == 1)
        house.gateway.pass(.milliseconds(1))
        #expect(try await house.gateway.parts.pruner.drain()[.sessions] == 1)
    }

    @Test("The time of last use is written once a minute, however often it is used")
    func resolution() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        let entry = try await house.logIn()
        for seconds in [59, 60, 61, 119, 120] {
            let before = try #require(try await house.caller(entry)?.session?.seenAt)
            house.gateway.pass(entry.session.createdAt + .seconds(seconds) - house.gateway.now)
            #expect(try await use(entry, in: house))
            let after = try #require(try await house.caller(entry)?.session?.seenAt)
            #expect((after != before) == [60, 120].contains(seconds))
        }
    }

    @Test("What ends every session of a user, and nobody else's")
    func endings() async throws {
        let endings: [(String, @Sendable (TestPeople, LogIn.Entry) async throws -> Void)] = [
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
            ("another password", { try await $0.people.passwords.set("nine mice in a boat", of: $1.user.id, by: "t") }),
            (
                "an administrator",
                { house, entry in
                    try await house.gateway.store.write { [people = house.people] in
                        try people.sessions.endAll(of: entry.user.id, by: "test", in: $0)
                    }
                }
            ),
        ]
        for (what, bringAbout) in endings {
            let house = try await TestPeople.make()
            _ = try await house.user()
            _ = try await house.user("bob@our.test")
            let (one, two, bobs) = (
                try await house.logIn(), try await house.logIn(), try await house.logIn("bob@our.test")
            )
            try await bringAbout(house, one)
            #expect(try await house.caller(one) == nil, "\(what)")
            #expect(try await house.caller(two) == nil, "\(what)")
            #expect(try await house.caller(bobs) != nil, "\(what)")
        }
    }

    @Test("Another name and other roles end none; the roles count at once")
    func noEnding() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        let entry = try await house.logIn()
        let caller = try #require(try await house.caller(entry))
        await #expect(throws: Refusal.self) { try await house.gateway.notify("Hello", by: caller.principal) }
        try await house.update(ann.id, Users.Choices(name: "Anne", roles: [RoleID("agents")!]))
        #expect(try await house.caller(entry) != nil)
        try await house.gateway.notify("Hello", by: caller.principal)
    }

    @Test("One's own password needs the one before; every session ends, and one to go on with begins")
    func changePassword() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        let (one, two) = (try await house.logIn(), try await house.logIn())
        let refusal = await #expect(throws: Refusal.self) {
            try await house.people.passwords.change(
                from: "not that one", to: "nine mice in a boat", by: one.session)
        }
        #expect(refusal?.fields.first?.name == "current")
        #expect(try await house.caller(two) != nil)
        let (session, token) = try await house.people.passwords.change(
            from: TestPeople.password, to: "nine mice in a boat", by: one.session)
        #expect(try await house.caller(one) == nil)
        #expect(try await house.caller(two) == nil)
        #expect(try await house.caller(token: token)?.session?.id == session.id)
        #expect(await house.refusal()?.code == "log-in-failed")
        try await house.logIn("ann@our.test", "nine mice in a boat")
    }

    @Test("A stolen session does not find out the password")
    func stolen() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        let entry = try await house.logIn()
        for number in 0..<20 {
            let refusal = await #expect(throws: Refusal.self) {
                try await house.people.passwords.confirm("guess number \(number)", by: entry.session)
            }
            #expect((refusal?.kind == .invalid) == (number < LogInBackOff.freeFailures))
        }
        // The person can still log in.
        try await house.logIn()
    }

    @Test("One sees and ends one's own, and no other's; the oldest of too many ends by itself")
    func own() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        let bob = try await house.user("bob@our.test")
        let bobs = try await house.logIn("bob@our.test")
        var entries: [LogIn.Entry] = []
        for _ in 0..<Sessions.mostOfUser {
            entries.append(try await house.logIn())
            house.gateway.pass(.seconds(1))
        }
        let list = try await house.gateway.store.read { [people = house.people] in
            try people.sessions.list(of: ann.id, in: $0)
        }
        #expect(list.map(\.id) == entries.map(\.session.id))
        #expect(list.first?.address == "192.0.2.1" && list.first?.agent == "Browser")
        await #expect(throws: Refusal.self) { try await end(bobs.session.id, of: ann.id, in: house) }
        await #expect(throws: Refusal.self) { try await end(entries[0].session.id, of: bob.id, in: house) }
        #expect(try await house.caller(bobs) != nil)
        try await house.logIn()
        #expect(try await house.caller(entries[0]) == nil)
        try await end(entries[1].session.id, of: ann.id, in: house)
        #expect(try await house.caller(entries[1]) == nil)
        #expect(try await house.caller(entries[2]) != nil)
        await #expect(throws: Refusal.self) { try await end(entries[1].session.id, of: ann.id, in: house) }
    }

    @Test("After a restore from a backup all sessions and links are over")
    func restored() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        let entry = try await house.logIn()
        let token = try await house.gateway.store.write { [people = house.people] transaction in
            try people.links.make(for: ann, in: transaction).token
        }
        try await house.gateway.store.write { [gateway = house.gateway] in
            _ = try Restoration(gateway.parts.surroundings).settle(takenAt: gateway.now, by: "test", in: $0)
        }
        #expect(try await house.caller(entry) == nil)
        await #expect(throws: Refusal.self) {
            try await house.people.passwords.set("nine mice in a boat", byLink: token)
        }
        try await house.logIn()
    }
}
