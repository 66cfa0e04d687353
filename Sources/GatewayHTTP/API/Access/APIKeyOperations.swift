import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/api-keys`.
struct APIKeyOperations {
    let keys: APIKeys

    var all: [Operation] { [list, create, change, revoke] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/api-keys", summary: "List API keys", tag: "Access", level: .administrator,
            answer: .init(status: 200, schema: ListView<APIKeyView>.schema(of: APIKeyView.schema)),
            work: .read { _, transaction in
                try .json(ListView(all: try transaction.apiKeys().map { APIKeyView($0) }))
            })
    }

    private var create: Operation {
        Operation(
            method: .post, path: "/v1/api-keys", summary: "Make an API key; its token is shown this once",
            tag: "Access", level: .administrator, request: NewAPIKey.schema,
            answer: .init(status: 201, schema: APIKeyView.schema),
            work: .write { call, transaction in
                let given = try call.decode(NewAPIKey.self)
                let level = try PersonField.level(given.level)
                let user = try given.user.map { text in
                    guard let id = ID<User>(text) else {
                        throw Refusal.invalid("user", "there is no such active user.")
                    }
                    return id
                }
                let expiresAt = try given.expiresAt.map { text in
                    guard let moment = TimeText.read(text) else {
                        throw Refusal.invalid("expiresAt", "it must be a time as in RFC 3339.")
                    }
                    return moment
                }
                let (key, token) = try keys.create(
                    label: try Label.check(given.label), level: level,
                    roles: try RoleNames.read(given.roles ?? [], field: "roles"), for: user, expiresAt: expiresAt,
                    by: call.principal.name, in: transaction)
                var reply = try Operation.Reply.json(APIKeyView(key, token: token), status: 201)
                reply.kept = try Operation.Reply.json(APIKeyView(key)).body
                return reply
            })
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/api-keys/{id}", summary: "Replace the roles of an API key", tag: "Access",
            level: .administrator, request: APIKeyChange.schema,
            answer: .init(status: 200, schema: APIKeyView.schema),
            work: .write { call, transaction in
                let key = try keys.setRoles(
                    try RoleNames.read(try call.decode(APIKeyChange.self).roles, field: "roles"),
                    of: call.id("API key"), by: call.principal.name, in: transaction)
                return try .json(APIKeyView(key))
            })
    }

    private var revoke: Operation {
        Operation(
            method: .delete, path: "/v1/api-keys/{id}", summary: "Revoke an API key at once", tag: "Access",
            level: .administrator, answer: .init(status: 204, schema: nil), refusals: [409],
            work: .write { call, transaction in
                try keys.revoke(call.id("API key"), by: call.principal.name, in: transaction)
                return .nothing
            })
    }
}

struct APIKeyView: Encodable {
    let id, label, level, createdAt: String
    let roles: [String]
    let user, expiresAt, lastUsedAt, revokedAt, token: String?

    init(_ key: APIKey, token: String? = nil) {
        id = key.id.description
        label = key.label
        level = key.level.rawValue
        roles = key.roles.map(\.rawValue)
        user = key.user?.description
        createdAt = TimeText.of(key.createdAt)
        expiresAt = TimeText.of(key.expiresAt)
        lastUsedAt = TimeText.of(key.lastUsedAt)
        revokedAt = TimeText.of(key.revokedAt)
        self.token = token
    }

    static let schema = Schema.named(
        "APIKey",
        .object([
            .init("id", .string()), .init("label", .string()),
            .init("level", .string(choices: PermissionLevel.allCases.map(\.rawValue))),
            .init("roles", .array(.string())),
            .init("user", .string(), isRequired: false, description: "Whom it acts for."), .init("createdAt", .time),
            .init("expiresAt", .time, isRequired: false), .init("lastUsedAt", .time, isRequired: false),
            .init("revokedAt", .time, isRequired: false),
            .init("token", .string(), isRequired: false, description: "Only in the answer that makes the key."),
        ]))
}

struct NewAPIKey: RequestBody {
    let label: String
    let level: String
    let roles: [String]?
    let user: String?
    let expiresAt: String?

    static let schema = Schema.named(
        "NewAPIKey",
        .object([
            .init("label", .string(length: 1...100)),
            .init("level", .string(choices: PermissionLevel.allCases.map(\.rawValue))),
            .init("roles", .array(.string(), most: 200), isRequired: false),
            .init(
                "user", .string(), isRequired: false,
                description: "Whom it shall act for, with that user's roles; a service of its own if not given."),
            .init("expiresAt", .time, isRequired: false),
        ]))
}

struct APIKeyChange: RequestBody {
    let roles: [String]

    static let schema = Schema.named("APIKeyChange", .object([.init("roles", .array(.string(), most: 200))]))
}
