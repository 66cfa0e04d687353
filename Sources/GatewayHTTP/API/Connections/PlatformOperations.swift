import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/platforms`: what is installed, and what an administrator has to fill in.
struct PlatformOperations {
    let connectors: InstalledConnectors

    var all: [Operation] { [list, announced] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/platforms", summary: "List the installed platforms and what each needs",
            tag: "Connections", level: .agent,
            answer: .init(status: 200, schema: ListView<PlatformView>.schema(of: PlatformView.schema)),
            work: .read { _, _ in try .json(ListView(all: connectors.all.map(PlatformView.init))) })
    }

    private var announced: Operation {
        Operation(
            method: .get, path: "/v1/platforms/announced",
            summary: "List platforms without a connector: those to come, and those that are no more",
            tag: "Connections", level: .agent,
            answer: .init(status: 200, schema: ListView<AnnouncedView>.schema(of: AnnouncedView.schema)),
            work: .read { _, _ in try .json(ListView(all: connectors.announced.map(AnnouncedView.init))) })
    }
}

struct AnnouncedView: Encodable {
    let id, label, text, source: String
    let isDiscontinued: Bool

    init(_ announced: AnnouncedPlatform) {
        id = announced.platform.rawValue
        label = announced.label
        text = announced.text
        source = announced.source
        isDiscontinued = announced.isDiscontinued
    }

    static let schema = Schema.named(
        "AnnouncedPlatform",
        .object([
            .init("id", .string()), .init("label", .string()), .init("isDiscontinued", .boolean),
            .init("text", .string(), description: "What its provider asks of a business, or what took its place."),
            .init("source", .string(), description: "Where its provider says so."),
        ]))
}

struct PlatformView: Encodable {
    let id, label, addressLabel, addressKind, optOutReplies: String
    let appSettings, connectionSettings: [FieldView]
    let mayWriteFirst, showsIndicators, servesClients: Bool
    let textLimit: Int
    let connectionsPerContactPoint, mostQuickReplies: Int?
    let sendingModes: [String]
    let pacing: PacingView
    let clientForm: ClientFormView?

    init(_ connector: any Connector) {
        id = connector.platform.rawValue
        label = connector.settings.label
        addressLabel = connector.settings.addressLabel
        addressKind = connector.capabilities.addressKind.rawValue
        optOutReplies = connector.capabilities.optOutReplies.rawValue
        appSettings = connector.settings.app.map(FieldView.init)
        connectionSettings = connector.settings.connection.map(FieldView.init)
        mayWriteFirst = connector.capabilities.mayWriteFirst
        showsIndicators = Indicators.areShown(by: connector)
        servesClients = connector is any ServesClients
        textLimit = connector.capabilities.text.total
        mostQuickReplies = connector.capabilities.quickReplies?.most
        connectionsPerContactPoint = connector.capabilities.connectionsPerContactPoint
        sendingModes = SendingMode.allCases.filter(connector.capabilities.sendingModes.contains).map(\.rawValue)
        pacing = PacingView(connector.capabilities.pacing)
        clientForm = (connector as? any ServesClients).map { ClientFormView($0.clientForm) }
    }

    static let schema = Schema.named(
        "Platform",
        .object([
            .init("id", .string()), .init("label", .string(), description: "What people call it."),
            .init("addressLabel", .string()), .init("addressKind", .string()),
            .init("optOutReplies", .string(choices: OptOutReplies.allCases.map(\.rawValue))),
            .init("appSettings", .array(FieldView.schema)), .init("connectionSettings", .array(FieldView.schema)),
            .init("mayWriteFirst", .boolean),
            .init("showsIndicators", .boolean, description: "Whether customers see that somebody types or has read."),
            .init(
                "servesClients", .boolean,
                description: "Whether the gateway serves the customers' clients itself, by settings of contact points."),
            .init("textLimit", .integer()), .init("pacing", PacingView.schema),
            .init(
                "mostQuickReplies", .integer(), isRequired: false,
                description: "How many quick replies may stand under an answer; missing where none can."),
            .init(
                "connectionsPerContactPoint", .integer(), isRequired: false,
                description: "The most that a contact point may have; missing where it may have any number."),
            .init("sendingModes", .array(SendingView.modes), description: "How its connections may be told to send."),
            .init(
                "clientForm", ClientFormView.schema, isRequired: false,
                description: "How the settings of its clients are asked for, where it serves some."),
        ]))
}

/// One thing to fill in.
struct FieldView: Encodable {
    let key, label, help, kind: String
    let isRequired: Bool
    let standard: String?
    let choices: [String]?

    init(_ field: SettingsField) {
        key = field.key
        label = field.label
        help = field.help
        isRequired = field.isRequired
        standard = field.standard
        switch field.kind {
        case .text: (kind, choices) = ("text", nil)
        case .secret: (kind, choices) = ("secret", nil)
        case .url: (kind, choices) = ("url", nil)
        case .choice(let given): (kind, choices) = ("choice", given)
        }
    }

    static let schema = Schema.named(
        "SettingsField",
        .object([
            .init("key", .string()), .init("label", .string()), .init("help", .string()),
            .init("kind", .string(choices: ["text", "secret", "url", "choice"])), .init("isRequired", .boolean),
            .init("standard", .string(), isRequired: false),
            .init("choices", .array(.string()), isRequired: false),
        ]))
}

struct PacingView: Codable {
    let unitsPerSecond: Double
    let burst: Int?

    init(_ pacing: Pacing) {
        unitsPerSecond = pacing.unitsPerSecond
        burst = pacing.burst
    }

    /// - Parameter standard: the burst where none is given.
    func pacing(burst standard: Int) -> Pacing { Pacing(unitsPerSecond: unitsPerSecond, burst: burst ?? standard) }

    static let schema = Schema.object([
        .init("unitsPerSecond", .number, description: "Segments, for a phone number."),
        .init("burst", .integer(1...100_000), isRequired: false),
    ])
}
