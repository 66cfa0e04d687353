import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("Links that set a password, and the mails that bring them")
struct PasswordLinkTests {
    private static let new = "nine mice in a boat"

    private func issue(for user: ID<User>, in house: TestPeople) async throws -> PasswordLinks.Delivery {
        try await house.gateway.store.write { [people = house.people] in
            try people.links.issue(for: user, by: "test", in: $0)
        }
    }

    private func handOver(to user: ID<User>, in house: TestPeople) async throws -> (token: String, until: Timestamp) {
        guard case .handOver(let link, let until) = try await issue(for: user, in: house) else {
            throw StoreFailure("it was mailed")
        }
        #expect(link.hasPrefix("https://panel.test/panel/reset#"))
        return (String(link.split(separator: "#")[1]), until)
    }

    private func ask(_ email: String = "ann@our.test", in house: TestPeople) async throws {
        try house.people.resets.request(email: email, client: nil)
        try await house.people.drain()
    }

    @Test("Without mail whoever invites hands the link over: it sets one password, once")
    func once() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user(password: nil)
        let (token, until) = try await handOver(to: ann.id, in: house)
        #expect(until == house.gateway.now + .seconds(72 * 3600))
        #expect(try house.gateway.databaseBytes().range(of: Data(token.utf8)) == nil)
        let refusal = await #expect(throws: Refusal.self) {
            try await house.people.passwords.set("password123", byLink: token)
        }
        #expect(refusal?.kind == .invalid)
        let mark = try await house.people.passwords.set(Self.new, byLink: token)
        let again = await #expect(throws: Refusal.self) {
            try await house.people.passwords.set("ten mice in a boat", byLink: token)
        }
        #expect(again?.kind == .gone)
        // The mark that comes with it spares the person waiting with those who guess.
        for _ in 0..<10 { _ = await house.refusal("ann@our.test", "wrong guess") }
        #expect(await house.refusal("ann@our.test", Self.new)?.code == "too-many-failures")
        try await house.logIn("ann@our.test", Self.new, device: mark)
        for wrong in ["", "x", token + "x", String(repeating: "a", count: 5000)] {
            await #expect(throws: Refusal.self) { try await house.people.passwords.set(Self.new, byLink: wrong) }
        }
    }

    @Test("A reset is good for an hour; an invitation for three days; neither a millisecond longer")
    func lives() async throws {
        for (password, seconds) in [(TestPeople.password, 3600), (nil, 72 * 3600)] {
            let house = try await TestPeople.make()
            let ann = try await house.user(password: password)
            let tokens = [
                try await handOver(to: ann.id, in: house).token, try await handOver(to: ann.id, in: house).token,
            ]
            house.gateway.pass(.seconds(seconds) - .milliseconds(1))
            let found = try await house.gateway.store.read { [people = house.people] in
                try people.links.find(token: tokens[0], in: $0).user.id
            }
            #expect(found == ann.id)
            house.gateway.pass(.milliseconds(1))
            for token in tokens {
                await #expect(throws: Refusal.self) { try await house.people.passwords.set(Self.new, byLink: token) }
            }
            house.gateway.pass(.milliseconds(1))
            #expect(try await house.gateway.parts.pruner.drain()[.passwordLinks] == 2)
        }
    }

    @Test(
        "Every link of a user dies with the first that is used, with another address, with a new password, and with being disabled"
    )
    func deaths() async throws {
        let deaths: [(String, @Sendable (TestPeople, User) async throws -> Void)] = [
            ("another address", { try await $0.update($1.id, Users.Choices(email: MailAddress("else@our.test")!)) }),
            ("a new password", { try await $0.people.passwords.set("ten mice in a boat", of: $1.id, by: "test") }),
            ("being disabled", { try await $0.update($1.id, Users.Choices(state: .disabled)) }),
            (
                "being disabled and enabled",
                {
                    try await $0.update($1.id, Users.Choices(state: .disabled))
                    try await $0.update($1.id, Users.Choices(state: .active))
                }
            ),
            (
                "another link",
                { house, user in
                    let other = try await house.gateway.store.write { [people = house.people] in
                        try people.links.make(for: user, in: $0).token
                    }
                    _ = try await house.people.passwords.set("ten mice in a boat", byLink: other)
                }
            ),
        ]
        for (what, die) in deaths {
            let house = try await TestPeople.make()
            let ann = try await house.user()
            let token = try await handOver(to: ann.id, in: house).token
            try await die(house, ann)
            let refusal = await #expect(throws: Refusal.self) {
                try await house.people.passwords.set(Self.new, byLink: token)
            }
            #expect(refusal?.kind == .gone, "\(what)")
        }
    }

    @Test("The second factor stays when the password is new")
    func secondFactorStays() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        _ = try await house.enrol(house.logIn())
        _ = try await house.people.passwords.set(Self.new, byLink: handOver(to: ann.id, in: house).token)
        #expect(await house.refusal("ann@our.test", Self.new)?.code == "second-factor-needed")
    }

    @Test("Whoever asks by mail gets a link, if there is such a user who is active; nobody hears which")
    func mailed() async throws {
        let house = try await TestPeople.make(mail: Postbox())
        let ann = try await house.user()
        let off = try await house.user("off@our.test")
        try await house.update(off.id, Users.Choices(state: .disabled))
        for email in ["ANN@our.test", "off@our.test", "nobody@our.test", "ann@our.test"] {
            try house.people.resets.request(email: email, client: "192.0.2.1")
        }
        // Nothing was done for it yet when the answer went out.
        #expect(house.postbox?.tries == 0)
        #expect(try await house.gateway.store.read { try $0.passwordMail(to: ann.id) } == nil)
        try await house.people.drain()
        let mail = try #require(house.postbox?.mails.first)
        #expect(house.postbox?.mails.count == 1)
        #expect(mail.to == [MailAddress("ann@our.test")!])
        #expect(mail.text.contains("Hello Ann") && mail.text.contains("an hour"))
        _ = try await house.people.passwords.set(Self.new, byLink: house.mailedTokens()[0])
        try await house.logIn("ann@our.test", Self.new)
        let entries = try await house.gateway.auditEntries().filter { $0.action == "password-link.mail" }
        #expect(entries.map(\.actor) == ["anybody"] && entries.map(\.subject) == ["user/\(ann.id)"])
    }

    @Test("Three links an hour are mailed to one user, ten requests a minute taken from one address")
    func limits() async throws {
        let house = try await TestPeople.make(mail: Postbox())
        _ = try await house.user()
        for _ in 0..<10 { try await ask(in: house) }
        #expect(house.postbox?.mails.count == 3)
        // All three are good: whoever asks in another's name spoils nothing.
        #expect(Set(try house.mailedTokens()).count == 3)
        house.gateway.pass(.seconds(3601))
        try await ask(in: house)
        #expect(house.postbox?.mails.count == 4)
        for number in 0..<10 {
            try house.people.resets.request(email: "nobody\(number)@our.test", client: "192.0.2.1")
        }
        let refusal = #expect(throws: Refusal.self) {
            try house.people.resets.request(email: "ann@our.test", client: "192.0.2.1")
        }
        #expect(refusal?.code == "too-many-failures")
        try house.people.resets.request(email: "ann@our.test", client: "192.0.2.2")
    }

    @Test("An invitation waits for a mail server that is down, also over a restart, with no link in the database")
    func patience() async throws {
        let postbox = Postbox()
        let house = try await TestPeople.make(mail: postbox)
        let ann = try await house.user(password: nil)
        postbox.fail(.temporary)
        #expect(try await issue(for: ann.id, in: house) == .mailed)
        try await house.people.drain()
        try await house.people.drain()
        #expect(postbox.tries == 1)
        for wait in [30, 60, 120, 240] {
            house.gateway.pass(.seconds(wait - 1))
            try await house.people.drain()
            let before = postbox.tries
            house.gateway.pass(.seconds(1))
            try await house.people.drain()
            #expect(postbox.tries == before + 1, "\(wait)")
        }
        let later = try await TestPeople.make(on: house.gateway.restarted(), mail: postbox)
        postbox.fail(nil)
        later.gateway.pass(.seconds(480))
        try await later.people.drain()
        try await later.people.drain()
        #expect(postbox.mails.count == 1)
        #expect(postbox.mails[0].text.contains("three days"))
        _ = try await later.people.passwords.set(Self.new, byLink: later.mailedTokens()[0])
    }

    @Test("What no mail server takes for as long as it would have been good is given up, and told")
    func givenUp() async throws {
        let postbox = Postbox()
        let house = try await TestPeople.make(mail: postbox)
        let ann = try await house.user()
        postbox.fail(.permanent)
        try await ask(in: house)
        for _ in 0..<10 {
            house.gateway.pass(.seconds(1800))
            try await house.people.drain()
        }
        #expect(postbox.tries == 2)
        #expect(try await house.gateway.store.read { try $0.passwordMail(to: ann.id) } == nil)
        #expect(try await house.gateway.auditEntries().count { $0.action == "password-link.give-up" } == 1)
    }

    @Test("Nobody who was disabled, erased or given a password meanwhile is mailed")
    func nobodyElse() async throws {
        let postbox = Postbox()
        let house = try await TestPeople.make(mail: postbox)
        let users = [
            try await house.user("a@our.test", password: nil), try await house.user("b@our.test", password: nil),
            try await house.user("c@our.test", password: nil),
        ]
        for user in users { #expect(try await issue(for: user.id, in: house) == .mailed) }
        try await house.update(users[0].id, Users.Choices(state: .disabled))
        try await house.gateway.store.write { [people = house.people] in
            try people.users.erase(users[1].id, by: "test", in: $0)
        }
        try await house.people.passwords.set(Self.new, of: users[2].id, by: "test")
        try await house.people.drain()
        #expect(postbox.tries == 0)
        await #expect(throws: Refusal.self) { try await issue(for: users[0].id, in: house) }
    }

    @Test("Without mail nobody can ask, and hears whom to ask; that depends on no address")
    func noMail() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        for email in ["ann@our.test", "nobody@our.test"] {
            let refusal = #expect(throws: Refusal.self) {
                try house.people.resets.request(email: email, client: nil)
            }
            #expect(refusal?.code == "no-mail" && refusal?.explanation.contains("administrator") == true)
        }
    }
}
