import ConnectorTestKit
import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("Logging in")
struct LogInTests {
    @Test(
        "E-mail address in any case and password open a session; the database holds neither token nor password",
        TestEngine.onFiles)
    func opens() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user("Ann@Our.test")
        #expect(ann.email == "ann@our.test")
        let entry = try await house.logIn("ANN@our.TEST")
        let caller = try #require(try await house.caller(entry))
        #expect(caller.principal == Principal(.user(ann.id), level: .agent))
        #expect(caller.session?.id == entry.session.id && !caller.mustEnrol)
        #expect(try await house.gateway.store.read { try $0.user(ann.id) }?.lastLogInAt == house.gateway.now)
        let bytes = try house.gateway.databaseBytes()
        for secret in [entry.token, entry.device, TestPeople.password] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
        // The search itself finds what is there.
        #expect(bytes.range(of: Data("ann@our.test".utf8)) != nil)
        for wrong in ["", "x", entry.token + "x", String(entry.token.dropLast()), String(repeating: "a", count: 5000)] {
            #expect(try await house.caller(token: wrong) == nil)
        }
    }

    @Test("Whatever is wrong, the refusal is the same")
    func sameRefusal() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        _ = try await house.user("invited@our.test", password: nil)
        let disabled = try await house.user("disabled@our.test")
        try await house.update(disabled.id, Users.Choices(state: .disabled))
        let guarded = try await house.user("guarded@our.test")
        _ = try await house.enrol(house.logIn("guarded@our.test"))
        #expect(guarded.state == .active)
        let refusals = [
            await house.refusal("ann@our.test", "another password"),
            await house.refusal("nobody@our.test"),
            await house.refusal("no address at all"),
            await house.refusal("invited@our.test"), await house.refusal("disabled@our.test"),
            await house.refusal("guarded@our.test", code: "000000"),
            await house.refusal("guarded@our.test", code: "abcd-efgh-ijkl-mnop"),
            await house.refusal("guarded@our.test", "another password"),
        ]
        #expect(refusals.allSatisfy { $0 == refusals[0] })
        #expect(refusals[0]?.kind == .unauthenticated && refusals[0]?.code == "log-in-failed")
        // Only who has the password hears that there is a second factor.
        #expect(await house.refusal("guarded@our.test")?.code == "second-factor-needed")
    }

    @Test("Somebody who is not there costs a hash as well: known and unknown wait in the same line")
    func samePrice() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        _ = try await house.user("invited@our.test", password: nil)
        let gate = DispatchSemaphore(value: 0)
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        async let held = house.people.hasher.run {
            beginning.finish()
            gate.wait()
        }
        for await _ in begun {}
        // The line is full when somebody is refused, and stays full while its head is held.
        let line = (0..<PasswordHasher.mostWaiting + 1).map { _ in
            Task { try? await house.people.hasher.hash("seven mice") }
        }
        while !house.people.hasher.isFull { await Task.yield() }
        for email in ["ann@our.test", "nobody@our.test", "invited@our.test"] {
            #expect(await house.refusal(email)?.code == "too-many-log-ins", "\(email)")
        }
        gate.signal()
        try await held
        for task in line { _ = await task.value }
        // Nobody's failure was counted.
        for _ in 0..<LogInBackOff.freeFailures {
            #expect(await house.refusal("nobody@our.test")?.code == "log-in-failed")
        }
        try await house.logIn()
    }

    @Test("Whoever guesses at an account waits, the right password included, known or unknown alike")
    func waits() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        for email in ["ann@our.test", "nobody@our.test"] {
            for _ in 0..<5 { #expect(await house.refusal(email, "wrong guess")?.kind == .unauthenticated) }
            #expect(await house.refusal(email)?.kind == .tooMany(retryAfter: 2))
        }
        house.gateway.pass(.seconds(2))
        #expect(await house.refusal("nobody@our.test")?.kind == .unauthenticated)
        try await house.logIn()
        // All is forgotten with it.
        for _ in 0..<5 { #expect(await house.refusal("ann@our.test", "wrong guess")?.kind == .unauthenticated) }
    }

    @Test("Nobody can be locked out: a browser that was used before does not wait with those who guess")
    func knownDevice() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        _ = try await house.user("bob@our.test")
        let (anns, bobs) = (try await house.logIn().device, try await house.logIn("bob@our.test").device)
        for _ in 0..<20 {
            _ = await house.refusal("ann@our.test", "wrong guess", from: "198.51.100.7")
            house.gateway.pass(.seconds(1))
        }
        for device in [nil, "", "made.up", bobs, anns + "x"] {
            #expect(await house.refusal(device: device)?.code == "too-many-failures", "\(device ?? "none")")
        }
        let entry = try await house.logIn(device: anns)
        // It waits for its own failures, though.
        for _ in 0..<5 { _ = await house.refusal("ann@our.test", "wrong guess", device: entry.device) }
        #expect(await house.refusal(device: entry.device)?.code == "too-many-failures")
        try await house.logIn(device: anns)
    }

    @Test("A new password, by whatever way, begins with a clean slate")
    func newPassword() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        for _ in 0..<6 { _ = await house.refusal("ann@our.test", "wrong guess") }
        #expect(await house.refusal()?.code == "too-many-failures")
        house.gateway.pass(.milliseconds(1))
        try await house.people.passwords.set("eight mice in a boat", of: ann.id, by: "test")
        try await house.logIn("ann@our.test", "eight mice in a boat")
    }

    @Test("An address that has failed too often waits, before any password is looked at; others do not")
    func addresses() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        for number in 0..<LogIn.mostFailures {
            #expect(await house.refusal("nobody\(number)@our.test")?.kind == .unauthenticated)
        }
        guard case .tooMany = await house.refusal()?.kind else {
            Issue.record("it goes on")
            return
        }
        try await house.logIn(from: "192.0.2.2")
        house.gateway.pass(.seconds(61))
        // Those who succeed use nothing up.
        for _ in 0..<LogIn.mostFailures + 5 { try await house.logIn() }
    }

    @Test("Many tries at once are many")
    func atOnce() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        let refusals = await withTaskGroup(of: Refusal?.self) { group in
            for number in 0..<30 {
                group.addTask { await house.refusal("ann@our.test", "guess number \(number)") }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.count { $0?.kind == .unauthenticated } == LogInBackOff.freeFailures)
        #expect(refusals.count { $0?.code == "too-many-failures" } == 25)
    }

    @Test("The audit log has every log-in, and of failures their number at each doubling, with no guess in it")
    func audit() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        for _ in 0..<21 {
            _ = await house.refusal("ann@our.test", "wrong guess")
            house.gateway.pass(.seconds(900))
        }
        for number in 0..<50 { _ = await house.refusal("nobody\(number)@our.test", "wrong guess", from: nil) }
        try await house.logIn()
        try await house.people.drain()
        let entries = try await house.gateway.auditEntries()
        let failures = entries.filter { $0.action == "log-in.failed" }
        #expect(
            failures.filter { $0.subject == "user/\(ann.id)" }.compactMap(\.after).sorted() == [
                "10 failures, the last from 192.0.2.1", "20 failures, the last from 192.0.2.1",
                "5 failures, the last from 192.0.2.1",
            ])
        #expect(failures.count { $0.subject == "user/unknown" } == 4)
        let entry = try #require(entries.first { $0.action == "log-in" })
        #expect(entry.actor == ann.id.description)
        #expect(entry.after == "by password, from 192.0.2.1, after 21 failures")
        let text = entries.map { "\($0)" }.joined()
        for secret in ["wrong guess", TestPeople.password, "nobody1", "ann@our.test"] {
            #expect(!text.contains(secret))
        }
    }

    @Test("A disk that is full opens nothing, and counts for nobody's failure")
    func broken() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        house.gateway.store.breakWrites(10)
        for _ in 0..<10 { await #expect(throws: StoreFailure.self) { try await house.logIn() } }
        try await house.logIn()
        #expect(
            try await house.gateway.auditEntries().first { $0.action == "log-in" }?.after?.contains("after") == false)
    }
}
