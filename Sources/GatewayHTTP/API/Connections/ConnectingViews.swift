import ConnectorKit
import Gateway
import GatewayModel

/// Where connecting stands: a step to be answered, or what was made.
struct ConnectingView: Encodable {
    let session, expiresAt: String?
    let step: Step?
    let connected: Connected?

    struct Step: Encodable {
        let id, text, kind: String
        var fields: [FieldView]?
        var choices: [Choice]?
        var several: Bool?
        var label: String?
        var url: String?
        var returns: Bool?
        var seconds: Int?
    }

    struct Choice: Encodable {
        let id, label: String
    }

    struct Connected: Encodable {
        let app: String
        let connections: [Made]
    }

    struct Made: Encodable {
        let id, address: String
        let checklist: ChecklistView?
    }

    init(_ state: Connecting.State) {
        switch state {
        case .asking(let id, let until, let step):
            (session, expiresAt, connected) = (id.description, TimeText.of(until), nil)
            self.step = Step(step)
        case .connected(let outcome):
            (session, expiresAt, step) = (nil, nil, nil)
            connected = Connected(
                app: outcome.app.id.description,
                connections: outcome.connections.map { connection in
                    Made(
                        id: connection.id.description, address: connection.address.value,
                        checklist: outcome.checklists.first { $0.connection == connection.id }.map(ChecklistView.init))
                })
        }
    }

    private static let stepSchema = Schema.object([
        .init("id", .string()), .init("text", .string()),
        .init("kind", .string(choices: ["confirm", "enter", "choose", "ask", "open", "wait", "failed"])),
        .init("fields", .array(FieldView.schema), isRequired: false),
        .init(
            "choices", .array(.object([.init("id", .string()), .init("label", .string())])), isRequired: false),
        .init("several", .boolean, isRequired: false), .init("label", .string(), isRequired: false),
        .init("url", .string(), isRequired: false), .init("returns", .boolean, isRequired: false),
        .init("seconds", .integer(), isRequired: false),
    ])

    static let schema = Schema.named(
        "Connecting",
        .object([
            .init("session", .string(), isRequired: false), .init("expiresAt", .time, isRequired: false),
            .init("step", stepSchema, isRequired: false, description: "What is asked; missing when all is done."),
            .init(
                "connected",
                .object([
                    .init("app", .string()),
                    .init(
                        "connections",
                        .array(
                            .object([
                                .init("id", .string()), .init("address", .string()),
                                .init("checklist", ChecklistView.schema, isRequired: false),
                            ]))),
                ]), isRequired: false, description: "What was made, with the first run of each checklist."),
        ]))
}

extension ConnectingView.Step {
    init(_ step: ConnectingStep) {
        let kind =
            switch step.kind {
            case .confirm: "confirm"
            case .enter: "enter"
            case .choose: "choose"
            case .ask: "ask"
            case .open: "open"
            case .wait: "wait"
            case .connect, .failed: "failed"
            }
        self.init(id: step.id, text: step.text, kind: kind)
        switch step.kind {
        case .enter(let given): fields = given.map(FieldView.init)
        case .choose(let given, let isSeveral):
            choices = given.map { ConnectingView.Choice(id: $0.id, label: $0.label) }
            several = isSeveral
        case .ask(let given): label = given
        case .open(let address, let isReturning):
            url = address
            returns = isReturning
        case .wait(let duration): seconds = Int(duration.components.seconds)
        case .confirm, .connect, .failed: break
        }
    }
}
