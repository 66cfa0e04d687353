import Gateway
import GatewayModel
import Testing

@Suite("Store: passwords, sessions and second factors")
struct LogInContractTests {
    private static let ann = ID<User>(rawValue: 1)
    private static let bob = ID<User>(rawValue: 2)

    private func session(_ number: Int64, of user: ID<User> = ann, expiresAt: Int64 = 100) -> Session {
        Session(
            id: ID(rawValue: number), user: user, createdAt: Samples.time(1), seenAt: Samples.time(2),
            expiresAt: Samples.time(expiresAt), address: number == 1 ? "192.0.2.1" : nil,
            agent: number == 1 ? "Browser" : nil)
    }

    private func link(_ number: UInt8, of user: ID<User> = ann, createdAt: Int64 = 1) -> PasswordLink {
        PasswordLink(
            hash: [number], user: user, purpose: .reset, createdAt: Samples.time(createdAt),
            expiresAt: Samples.time(createdAt + 10))
    }

    @Test(
        "A password is set with its time, and taken away with it; nothing else of the user moves",
        arguments: StoreUnderTest.all)
    func passwords(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(Samples.user(1, roles: [RoleID("agents")!]))
            try transaction.insert(Samples.user(2))
            try transaction.setPassword("hashed", at: Samples.time(5), of: Self.ann)
            try transaction.setLastLogIn(Samples.time(6), of: Self.ann)
            try transaction.update(Samples.user(1, level: .manager))
        }
        let (password, user) = try await store.read { (try $0.password(of: Self.ann), try $0.user(Self.ann)) }
        #expect(password == "hashed")
        #expect(user?.passwordSetAt == Samples.time(5) && user?.lastLogInAt == Samples.time(6))
        #expect(user?.level == .manager && user?.roles == [])
        #expect(try await store.read { try $0.password(of: Self.bob) } == nil)
        #expect(try await store.read { try $0.password(of: ID(rawValue: 3)) } == nil)
        try await store.write { try $0.setPassword(nil, at: nil, of: Self.ann) }
        #expect(try await store.read { try $0.password(of: Self.ann) } == nil)
        #expect(try await store.read { try $0.user(Self.ann) }?.passwordSetAt == nil)
    }

    @Test("Sessions come back by the hash of their token, and go by user", arguments: StoreUnderTest.all)
    func sessions(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(session(1), hash: [1])
            try transaction.insert(session(3), hash: [3])
            try transaction.insert(session(2, of: Self.bob), hash: [2])
        }
        #expect(try await store.read { try $0.session(hash: [1]) } == session(1))
        #expect(try await store.read { try $0.session(hash: [1, 0]) } == nil)
        #expect(try await store.read { try $0.sessions(of: Self.ann) } == [session(1), session(3)])
        await #expect(throws: (any Error).self) {
            try await store.write { try $0.insert(session(9), hash: [1]) }
        }
        try await store.write { try $0.setSeen(Samples.time(50), ID(rawValue: 3)) }
        #expect(try await store.read { try $0.session(hash: [3]) }?.seenAt == Samples.time(50))
        try await store.write { try $0.delete(ID<Session>(rawValue: 1)) }
        #expect(try await store.read { try $0.sessions(of: Self.ann) }.map(\.id.rawValue) == [3])
        try await store.write { try $0.deleteSessions(of: Self.ann) }
        #expect(try await store.read { try $0.sessions(of: Self.ann) }.isEmpty)
        #expect(try await store.read { try $0.sessions(of: Self.bob) } == [session(2, of: Self.bob)])
    }

    @Test(
        "Links are counted and removed by user; a mail takes the place of one that waits", arguments: StoreUnderTest.all
    )
    func links(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let mail = PasswordMail(
            user: Self.ann, purpose: .invitation, requestedAt: Samples.time(1), dueAt: Samples.time(1))
        var later = PasswordMail(
            user: Self.ann, purpose: .reset, requestedAt: Samples.time(2), dueAt: Samples.time(9), tries: 3)
        try await store.write { [later] transaction in
            for number in 1...3 { try transaction.insert(link(UInt8(number), createdAt: Int64(number))) }
            try transaction.insert(link(4, of: Self.bob))
            try transaction.put(mail)
            try transaction.put(later)
            try transaction.put(
                PasswordMail(user: Self.bob, purpose: .reset, requestedAt: Samples.time(2), dueAt: Samples.time(3)))
        }
        #expect(try await store.read { try $0.passwordLink(hash: [2]) } == link(2, createdAt: 2))
        #expect(try await store.read { try $0.passwordLink(hash: []) } == nil)
        #expect(try await store.read { try $0.passwordLinkCount(of: Self.ann, since: Samples.time(2)) } == 2)
        #expect(try await store.read { try $0.passwordMail(to: Self.ann) } == later)
        #expect(
            try await store.read { try $0.passwordMails(dueBy: Samples.time(8), limit: 9) }.map(\.user) == [Self.bob])
        let both = try await store.read { try $0.passwordMails(dueBy: Samples.time(9), limit: 9) }
        #expect(both.map(\.user) == [Self.bob, Self.ann])
        later.tries = 4
        try await store.write { transaction in
            try transaction.deletePasswordLinks(of: Self.ann)
            try transaction.deletePasswordMail(to: Self.bob)
        }
        #expect(try await store.read { try $0.passwordLink(hash: [1]) } == nil)
        #expect(try await store.read { try $0.passwordLink(hash: [4]) } == link(4, of: Self.bob))
        #expect(try await store.read { try $0.passwordMail(to: Self.bob) } == nil)
    }

    @Test(
        "A second factor takes the place of the one before; each recovery code is used once",
        arguments: StoreUnderTest.all)
    func secondFactors(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let factor = SecondFactor(
            user: Self.ann, sealed: [1, 0, 255], confirmedAt: Samples.time(5), lastStep: 1 << 40)
        try await store.write { transaction in
            try transaction.put(SecondFactor(user: Self.ann, sealed: [9]))
            try transaction.put(factor)
            try transaction.setRecoveryCodes([[1], [2]], of: Self.ann)
            try transaction.setRecoveryCodes([[1]], of: Self.bob)
        }
        #expect(try await store.read { try $0.secondFactor(of: Self.ann) } == factor)
        #expect(try await store.read { try $0.secondFactor(of: Self.bob) } == nil)
        let uses = try await store.write { transaction in
            try [[1], [1], [3], [2]].map { try transaction.useRecoveryCode($0, of: Self.ann) }
        }
        #expect(uses == [true, false, false, true])
        #expect(try await store.read { try $0.recoveryCodeCount(of: Self.ann) } == 0)
        #expect(try await store.read { try $0.recoveryCodeCount(of: Self.bob) } == 1)
        try await store.write { try $0.setRecoveryCodes([[1], [7]], of: Self.ann) }
        #expect(try await store.write { try $0.useRecoveryCode([1], of: Self.ann) })
        #expect(try await store.write { try !$0.useRecoveryCode([2], of: Self.ann) })
        try await store.write { try $0.deleteSecondFactor(of: Self.ann) }
        #expect(try await store.read { try $0.secondFactor(of: Self.ann) } == nil)
        #expect(try await store.read { try $0.recoveryCodeCount(of: Self.ann) } == 0)
    }

    @Test("What is over is pruned, a batch at a time, and nothing else", arguments: StoreUnderTest.all)
    func pruned(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...5 {
                try transaction.insert(session(Int64(number), expiresAt: Int64(number)), hash: [UInt8(number)])
                try transaction.insert(link(UInt8(number), createdAt: Int64(number)))
            }
        }
        for kind in [RetainedKind.sessions, .passwordLinks] {
            let moment = Samples.time(kind == .sessions ? 4 : 14)
            let counts = try await store.write { transaction in
                try (0..<3).map { _ in try transaction.prune(kind, before: moment, limit: 2) }
            }
            #expect(counts == [2, 1, 0])
        }
        #expect(try await store.read { try $0.sessions(of: Self.ann) }.map(\.id.rawValue) == [4, 5])
        #expect(try await store.read { try $0.passwordLink(hash: [4]) } != nil)
        try await store.write { try $0.deleteAllSessionsAndLinks() }
        #expect(try await store.read { try $0.sessions(of: Self.ann) }.isEmpty)
        #expect(try await store.read { try $0.passwordLink(hash: [5]) } == nil)
    }
}
