import Foundation
import GatewayModel
import Signing
import Testing

@testable import Gateway

@Suite("What a password must be, and how it is kept")
struct PasswordTests {
    private static let ann = User(
        id: ID(rawValue: 1), email: "ann.example@our.test", name: "Ann  Example", level: .agent, roles: [],
        createdAt: Timestamp(milliseconds: 0))

    @Test(
        "Ten to two hundred characters, and not what anybody would try first",
        arguments: [
            ("", "10 to 200"), ("ninechars", "10 to 200"), ("tencharact", nil),
            (String(repeating: "ab", count: 100), nil), (String(repeating: "ab", count: 100) + "c", "10 to 200"),
            // Characters are counted as people see them.
            ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "10 to 200"), ("pässwörter", nil), ("          ", nil),
            ("0000000000", "first"), ("Password123", "first"), ("pass word 123", "first"), ("QWERTYUIOP", "first"),
            ("ann.example@our.test", "your own"), ("ANN.EXAMPLE", "your own"), ("annexample", "your own"),
            ("annexample1", nil), ("only lower case letters", nil),
        ] as [(String, String?)])
    func rule(password: String, reason: String?) throws {
        guard let reason else {
            #expect(try PasswordRule.check(password, for: Self.ann) == password)
            return
        }
        let refusal = #expect(throws: Refusal.self) { try PasswordRule.check(password, for: Self.ann) }
        #expect(refusal?.fields.first?.reason.contains(reason) == true)
        #expect(password.isEmpty || refusal?.explanation.contains(password) == false)
    }

    @Test("What looks the same on two keyboards is the same")
    func normalization() async throws {
        let hasher = PasswordHasher(cost: Scrypt(costExponent: 4, blockSize: 1, parallelization: 1))
        let stored = try await hasher.hash(PasswordRule.normalized("cafe\u{301} au lait \u{FB01}n"))
        #expect(try await hasher.verify(PasswordRule.normalized("caf\u{E9} au lait fin"), stored) == .right)
    }

    @Test("What is stored says what it cost, is never the same twice, and opens for one password only")
    func stored() async throws {
        let hasher = PasswordHasher(cost: Scrypt(costExponent: 4, blockSize: 1, parallelization: 1))
        let (one, other) = (try await hasher.hash("seven mice"), try await hasher.hash("seven mice"))
        #expect(one.hasPrefix("scrypt$4$1$1$") && one != other)
        #expect(PasswordHash(one)?.text == one)
        #expect(try await hasher.verify("seven mice", one) == .right)
        for wrong in ["", "seven mic", "seven micE", "seven mice ", other] {
            #expect(try await hasher.verify(wrong, one) == .wrong)
        }
        #expect(try await hasher.verify("seven mice", nil) == .wrong)
        #expect(
            try await PasswordHasher(cost: Scrypt(costExponent: 5, blockSize: 1, parallelization: 1))
                .verify("seven mice", one) == .rightAtAnotherCost)
        for damaged in ["", "scrypt$4$1$1$$", "scrypt$40$1$1$AAAA$AAAA", "md5$4$1$1$AAAA$AAAA", one + "$"] {
            #expect(PasswordHash(damaged) == nil, "\(damaged)")
        }
    }

    @Test("Today's price is 32 MiB")
    func cost() {
        let cost = PasswordHash.cost
        #expect(128 * cost.blockSize << cost.costExponent == 32 << 20)
    }

    @Test("Hashing waits in a line with an end, on a thread of its own: nobody else waits")
    func bound() async throws {
        let hasher = PasswordHasher(cost: Scrypt(costExponent: 4, blockSize: 1, parallelization: 1))
        let gate = DispatchSemaphore(value: 0)
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let (done, refused) = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await hasher.run {
                    beginning.finish()
                    gate.wait()
                    return true
                }
            }
            for await _ in begun {}
            // Its thread is held; whoever is one too many hears so all the same.
            for _ in 0..<PasswordHasher.mostWaiting + 10 {
                group.addTask {
                    do {
                        return try await hasher.verify("seven mice", nil) == .wrong
                    } catch let refusal as Refusal {
                        #expect(refusal.kind == .unavailable)
                        return false
                    }
                }
            }
            var (done, refused) = (0, 0)
            for try await isDone in group {
                if isDone { done += 1 } else { refused += 1 }
                if refused == 10, done == 0 { gate.signal() }
            }
            return (done, refused)
        }
        #expect(done == PasswordHasher.mostWaiting + 1 && refused == 10)
    }

    @Test("A password that was hashed at another price is hashed anew at a log-in, and is no new password")
    func upgrade() async throws {
        let house = try await TestPeople.make()
        let ann = try await house.user()
        let first = try await house.logIn()
        let dearer = try await TestPeople.make(on: house.gateway) {
            $0.passwordCost = Scrypt(costExponent: 6, blockSize: 1, parallelization: 1)
        }
        try await dearer.logIn()
        let stored = try #require(try await house.gateway.store.read { try $0.password(of: ann.id) })
        #expect(stored.hasPrefix("scrypt$6$"))
        #expect(try await house.gateway.store.read { try $0.user(ann.id) }?.passwordSetAt == ann.passwordSetAt)
        #expect(try await house.caller(first) != nil)
        try await dearer.logIn()
    }
}
