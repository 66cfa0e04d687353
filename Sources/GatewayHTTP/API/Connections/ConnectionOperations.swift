import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/contact-points/{id}/connections` and `/v1/connections`.
struct ConnectionOperations {
    let connections: Connections

    var all: [Operation] { [listAll, list, create, show, change, remove] }

    private var listAll: Operation {
        Operation(
            method: .get, path: "/v1/connections", summary: "List the connections of all contact points",
            tag: "Connections", level: .agent,
            query: [
                .init(
                    name: "state", description: "Only those in this state.",
                    schema: .string(choices: ConnectionView.states)), .cursor, .limit,
            ],
            answer: .init(status: 200, schema: ListView<ConnectionView>.schema(of: ConnectionView.schema)),
            work: .read { call, transaction in
                let state = try call.query["state"].map { text in
                    guard let state = ConnectionState(rawValue: text) else {
                        let states = ConnectionView.states.joined(separator: " or ")
                        throw Refusal.invalid("state", "it must be \(states).")
                    }
                    return state
                }
                let page = try call.page(of: Connection.self)
                let found = try transaction.connections(in: state, page).map(ConnectionView.init)
                return try .json(ListView(found, limit: page.limit, cursor: \.id))
            })
    }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/contact-points/{id}/connections", summary: "List a contact point's connections",
            tag: "Connections", level: .agent,
            answer: .init(status: 200, schema: ListView<ConnectionView>.schema(of: ConnectionView.schema)),
            work: .read { call, transaction in
                let id = try call.contactPoint()
                guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
                return try .json(ListView(all: try transaction.connections(of: id).map(ConnectionView.init)))
            })
    }

    private var create: Operation {
        Operation(
            method: .post, path: "/v1/contact-points/{id}/connections",
            summary: "Attach a number, page or account to a contact point", tag: "Connections",
            level: .administrator, request: NewConnection.schema,
            answer: .init(status: 201, schema: ConnectionView.schema),
            work: .write { call, transaction in
                let given = try call.decode(NewConnection.self)
                guard let app = ID<PlatformApp>(given.app) else {
                    throw Refusal.invalid("app", "there is no such platform app.")
                }
                let connection = try connections.create(
                    at: call.contactPoint(), app: app, address: given.address,
                    choices(given, pacing: given.pacing?.pacing(burst: 1)),
                    by: call.principal.name, in: transaction)
                return try .json(ConnectionView(connection), status: 201)
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/connections/{id}", summary: "Show a connection", tag: "Connections",
            level: .agent, answer: .init(status: 200, schema: ConnectionView.schema), isTagged: true,
            work: .show(document))
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/connections/{id}", summary: "Change a connection; what is not given stays",
            tag: "Connections", level: .administrator, request: ConnectionChange.schema,
            answer: .init(status: 200, schema: ConnectionView.schema), isTagged: true,
            work: .change(of: document) { call, transaction in
                let given = try call.decode(ConnectionChange.self)
                let id: ID<Connection> = try call.id("connection")
                let burst = try transaction.connection(id)?.pacing.burst ?? 1
                _ = try connections.update(
                    id, choices(given, pacing: given.pacing?.pacing(burst: burst)), by: call.principal.name,
                    in: transaction)
            })
    }

    private var remove: Operation {
        Operation(
            method: .delete, path: "/v1/connections/{id}",
            summary: "Detach a connection; what its conversations hold stays", tag: "Connections",
            level: .administrator, answer: .init(status: 204, schema: nil), refusals: [409],
            work: .write { call, transaction in
                try connections.delete(call.id("connection"), by: call.principal.name, in: transaction)
                return .nothing
            })
    }

    @Sendable private func document(_ call: Operation.Call, _ transaction: any StoreTransaction) throws
        -> Operation.Reply
    {
        guard let connection = try transaction.connection(call.id("connection")) else {
            throw Refusal.notFound("connection")
        }
        let view = ConnectionView(connection)
        return try .json(view).tagged(by: ConnectionView.Choices(of: view))
    }

    private func choices(_ given: NewConnection, pacing: Pacing?) throws -> Connections.Choices {
        Connections.Choices(
            label: given.label, settings: given.settings ?? [:], sending: try given.sending?.sending,
            optOutReplies: try replies(given.optOutReplies), pacing: pacing)
    }

    private func choices(_ given: ConnectionChange, pacing: Pacing?) throws -> Connections.Choices {
        let settings = given.settings ?? [:]
        var choices = Connections.Choices(
            label: given.label, settings: settings.compactMapValues(\.self), sending: try given.sending?.sending,
            optOutReplies: try replies(given.optOutReplies), pacing: pacing)
        choices.removedSettings = Set(settings.filter { $0.value == nil }.keys)
        return choices
    }

    private func replies(_ name: String?) throws -> OptOutReplies? {
        try name.map { name in
            guard let replies = OptOutReplies(rawValue: name) else {
                throw Refusal.invalid("optOutReplies", "it must be carrier or gateway.")
            }
            return replies
        }
    }
}

struct ConnectionView: Encodable {
    let id, contactPoint, platform, app, address, optOutReplies, state, stateSince: String
    let label, stateReason: String?
    let settings: [String: String]
    let sending: SendingView
    let pacing: PacingView

    init(_ connection: Connection) {
        id = connection.id.description
        contactPoint = connection.contactPoint.rawValue
        platform = connection.platform.rawValue
        app = connection.app.description
        address = connection.address.value
        label = connection.label
        optOutReplies = connection.optOutReplies.rawValue
        state = connection.state.rawValue
        stateSince = TimeText.of(connection.stateSince)
        stateReason = connection.stateReason
        settings = connection.settings
        sending = SendingView(connection.sending)
        pacing = PacingView(connection.pacing)
    }

    /// What administrators decide about it; its state changes by itself.
    struct Choices: Encodable {
        let label: String?
        let settings: [String: String]
        let sending: SendingView
        let optOutReplies: String
        let pacing: PacingView

        init(of view: ConnectionView) {
            label = view.label
            settings = view.settings
            sending = view.sending
            optOutReplies = view.optOutReplies
            pacing = view.pacing
        }
    }

    static let states = ConnectionState.allCases.map(\.rawValue)

    static let schema = Schema.named(
        "Connection",
        .object([
            .init("id", .string()), .init("contactPoint", .string()), .init("platform", .string()),
            .init("app", .string()), .init("address", .string()),
            .init(
                "label", .string(), isRequired: false,
                description: "What people call it, such as the name of a page; missing where only the address names it."
            ),
            .init("optOutReplies", .string(choices: OptOutReplies.allCases.map(\.rawValue))),
            .init("state", .string(choices: states)), .init("stateSince", .time),
            .init("stateReason", .string(), isRequired: false), .init("settings", .map(.string())),
            .init("sending", SendingView.schema), .init("pacing", PacingView.schema),
        ]))
}

struct NewConnection: RequestBody {
    let app: String
    let address: String
    let label: String?
    let sending: SendingView?
    let optOutReplies: String?
    let pacing: PacingView?
    let settings: [String: String]?

    static let schema = Schema.named(
        "NewConnection",
        .object([
            .init("app", .string(), description: "The platform app whose credentials it uses."),
            .init(
                "address", .string(length: 1...200),
                description: "Our number, page or account. A number may be written as in the contact point's region."),
            .init("label", .string(length: 0...Connections.longestLabel), isRequired: false),
            .init("sending", SendingView.schema, isRequired: false, description: "Standard if not given."),
            .init(
                "optOutReplies", .string(choices: OptOutReplies.allCases.map(\.rawValue)), isRequired: false,
                description: "Who answers STOP, START and HELP."),
            .init("pacing", PacingView.schema, isRequired: false),
            .init("settings", .map(.string()), isRequired: false),
        ]))
}

struct ConnectionChange: RequestBody {
    let label: String?
    let sending: SendingView?
    let optOutReplies: String?
    let pacing: PacingView?
    let settings: [String: String?]?

    static let schema = Schema.named(
        "ConnectionChange",
        .object([
            .init(
                "label", .string(length: 0...Connections.longestLabel), isRequired: false,
                description: "An empty one takes it away."),
            .init("sending", SendingView.schema, isRequired: false, description: "Replaced as a whole."),
            .init("optOutReplies", .string(choices: OptOutReplies.allCases.map(\.rawValue)), isRequired: false),
            .init("pacing", PacingView.schema, isRequired: false),
            .init(
                "settings", .map(.string()), isRequired: false,
                description: "What is not given stays; null removes what is not required."),
        ]))
}
