public import GatewayModel
import Synchronization

/// How a person gets in: e-mail address, password, and a code where there is a second factor.
///
/// Addresses and accounts are made to wait when they fail. → The password is checked, or for nobody's address as long
/// nothing. → In one transaction: is all still as it was, is the code good, and here is a session.
///
/// Whatever is wrong, the answer is the same and takes as long; only of a missing code somebody hears who has the right
/// password.
public final class LogIn: Sendable {
    /// Failures of one client in a minute.
    static let mostFailures = 60

    private let surroundings: Surroundings
    private let store: any Store
    private let hasher: PasswordHasher
    private let sessions: Sessions
    private let factors: SecondFactors
    private let devices: KnownDevices
    private let backOff: LogInBackOff
    private let errands: Errands
    private let clients: FailureLimiter
    private let tally: FailureTally

    init(
        _ surroundings: Surroundings, store: any Store, hasher: PasswordHasher, sessions: Sessions,
        factors: SecondFactors, devices: KnownDevices, backOff: LogInBackOff, errands: Errands
    ) {
        self.surroundings = surroundings
        self.store = store
        self.hasher = hasher
        self.sessions = sessions
        self.factors = factors
        self.devices = devices
        self.backOff = backOff
        self.errands = errands
        clients = FailureLimiter(most: Self.mostFailures, clock: surroundings.clock)
        tally = FailureTally(clock: surroundings.clock)
    }

    /// What somebody gives who wants to get in.
    public struct Attempt: Sendable {
        public let email: String
        public let password: String
        /// Of the authenticator app, or a recovery code.
        public let code: String?
        /// The mark of a browser that somebody has logged in with before.
        public let device: String?
        public let client: String?
        public let agent: String?

        public init(
            email: String, password: String, code: String?, device: String?, client: String?, agent: String?
        ) {
            self.email = email.lowercased()
            self.password = PasswordRule.normalized(password)
            self.code = code
            self.device = device
            self.client = client
            self.agent = agent
        }
    }

    /// Somebody is in.
    public struct Entry: Sendable {
        public let user: User
        public let session: Session
        public let token: String
        /// A mark for the browser.
        public let device: String
    }

    public func enter(_ attempt: Attempt) async throws -> Entry {
        // Counted in advance, here and below: many at once are many.
        try clients.failed(attempt.client)
        do {
            let entry = try await check(attempt)
            clients.forgive(attempt.client)
            return entry
        } catch {
            if !Self.isFailure(error) { clients.forgive(attempt.client) }
            throw error
        }
    }

    private func check(_ attempt: Attempt) async throws -> Entry {
        let known = try await store.read { transaction -> Known? in
            guard let user = try transaction.user(email: attempt.email) else { return nil }
            return Known(
                user: user, password: try transaction.password(of: user.id),
                needsCode: try transaction.secondFactor(of: user.id)?.confirmedAt != nil)
        }
        let bucket = try bucket(for: attempt, known?.user)
        let pending = try backOff.begin(bucket)
        do {
            guard let entry = try await check(attempt, known, failures: backOff.failures(bucket) - 1) else {
                throw refused(attempt, known?.user, bucket)
            }
            backOff.succeeded(bucket)
            return entry
        } catch {
            if !Self.isFailure(error) { backOff.takeBack(pending) }
            throw error
        }
    }

    /// - Returns: `nil` where something is not right.
    private func check(_ attempt: Attempt, _ known: Known?, failures: Int) async throws -> Entry? {
        let verdict = try await hasher.verify(attempt.password, known?.password)
        guard let known, let stored = known.password, verdict != .wrong, known.user.state == .active else { return nil }
        if known.needsCode, attempt.code == nil {
            throw Refusal(
                .unauthenticated, "second-factor-needed",
                "The password is right. Send the code of the authenticator app, too, or a recovery code.")
        }
        // What was stored at another price is stored at today's while the password is at hand.
        let renewed = verdict == .rightAtAnotherCost ? try await hasher.hash(attempt.password) : nil
        return try await store.write { [self] transaction in
            try enter(attempt, known.user.id, stored: stored, renewed: renewed, failures: failures, in: transaction)
        }
    }

    /// What is known of the account that somebody wants to get in to.
    private struct Known: Sendable {
        let user: User
        let password: String?
        let needsCode: Bool
    }

    /// Whether it is the caller's fault, and not ours.
    private static func isFailure(_ error: any Error) -> Bool {
        guard let refusal = error as? Refusal else { return false }
        if case .tooMany = refusal.kind { return true }
        return refusal.code == failed.code
    }

    /// - Returns: `nil` where the password was changed or the user disabled at this moment, or the code is not good.
    private func enter(
        _ attempt: Attempt, _ id: ID<User>, stored: String, renewed: String?, failures: Int,
        in transaction: any StoreTransaction
    ) throws -> Entry? {
        guard let user = try transaction.user(id), user.state == .active,
            try transaction.password(of: id) == stored
        else { return nil }
        var manner = "by password"
        if try factors.isActive(for: id, in: transaction) {
            switch try factors.use(attempt.code ?? "", of: id, in: transaction) {
            case .code: manner = "by password and code"
            case .recoveryCode(let left): manner = "by password and a recovery code; \(left) are left"
            case nil: return nil
            }
        }
        let now = surroundings.clock.now
        if let renewed { try transaction.setPassword(renewed, at: user.passwordSetAt, of: id) }
        try transaction.setLastLogIn(now, of: id)
        let (session, token) = try sessions.begin(
            for: id, address: attempt.client, agent: attempt.agent, in: transaction)
        if let client = attempt.client { manner += ", from \(client)" }
        if failures > 0 { manner += ", after \(failures) failures" }
        try transaction.append(
            AuditEntry(
                at: now, actor: id.description, action: "log-in", subject: "user/\(id)/session/\(session.id)",
                after: manner))
        return Entry(user: user, session: session, token: token, device: try devices.mark(for: id))
    }

    private func bucket(for attempt: Attempt, _ user: User?) throws -> LogInBackOff.Bucket {
        guard let user else { return .stranger(attempt.email) }
        if let mark = attempt.device, let name = try devices.name(mark, of: user.id) { return .device(name) }
        return .account(user.id, passwordSetAt: user.passwordSetAt)
    }

    /// Failures are counted, and told of at each doubling of their number: not a row for each guess.
    private func refused(_ attempt: Attempt, _ user: User?, _ bucket: LogInBackOff.Bucket) -> Refusal {
        let count = user == nil ? tally.failed() : backOff.failures(bucket)
        if FailureTally.isWorthTelling(count) {
            let place = attempt.client.map { ", the last from \($0)" } ?? ""
            errands.add(
                .note(
                    AuditEntry(
                        at: surroundings.clock.now, actor: "anybody", action: "log-in.failed",
                        subject: "user/\(user?.id.description ?? "unknown")", after: "\(count) failures\(place)")))
        }
        return Self.failed
    }

    private static let failed = Refusal(
        .unauthenticated, "log-in-failed", "The e-mail address, the password or the code is not right.")
}

/// Counts the failures at e-mail addresses that are nobody's, in a day.
private final class FailureTally: Sendable {
    private static let day = Duration.seconds(24 * 3600)

    private let clock: any WallClock
    private let state: Mutex<(since: Timestamp, count: Int)>

    init(clock: any WallClock) {
        self.clock = clock
        state = Mutex((clock.now, 0))
    }

    func failed() -> Int {
        let now = clock.now
        return state.withLock { state in
            if now - state.since >= Self.day { state = (now, 0) }
            state.count += 1
            return state.count
        }
    }

    /// 5, 10, 20, 40 …
    static func isWorthTelling(_ count: Int) -> Bool {
        let (times, rest) = count.quotientAndRemainder(dividingBy: LogInBackOff.freeFailures)
        return rest == 0 && times > 0 && times & (times - 1) == 0
    }
}
