import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/agents` and `/v1/me/presence`: who is there to answer, and how much they can take.
struct AgentOperations {
    let agents: Agents

    var all: [Operation] { [list, show, change, showOwn, setOwn] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/agents",
            summary:
                "List who may answer: whether they are there, and how much they have; agents see those they work with",
            tag: "Availability", level: .agent,
            query: [
                .init(name: "contactPoint", description: "Only those of this contact point.", schema: .string()),
                .cursor, .limit,
            ],
            answer: .init(status: 200, schema: ListView<AgentView>.schema(of: AgentView.schema)),
            work: .read { call, transaction in
                let contactPoint = try call.query["contactPoint"].map { text in
                    guard let id = ContactPointID(text), try transaction.contactPoint(id) != nil else {
                        throw Refusal.invalid("contactPoint", "there is no such contact point.")
                    }
                    return id
                }
                let (found, last) = try agents.list(
                    at: contactPoint, by: call.principal, call.page(of: User.self), in: transaction)
                return try .json(ListView(found.map(AgentView.init), next: last?.description))
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/agents/{id}", summary: "Show somebody who may answer", tag: "Availability",
            level: .agent, answer: .init(status: 200, schema: AgentView.schema),
            work: .read { call, transaction in
                try .json(AgentView(agents.find(call.id("agent"), by: call.principal, in: transaction)))
            })
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/agents/{id}",
            summary: "Say of somebody whether he or she is there, or how many conversations fill that person up",
            tag: "Availability", level: .administrator, request: AgentChange.schema,
            answer: .init(status: 200, schema: AgentView.schema),
            work: .write { call, transaction in
                let id = try call.id("agent") as ID<User>
                let given = try call.decode(AgentChange.self)
                try agents.update(
                    id, presence: given.presence.map { try PresenceField.read($0) }, capacity: given.capacity,
                    by: call.principal.name, in: transaction)
                return try .json(AgentView(agents.find(id, by: call.principal, in: transaction)))
            })
    }

    private var showOwn: Operation {
        Operation(
            method: .get, path: "/v1/me/presence", summary: "Show whether the caller is there to answer",
            tag: "Availability", level: .agent, answer: .init(status: 200, schema: AgentView.schema),
            refusals: [409],
            work: .read { call, transaction in try .json(AgentView(agents.own(call.principal, in: transaction))) })
    }

    private var setOwn: Operation {
        Operation(
            method: .put, path: "/v1/me/presence", summary: "Say whether the caller is there to answer",
            tag: "Availability", level: .agent, request: PresenceChange.schema,
            answer: .init(status: 200, schema: AgentView.schema),
            work: .write { call, transaction in
                let presence = try PresenceField.read(call.decode(PresenceChange.self).presence)
                try agents.set(presence, by: call.principal, in: transaction)
                return try .json(AgentView(agents.own(call.principal, in: transaction)))
            })
    }
}

/// Somebody who may answer.
struct AgentView: Encodable {
    let id, name, presence: String
    let since: String?
    let capacity, load: Int
    let contactPoints: [String]

    init(_ profile: Agents.Profile) {
        id = profile.user.id.description
        name = profile.user.name
        presence = profile.agent.presence.rawValue
        since = TimeText.of(profile.agent.since)
        capacity = profile.agent.capacity
        load = profile.load
        contactPoints = profile.contactPoints.map(\.rawValue)
    }

    static let schema = Schema.named(
        "Agent",
        .object([
            .init("id", .string(), description: "The user's."), .init("name", .string()),
            .init("presence", PresenceField.schema),
            .init("since", .time, isRequired: false, description: "Missing where nobody ever set it."),
            .init(
                "capacity", .integer(Agent.capacities), description: "How many open conversations fill the agent up."),
            .init("load", .integer(), description: "How many open conversations the agent owns."),
            .init("contactPoints", .array(.string()), description: "Those whose conversations the agent may answer."),
        ]))
}

struct PresenceChange: RequestBody {
    let presence: String

    static let schema = Schema.named("PresenceChange", .object([.init("presence", PresenceField.schema)]))
}

struct AgentChange: RequestBody {
    let presence: String?
    let capacity: Int?

    static let schema = Schema.named(
        "AgentChange",
        .object([
            .init("presence", PresenceField.schema, isRequired: false),
            .init("capacity", .integer(Agent.capacities), isRequired: false),
        ]))
}

enum PresenceField {
    static let schema = Schema.string(choices: Presence.allCases.map(\.rawValue))

    static func read(_ text: String) throws -> Presence {
        guard let presence = Presence(rawValue: text) else {
            throw Refusal.invalid("presence", "it must be available, currentConversationsOnly or unavailable.")
        }
        return presence
    }
}
