import ConnectorTestKit
import Foundation
import GatewayModel
import Logging
import Signing
import Testing

@testable import Gateway

/// A gateway with people, whose passwords cost next to nothing, and with a mail server where one is wanted.
struct TestPeople: Sendable {
    static let password = "seven mice in a boat"

    let gateway: TestGateway
    let people: People
    let postbox: Postbox?

    static func make(
        mail: Postbox? = nil, _ change: (inout PeopleRule) -> Void = { _ in }
    ) async throws -> TestPeople {
        try await make(on: TestGateway.make(), mail: mail, change)
    }

    /// The same database, and nothing that was in memory.
    static func make(
        on gateway: TestGateway, mail: Postbox? = nil, _ change: (inout PeopleRule) -> Void = { _ in }
    ) async throws -> TestPeople {
        var rule = PeopleRule(panelURL: "https://panel.test")
        rule.passwordCost = Scrypt(costExponent: 4, blockSize: 1, parallelization: 1)
        change(&rule)
        let people = People(
            gateway.parts.surroundings, store: gateway.store, rule: rule,
            sealingKey: KeyRing([TestGateway.sealingKey]), sender: mail,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await gateway.store.write { try people.prepare(in: $0) }
        return TestPeople(gateway: gateway, people: people, postbox: mail)
    }

    /// - Parameter password: `nil` for somebody who has none yet.
    func user(
        _ email: String = "ann@our.test", name: String = "Ann", _ level: PermissionLevel = .agent, roles: [RoleID] = [],
        password: String? = Self.password
    ) async throws -> User {
        let user = try await gateway.store.write { [people] in
            try people.users.create(
                email: MailAddress(email)!, name: name, level: level, roles: roles, by: "test", in: $0)
        }
        if let password { try await people.passwords.set(password, of: user.id, by: "test") }
        return try #require(try await gateway.store.read { try $0.user(user.id) })
    }

    func update(_ user: ID<User>, _ choices: Users.Choices) async throws {
        _ = try await gateway.store.write { [people] in
            try people.users.update(user, choices, by: "test", in: $0)
        }
    }

    @discardableResult
    func logIn(
        _ email: String = "ann@our.test", _ password: String = Self.password, code: String? = nil,
        device: String? = nil, from client: String? = "192.0.2.1"
    ) async throws -> LogIn.Entry {
        try await people.logIn.enter(
            LogIn.Attempt(
                email: email, password: password, code: code, device: device, client: client, agent: "Browser"))
    }

    /// The refusal of a log-in that must not succeed.
    func refusal(
        _ email: String = "ann@our.test", _ password: String = Self.password, code: String? = nil,
        device: String? = nil, from client: String? = "192.0.2.1"
    ) async -> Refusal? {
        await #expect(throws: Refusal.self) {
            try await logIn(email, password, code: code, device: device, from: client)
        }
    }

    func caller(_ entry: LogIn.Entry) async throws -> Caller? { try await caller(token: entry.token) }

    func caller(token: String) async throws -> Caller? {
        try await gateway.store.read { [people] in try people.callers.caller(.session(token), in: $0) }
    }

    /// Sets up an authenticator app for whoever has logged in, which uses up the code of this moment, and ends the
    /// session in favour of another.
    func enrol(
        _ entry: LogIn.Entry
    ) async throws -> (codes: OneTimeCode, recoveryCodes: [String], entry: LogIn.Entry) {
        let enrolment = try await people.secondFactors.begin(password: Self.password, by: entry.session)
        let codes = OneTimeCode(secret: try #require(Self.base32(enrolment.secret)))
        let confirmed = try await gateway.store.write { [people, codes, now = gateway.now] in
            try people.secondFactors.confirm(code: codes.code(at: now), by: entry.session, in: $0)
        }
        let next = LogIn.Entry(
            user: entry.user, session: confirmed.session, token: confirmed.token, device: entry.device)
        return (codes, confirmed.recoveryCodes, next)
    }

    /// The tokens of the links that were mailed.
    func mailedTokens() throws -> [String] {
        try (postbox?.mails ?? []).map { mail in
            let line = try #require(
                mail.text.split(separator: "\n").first { $0.hasPrefix("https://panel.test/panel/reset#") })
            return String(line.split(separator: "#")[1])
        }
    }

    private static func base32(_ text: String) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bytes, bits, count) = ([UInt8](), UInt32(0), 0)
        for character in text {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 5 | UInt32(digit)
            count += 5
            if count >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: bits >> (count - 8)))
                count -= 8
            }
        }
        return bytes
    }
}

extension OneTimeCode {
    func code(at moment: Timestamp) -> String { code(Self.step(at: moment.milliseconds / 1000)) }
}

extension People {
    /// Does what was asked for, and sends what is due.
    func drain() async throws {
        try await errands.drain()
        try await linkMailer.drain()
    }
}
