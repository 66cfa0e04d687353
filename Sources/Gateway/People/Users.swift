public import GatewayModel

/// People: made, changed, disabled and erased by administrators.
///
/// The audit log names them by id only, so that who was erased stands in no log.
public struct Users: Sendable {
    public static let longestName = 100

    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// What an administrator may choose; what is `nil` stays.
    public struct Choices: Sendable {
        public var email: MailAddress?
        public var name: String?
        public var level: PermissionLevel?
        public var roles: [RoleID]?
        public var state: User.State?

        public init(
            email: MailAddress? = nil, name: String? = nil, level: PermissionLevel? = nil, roles: [RoleID]? = nil,
            state: User.State? = nil
        ) {
            self.email = email
            self.name = name
            self.level = level
            self.roles = roles
            self.state = state
        }
    }

    /// Makes a user, who can log in once there is a password.
    public func create(
        email: MailAddress, name: String, level: PermissionLevel, roles: [RoleID], by actor: String,
        in transaction: any StoreTransaction
    ) throws -> User {
        var user = User(
            id: surroundings.ids.next(), email: nil, name: "", level: level, roles: [],
            createdAt: surroundings.clock.now)
        try apply(Choices(email: email, name: name, roles: roles), to: &user, in: transaction)
        try transaction.insert(user)
        try audit("create", user.id, by: actor, after: describe(user), in: transaction)
        return user
    }

    /// Changes a user. Another level, and being disabled, end every session.
    public func update(
        _ id: ID<User>, _ choices: Choices, by actor: String, in transaction: any StoreTransaction
    ) throws -> User {
        guard let before = try transaction.user(id) else { throw Refusal.notFound("user") }
        guard before.state != .erased else { throw Self.erased }
        var user = before
        try apply(choices, to: &user, in: transaction)
        guard user != before else { return before }
        try LastAdministrator.kept(at: surroundings.clock.now, in: transaction) { try transaction.update(user) }
        if user.level != before.level || user.state == .disabled {
            try transaction.deleteSessions(of: id)
            try Presences(surroundings).sessionsEnded(of: user, in: transaction)
        }
        if user.roles != before.roles { try AvailabilityRules(surroundings).changed(in: transaction) }
        if user.email != before.email || user.state == .disabled { try forgetLinks(of: id, in: transaction) }
        var after = describe(user)
        if user.name != before.name { after += "; another name" }
        if user.email != before.email { after += "; another e-mail address" }
        try audit("update", id, by: actor, before: describe(before), after: after, in: transaction)
        return user
    }

    /// Erases who it was, for good: name, e-mail address, password, second factor. Keys that acted for the user are
    /// revoked. The id stays, for messages and logs name it.
    public func erase(
        _ id: ID<User>, by actor: String, in transaction: any StoreTransaction
    ) throws {
        guard var user = try transaction.user(id) else { throw Refusal.notFound("user") }
        guard user.state != .erased else { return }
        let before = describe(user)
        (user.email, user.name, user.roles, user.state) = (nil, "", [], .erased)
        try LastAdministrator.kept(at: surroundings.clock.now, in: transaction) { try transaction.update(user) }
        try transaction.setPassword(nil, at: nil, of: id)
        try transaction.deleteSessions(of: id)
        try Presences(surroundings).sessionsEnded(of: user, in: transaction)
        try transaction.deleteSecondFactor(of: id)
        try forgetLinks(of: id, in: transaction)
        let keys = APIKeys(surroundings)
        for key in try transaction.apiKeys() where key.user == id {
            try keys.revoke(key.id, by: actor, in: transaction)
        }
        try audit("erase", id, by: actor, before: before, in: transaction)
    }

    private func apply(_ choices: Choices, to user: inout User, in transaction: any StoreTransaction) throws {
        if let email = choices.email?.text.lowercased(), email != user.email {
            guard try transaction.user(email: email) == nil else {
                throw Refusal(
                    .conflict, "already-exists", "There is a user with this e-mail address already.",
                    fields: [Refusal.Field("email", "it is another user's.")])
            }
            user.email = email
        }
        if let name = choices.name { user.name = try Self.checkName(name) }
        if let level = choices.level { user.level = level }
        if let roles = choices.roles { user.roles = try checkRoles(roles, in: transaction) }
        if let state = choices.state {
            guard user.state.mayBecome(state) else { throw Self.erased }
            user.state = state
        }
    }

    private static func checkName(_ name: String) throws -> String {
        guard (1...longestName).contains(name.count), !name.allSatisfy(\.isWhitespace),
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw Refusal.invalid("name", "it must have 1 to \(longestName) characters on one line.") }
        return name
    }

    private func checkRoles(_ roles: [RoleID], in transaction: any StoreTransaction) throws -> [RoleID] {
        for (index, role) in roles.enumerated() {
            if role == .everyone {
                throw Refusal.invalid("roles[\(index)]", "every active user holds \"everyone\" without being given it.")
            }
            if try transaction.role(role) == nil {
                throw Refusal.invalid("roles[\(index)]", "there is no role \"\(role)\".")
            }
        }
        return Set(roles).sorted()
    }

    private func forgetLinks(of id: ID<User>, in transaction: any StoreTransaction) throws {
        try transaction.deletePasswordLinks(of: id)
        try transaction.deletePasswordMail(to: id)
    }

    private func describe(_ user: User) -> String {
        "\(user.level.rawValue), \(user.state.rawValue), roles: \(user.roles.map(\.rawValue).joined(separator: " "))"
    }

    private func audit(
        _ action: String, _ id: ID<User>, by actor: String, before: String? = nil, after: String? = nil,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "user.\(action)", subject: "user/\(id)",
                before: before, after: after))
    }

    private static let erased = Refusal(
        .conflict, "user-erased", "This user was erased; make a new one.")
}
