import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/roles`.
struct RoleOperations {
    let roles: Roles

    var all: [Operation] { [list, create, change] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/roles", summary: "List roles", tag: "Access", level: .agent,
            answer: .init(status: 200, schema: ListView<RoleView>.schema(of: RoleView.schema)),
            work: .read { _, transaction in try .json(ListView(all: try transaction.roles().map(RoleView.init))) })
    }

    private var create: Operation {
        Operation(
            method: .post, path: "/v1/roles", summary: "Make a role", tag: "Access", level: .administrator,
            request: NewRole.schema, answer: .init(status: 201, schema: RoleView.schema),
            work: .write { call, transaction in
                let given = try call.decode(NewRole.self)
                let id = try given.id.map { text in
                    guard let id = RoleID(text) else {
                        throw Refusal.invalid(
                            "id", "it must have 1 to 63 lower-case letters, digits and hyphens and begin with a letter."
                        )
                    }
                    return id
                }
                let role = try roles.create(
                    id: id, label: try Label.check(given.label), by: call.principal.name, in: transaction)
                return try .json(RoleView(role), status: 201)
            })
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/roles/{id}", summary: "Rename or disable a role; a disabled one grants nothing",
            tag: "Access", level: .administrator, request: RoleChange.schema,
            answer: .init(status: 200, schema: RoleView.schema),
            work: .write { call, transaction in
                guard let id = RoleID(call.parameters["id"] ?? "") else { throw Refusal.notFound("role") }
                let given = try call.decode(RoleChange.self)
                let role = try roles.update(
                    id, label: try given.label.map(Label.check), isDisabled: given.disabled,
                    by: call.principal.name, in: transaction)
                return try .json(RoleView(role))
            })
    }
}

struct RoleView: Encodable {
    let id, label: String
    let disabled: Bool

    init(_ role: Role) {
        id = role.id.rawValue
        label = role.label
        disabled = role.isDisabled
    }

    static let schema = Schema.named(
        "Role", .object([.init("id", .string()), .init("label", .string()), .init("disabled", .boolean)]))
}

struct NewRole: RequestBody {
    let id: String?
    let label: String

    static let schema = Schema.named(
        "NewRole",
        .object([
            .init("id", .string(length: 1...63), isRequired: false), .init("label", .string(length: 1...100)),
        ]))
}

struct RoleChange: RequestBody {
    let label: String?
    let disabled: Bool?

    static let schema = Schema.named(
        "RoleChange",
        .object([
            .init("label", .string(length: 1...100), isRequired: false),
            .init("disabled", .boolean, isRequired: false),
        ]))
}
