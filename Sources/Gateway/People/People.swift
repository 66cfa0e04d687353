public import Logging
public import Signing

/// Everything about people and how they get in, put together.
public struct People: Sendable {
    public let users: Users
    public let sessions: Sessions
    public let callers: Callers
    public let passwords: Passwords
    public let links: PasswordLinks
    public let resets: PasswordResets
    public let secondFactors: SecondFactors
    public let logIn: LogIn
    public let errands: Errands
    public let linkMailer: LinkMailer
    public let agents: Agents
    public let presenceKeeper: PresenceKeeper
    public let rule: PeopleRule
    let hasher: PasswordHasher
    private let devices: KnownDevices

    /// - Parameter sender: `nil` where no mail can be sent.
    public init(
        _ surroundings: Surroundings, store: any Store, rule: PeopleRule, sealingKey: KeyRing,
        sender: (any MailSender)?, logger: Logger
    ) {
        self.rule = rule
        let backOff = LogInBackOff(clock: surroundings.clock)
        hasher = PasswordHasher(cost: rule.passwordCost)
        users = Users(surroundings)
        sessions = Sessions(surroundings, rule: rule)
        callers = Callers(surroundings, keys: APIKeys(surroundings), sessions: sessions, rule: rule)
        agents = Agents(surroundings, sessions: sessions)
        presenceKeeper = PresenceKeeper(surroundings, store: store, sessions: sessions, logger: logger)
        devices = KnownDevices(sealingKey: sealingKey)
        links = PasswordLinks(surroundings, rule: rule, isMailed: sender != nil)
        passwords = Passwords(
            surroundings, store: store, hasher: hasher, links: links, sessions: sessions, devices: devices,
            backOff: backOff)
        secondFactors = SecondFactors(
            surroundings, store: store, passwords: passwords, sessions: sessions, backOff: backOff, key: sealingKey)
        linkMailer = LinkMailer(surroundings, store: store, links: links, sender: sender, logger: logger)
        errands = Errands(surroundings, store: store, links: links, mailer: linkMailer, logger: logger)
        resets = PasswordResets(surroundings, errands: errands, isMailed: sender != nil)
        logIn = LogIn(
            surroundings, store: store, hasher: hasher, sessions: sessions, factors: secondFactors, devices: devices,
            backOff: backOff, errands: errands)
    }

    /// Reads or makes the keys that log-ins need. Once, before the first.
    public func prepare(in transaction: any StoreTransaction) throws {
        try devices.prepare(in: transaction)
    }
}
