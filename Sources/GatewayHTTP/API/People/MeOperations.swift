import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/me`.
struct MeOperations {
    let people: People

    var all: [Operation] { [show] }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/me", summary: "Show who calls: a user, or a service", tag: "People",
            level: .agent, answer: .init(status: 200, schema: MeView.schema),
            work: .read { call, transaction in
                switch call.principal.identity {
                case .user(let id):
                    guard let user = try transaction.user(id) else { throw Refusal.notFound("user") }
                    return try .json(MeView(user, level: call.principal.level, people, in: transaction))
                case .service(let id):
                    guard let key = try transaction.apiKey(id) else { throw Refusal.notFound("API key") }
                    return try .json(MeView(key))
                }
            })
    }
}

/// Somebody, as it sees itself.
struct MeView: Encodable {
    let id, kind, name, level: String
    let roles: [String]
    private(set) var email: String?
    private(set) var secondFactor: SecondFactorView?

    /// - Parameter level: where it is lower than the user's, for a key that acts for the user.
    init(_ user: User, level: PermissionLevel? = nil, _ people: People, in transaction: any StoreTransaction) throws {
        id = user.id.description
        kind = "user"
        name = user.name
        self.level = (level ?? user.level).rawValue
        roles = ([.everyone] + user.roles).map(\.rawValue)
        email = user.email
        let isActive = try people.secondFactors.isActive(for: user.id, in: transaction)
        secondFactor = SecondFactorView(
            isActive: isActive, isRequired: people.rule.secondFactor.holds(for: user.level),
            recoveryCodesLeft: isActive ? try transaction.recoveryCodeCount(of: user.id) : nil)
    }

    init(_ key: APIKey) {
        id = key.id.description
        kind = "service"
        name = key.label
        level = key.level.rawValue
        roles = key.roles.map(\.rawValue)
    }

    static let schema = Schema.named(
        "Me",
        .object([
            .init("id", .string()), .init("kind", .string(choices: ["user", "service"])), .init("name", .string()),
            .init("level", .string(choices: PermissionLevel.allCases.map(\.rawValue))),
            .init("roles", .array(.string())), .init("email", .string(), isRequired: false),
            .init("secondFactor", SecondFactorView.schema, isRequired: false),
        ]))
}

struct SecondFactorView: Encodable {
    let isActive: Bool
    let isRequired: Bool
    let recoveryCodesLeft: Int?

    static let schema = Schema.named(
        "SecondFactor",
        .object([
            .init("isActive", .boolean),
            .init(
                "isRequired", .boolean,
                description: "Without one, a session can then do nothing but set one up."),
            .init("recoveryCodesLeft", .integer(), isRequired: false),
        ]))
}
