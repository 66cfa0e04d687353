import Gateway
import GatewayModel

/// A user, as others see it: an agent the name, managers and administrators the rest.
struct UserView: Encodable {
    let id, name, state: String
    private(set) var email, level, createdAt, passwordSetAt, lastLogInAt: String?
    private(set) var roles: [String]?
    private(set) var hasSecondFactor: Bool?
    var invitation: InvitationView?

    /// - Parameter looker: the level of whoever asks.
    init(_ user: User, for looker: PermissionLevel, in transaction: any StoreTransaction) throws {
        id = user.id.description
        name = user.name
        state = user.state.rawValue
        guard looker >= .manager else { return }
        email = user.email
        level = user.level.rawValue
        roles = user.roles.map(\.rawValue)
        createdAt = TimeText.of(user.createdAt)
        passwordSetAt = TimeText.of(user.passwordSetAt)
        lastLogInAt = TimeText.of(user.lastLogInAt)
        hasSecondFactor = try transaction.secondFactor(of: user.id)?.confirmedAt != nil
    }

    /// What is filled in about it. That somebody logged in is nobody's change, and to disable is a decision of its own.
    struct Choices: Encodable {
        let name: String
        let email, level: String?
        let roles: [String]?

        init(of view: UserView) {
            (name, email, level, roles) = (view.name, view.email, view.level, view.roles)
        }
    }

    static let schema = Schema.named(
        "User",
        .object([
            .init("id", .string()), .init("name", .string(), description: "Empty for one that was erased."),
            .init("state", .string(choices: User.State.allCases.map(\.rawValue))),
            .init("email", .string(), isRequired: false, description: "This and what follows managers see."),
            .init("level", .string(choices: PermissionLevel.allCases.map(\.rawValue)), isRequired: false),
            .init(
                "roles", .array(.string()), isRequired: false,
                description: "Besides everyone, which each active user holds."),
            .init("createdAt", .time, isRequired: false),
            .init(
                "passwordSetAt", .time, isRequired: false, description: "Missing for one that has no password yet."),
            .init("lastLogInAt", .time, isRequired: false), .init("hasSecondFactor", .boolean, isRequired: false),
            .init("invitation", InvitationView.schema, isRequired: false),
        ]))
}

/// How a link to set a password reaches a user.
struct InvitationView: Encodable {
    let delivery: String
    let link, expiresAt: String?

    init(_ delivery: PasswordLinks.Delivery) {
        switch delivery {
        case .mailed: (self.delivery, link, expiresAt) = ("mail", nil, nil)
        case .handOver(let link, let until): (self.delivery, self.link, expiresAt) = ("link", link, TimeText.of(until))
        }
    }

    /// Without the link, which is shown once.
    var withoutLink: InvitationView { InvitationView(delivery: delivery) }

    private init(delivery: String) {
        self.delivery = delivery
        (link, expiresAt) = (nil, nil)
    }

    static let schema = Schema.named(
        "PasswordLink",
        .object([
            .init(
                "delivery", .string(choices: ["mail", "link"]),
                description: "link: this gateway sends no mail, so hand the link over yourself."),
            .init("link", .string(), isRequired: false, description: "Shown this once."),
            .init("expiresAt", .time, isRequired: false),
        ]))
}

struct NewUser: RequestBody {
    let email: String
    let name: String
    let level: String
    let roles: [String]?
    let invite: Bool?

    static let schema = Schema.named(
        "NewUser",
        .object([
            .init("email", .string(length: 3...254)), .init("name", .string(length: 1...Users.longestName)),
            .init("level", .string(choices: PermissionLevel.allCases.map(\.rawValue))),
            .init("roles", .array(.string(), most: 200), isRequired: false),
            .init(
                "invite", .boolean, isRequired: false,
                description: "Whether a link to set a password is mailed or made at once; true if not given."),
        ]))
}

struct UserChange: RequestBody {
    let email: String?
    let name: String?
    let level: String?
    let roles: [String]?
    let state: String?

    static let schema = Schema.named(
        "UserChange",
        .object([
            .init("email", .string(length: 3...254), isRequired: false),
            .init("name", .string(length: 1...Users.longestName), isRequired: false),
            .init("level", .string(choices: PermissionLevel.allCases.map(\.rawValue)), isRequired: false),
            .init("roles", .array(.string(), most: 200), isRequired: false),
            .init("state", .string(choices: [User.State.active, .disabled].map(\.rawValue)), isRequired: false),
        ]))
}

/// What stands in bodies about people, read or refused.
enum PersonField {
    static func email(_ text: String) throws -> MailAddress {
        guard text.utf8.count <= 254, let address = MailAddress(text) else {
            throw Refusal.invalid("email", "it must be an address like ann@example.com.")
        }
        return address
    }

    static func level(_ text: String) throws -> PermissionLevel {
        guard let level = PermissionLevel(rawValue: text) else {
            throw Refusal.invalid("level", "it must be agent, manager or administrator.")
        }
        return level
    }

    static func state(_ text: String) throws -> User.State {
        switch User.State(rawValue: text) {
        case .active: .active
        case .disabled: .disabled
        case .erased, nil: throw Refusal.invalid("state", "it must be active or disabled.")
        }
    }

    static func text(_ text: String, _ field: String, most: Int) throws -> String {
        guard (1...most).contains(text.count) else {
            throw Refusal.invalid(field, "it must have 1 to \(most) characters.")
        }
        return text
    }
}
