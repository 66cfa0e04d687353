import Foundation
import GatewayModel
import Signing
import Testing

@testable import Gateway

@Suite("Second factors")
struct SecondFactorTests {
    private func me(_ house: TestPeople, _ id: ID<User>) async throws -> (isActive: Bool, codesLeft: Int) {
        try await house.gateway.store.read { [people = house.people] transaction in
            (
                try people.secondFactors.isActive(for: id, in: transaction),
                try transaction.recoveryCodeCount(of: id)
            )
        }
    }

    @Test("Nothing is asked before a first code has shown that the app has the secret")
    func enrolment() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        let (entry, other) = (try await house.logIn(), try await house.logIn())
        await #expect(throws: Refusal.self) {
            try await house.people.secondFactors.begin(password: "not that one", by: entry.session)
        }
        let enrolment = try await house.people.secondFactors.begin(password: TestPeople.password, by: entry.session)
        #expect(
            enrolment.url == "otpauth://totp/Gatehouse:ann%40our%2Etest?secret=\(enrolment.secret)&issuer=Gatehouse"
                + "&algorithm=SHA1&digits=6&period=30")
        #expect(enrolment.secret.count == 32)
        try await house.logIn()
        let refusal = await #expect(throws: Refusal.self) {
            _ = try await house.gateway.store.write { [people = house.people] in
                try people.secondFactors.confirm(code: "000000", by: entry.session, in: $0)
            }
        }
        #expect(refusal?.fields.first?.name == "code")
        #expect(try await !me(house, ann.id).isActive)
        // A second beginning takes the place of the first.
        let (_, recovery, next) = try await house.enrol(entry)
        #expect(recovery.count == 10 && Set(recovery).count == 10)
        #expect(try await me(house, ann.id) == (true, 10))
        // What began without it ends. The one that it was set up with goes on under a token that nobody knew before.
        for old in [other, entry] { #expect(try await house.caller(old) == nil) }
        #expect(try await house.caller(next)?.principal.identity == .user(ann.id))
        await #expect(throws: Refusal.self) {
            try await house.people.secondFactors.begin(password: TestPeople.password, by: next.session)
        }
        let bytes = try house.gateway.databaseBytes()
        for secret in [enrolment.secret] + recovery + recovery.map(RecoveryCodes.plain) {
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test("A code is good once, for its own half minute and the two beside it; nor is an older one good after it")
    func codes() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        let codes = try await house.enrol(house.logIn()).codes
        func code(_ steps: Int64) -> String { codes.code(at: house.gateway.now + .seconds(30 * steps)) }
        // It was used up by the enrolment.
        #expect(await house.refusal(code: code(0))?.code == "log-in-failed")
        house.gateway.pass(.seconds(120))
        for steps in [Int64(-2), 2, 3] { #expect(await house.refusal(code: code(steps))?.code == "log-in-failed") }
        try await house.logIn(code: code(-1))
        #expect(await house.refusal(code: code(-1))?.code == "log-in-failed")
        house.gateway.pass(.seconds(60))
        let spaced = "\(code(1).prefix(3)) \(code(1).suffix(3))"
        try await house.logIn(code: spaced)
        for steps in [Int64(-1), 0, 1] { #expect(await house.refusal(code: code(steps)) != nil) }
        house.gateway.pass(.seconds(60))
        try await house.logIn(code: code(0))
    }

    @Test("Two log-ins with one code at the same moment: one of them gets in")
    func race() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        let codes = try await house.enrol(house.logIn()).codes
        house.gateway.pass(.seconds(60))
        let code = codes.code(at: house.gateway.now)
        let entries = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 { group.addTask { (try? await house.logIn(code: code)) != nil } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(entries.count { $0 } == 1)
    }

    @Test("A recovery code is good once, as it is typed; new ones take the place of all")
    func recovery() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        _ = try await house.user("bob@our.test")
        let (_, codes, entry) = try await house.enrol(house.logIn())
        let bobs = try await house.enrol(house.logIn("bob@our.test")).recoveryCodes
        try await house.logIn(code: codes[0])
        #expect(await house.refusal(code: codes[0])?.code == "log-in-failed")
        try await house.logIn(code: codes[1].uppercased().replacing("-", with: " "))
        #expect(await house.refusal(code: bobs[0])?.code == "log-in-failed")
        #expect(try await me(house, ann.id).codesLeft == 8)
        let used = try await house.gateway.auditEntries().first { $0.action == "log-in" }
        #expect(used?.after == "by password and a recovery code; 8 are left, from 192.0.2.1, after 1 failures")

        await #expect(throws: Refusal.self) {
            try await house.people.secondFactors.renewRecoveryCodes(password: "not that one", by: entry.session)
        }
        let new = try await house.people.secondFactors.renewRecoveryCodes(
            password: TestPeople.password, by: entry.session)
        #expect(try await me(house, ann.id).codesLeft == 10)
        #expect(await house.refusal(code: codes[2])?.code == "log-in-failed")
        try await house.logIn(code: new[9])
    }

    @Test("Whoever has it may take it away with the password; an administrator may without, and ends the sessions")
    func removal() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        let (codes, _, first) = try await house.enrol(house.logIn())
        house.gateway.pass(.seconds(60))
        let other = try await house.logIn(code: codes.code(at: house.gateway.now))
        await #expect(throws: Refusal.self) {
            _ = try await house.people.secondFactors.remove(password: "not that one", by: first.session)
        }
        let next = try await house.people.secondFactors.remove(password: TestPeople.password, by: first.session)
        #expect(try await me(house, ann.id) == (false, 0))
        for ended in [first, other] { #expect(try await house.caller(ended) == nil) }
        #expect(try await house.caller(token: next.token) != nil)
        let entry = try await house.enrol(house.logIn()).entry
        try await house.gateway.store.write { [people = house.people] in
            try people.secondFactors.reset(of: ann.id, by: "test", in: $0)
        }
        #expect(try await house.caller(entry) == nil)
        try await house.logIn()
        await #expect(throws: Refusal.self) {
            try await house.gateway.store.write { [people = house.people] in
                try people.secondFactors.reset(of: ann.id, by: "test", in: $0)
            }
        }
        let actions = try await house.gateway.auditEntries().map(\.action).filter { $0.hasPrefix("second-factor") }
        #expect(
            actions.reversed()
                == [
                    "begin", "set-up", "remove", "begin", "set-up", "reset",
                ].map { "second-factor.\($0)" })
    }

    @Test(
        "Where it is required, somebody without one can set one up and nothing else",
        arguments: PeopleRule.Requirement.allCases, PermissionLevel.allCases)
    func required(rule: PeopleRule.Requirement, level: PermissionLevel) async throws {
        let house = try await TestPeople.make { $0.secondFactor = rule }
        _ = try await house.user("ann@our.test", level)
        var entry = try await house.logIn()
        let expected = rule == .everybody || rule == .administrators && level == .administrator
        #expect(try await house.caller(entry)?.mustEnrol == expected)
        entry = try await house.enrol(entry).entry
        #expect(try await house.caller(entry)?.mustEnrol == false)
        let next = try await house.people.secondFactors.remove(password: TestPeople.password, by: entry.session)
        #expect(try await house.caller(token: next.token)?.mustEnrol == expected)
    }

    @Test("Whoever has only the session finds no first code by trying them")
    func firstCode() async throws {
        let house = try await TestPeople.make()
        _ = try await house.user()
        let entry = try await house.logIn()
        _ = try await house.people.secondFactors.begin(password: TestPeople.password, by: entry.session)
        func refusal() async -> Refusal? {
            await #expect(throws: Refusal.self) {
                _ = try await house.gateway.store.write { [people = house.people] in
                    try people.secondFactors.confirm(code: "no code", by: entry.session, in: $0)
                }
            }
        }
        for _ in 0..<LogInBackOff.freeFailures { #expect(await refusal()?.fields.first?.name == "code") }
        #expect(await refusal()?.code == "too-many-failures")
    }

    @Test("A session that ended while the password was asked for once more does nothing with it")
    func endedMeanwhile() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        let (_, _, entry) = try await house.enrol(house.logIn())
        try await house.gateway.store.write { try $0.deleteSessions(of: ann.id) }
        let (factors, passwords) = (house.people.secondFactors, house.people.passwords)
        let tries: [@Sendable () async throws -> Void] = [
            { _ = try await factors.begin(password: TestPeople.password, by: entry.session) },
            { _ = try await factors.renewRecoveryCodes(password: TestPeople.password, by: entry.session) },
            { _ = try await factors.remove(password: TestPeople.password, by: entry.session) },
            { _ = try await passwords.change(from: TestPeople.password, to: "eight mice", by: entry.session) },
        ]
        for (number, work) in tries.enumerated() {
            let refusal = await #expect(throws: Refusal.self) { try await work() }
            #expect(refusal?.code == "unauthenticated", "\(number)")
        }
        #expect(try await me(house, ann.id) == (true, 10))
        #expect(try await house.gateway.store.read { try $0.sessions(of: ann.id) } == [])
    }

    @Test("The secret follows a new master key, and does not open in another's row")
    func sealed() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        let codes = try await house.enrol(house.logIn()).codes
        let newer = try #require(SealingKey(Array(repeating: 9, count: SealingKey.byteCount)))
        let count = try await Resealing(house.gateway.store, keys: [newer, TestGateway.sealingKey]).pass()
        #expect(count.closed == 0 && count.resealed > 0)
        let factor = try #require(try await house.gateway.store.read { try $0.secondFactor(of: ann.id) })
        #expect(newer.open(factor.sealed, for: SealedPlace.secondFactor.name(of: ann.id.rawValue)) != nil)
        #expect(newer.open(factor.sealed, for: SealedPlace.secondFactor.name(of: 7)) == nil)
        house.gateway.pass(.seconds(60))
        await #expect(throws: StoreFailure.self) {
            try await house.logIn(code: codes.code(at: house.gateway.now))
        }
    }
}
