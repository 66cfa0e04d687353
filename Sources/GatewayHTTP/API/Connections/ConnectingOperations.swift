import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/connecting`: platforms are connected, and connected again, step by step.
struct ConnectingOperations {
    let connecting: Connecting

    var all: [Operation] { [begin, answer, cancel] }

    private var begin: Operation {
        Operation(
            method: .post, path: "/v1/connecting",
            summary:
                "Begin to connect a platform to a contact point, or a connection again; the answer says what is asked first",
            tag: "Connections", level: .administrator, request: NewConnecting.schema,
            answer: .init(status: 200, schema: ConnectingView.schema), refusals: [409],
            work: .steps { call in
                let purpose = try call.decode(NewConnecting.self).purpose()
                return try .json(ConnectingView(try await connecting.begin(purpose, by: call.principal.name)))
            })
    }

    private var answer: Operation {
        Operation(
            method: .post, path: "/v1/connecting/{id}",
            summary: "Answer the step that is asked. After the last one app and connections are made, all or none",
            tag: "Connections", level: .administrator, request: ConnectingAnswerBody.schema,
            answer: .init(status: 200, schema: ConnectingView.schema), refusals: [409],
            work: .steps { call in
                let given = try call.decode(ConnectingAnswerBody.self)
                let reply = ConnectingReply(
                    step: given.step, settings: given.settings ?? [:], choices: given.choices ?? [],
                    isConfirmed: given.confirmed ?? false, text: given.text)
                let state = try await connecting.answer(
                    call.id("connecting session"), reply, by: call.principal.name)
                return try .json(ConnectingView(state))
            })
    }

    private var cancel: Operation {
        Operation(
            method: .delete, path: "/v1/connecting/{id}", summary: "End a session; nothing was made by it",
            tag: "Connections", level: .administrator, answer: .init(status: 204, schema: nil),
            work: .steps { call in
                try await connecting.cancel(call.id("connecting session"), by: call.principal.name)
                return .nothing
            })
    }
}

struct NewConnecting: RequestBody {
    let platform, contactPoint, app, connection: String?

    func purpose() throws -> Connecting.Purpose {
        if let connection {
            for (name, value) in [("platform", platform), ("contactPoint", contactPoint), ("app", app)]
            where value != nil {
                throw Refusal.invalid(name, "it is the connection's; leave it out to connect that one again.")
            }
            guard let id = ID<Connection>(connection) else {
                throw Refusal.invalid("connection", "there is no such connection.")
            }
            return .reconnect(id)
        }
        guard let platform else { throw Refusal.invalid("platform", "it is required.") }
        guard let contactPoint else { throw Refusal.invalid("contactPoint", "it is required.") }
        guard let point = ContactPointID(contactPoint) else {
            throw Refusal.invalid("contactPoint", "there is no such contact point.")
        }
        let known = try app.map { text in
            guard let id = ID<PlatformApp>(text) else { throw Refusal.invalid("app", "there is no such platform app.") }
            return id
        }
        return .connect(Platform(rawValue: platform), to: point, with: known)
    }

    static let schema = Schema.named(
        "NewConnecting",
        .object([
            .init("platform", .string(), isRequired: false),
            .init("contactPoint", .string(), isRequired: false, description: "Where the new connections go."),
            .init(
                "app", .string(), isRequired: false,
                description: "An app that is there already, to connect more of its addresses."),
            .init(
                "connection", .string(), isRequired: false,
                description: "In place of all others: the connection whose app is to get new credentials."),
        ]))
}

struct ConnectingAnswerBody: RequestBody {
    let step: String
    let settings: [String: String]?
    let choices: [String]?
    let confirmed: Bool?
    let text: String?

    static let schema = Schema.named(
        "ConnectingAnswer",
        .object([
            .init("step", .string(), description: "The id of the step that is answered."),
            .init(
                "settings", .map(.string()), isRequired: false,
                description: "For `enter`, by the keys of its `fields`; secrets are sealed and never shown again."),
            .init("choices", .array(.string()), isRequired: false, description: "For `choose`."),
            .init("confirmed", .boolean, isRequired: false, description: "For `confirm`: `true`."),
            .init(
                "text", .string(), isRequired: false,
                description: "For `ask` what is asked for, for `open` with `returns` the address that the browser was "
                    + "sent back to. It is not kept."),
        ]))
}
