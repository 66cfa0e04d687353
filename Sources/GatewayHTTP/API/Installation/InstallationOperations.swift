import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/installation`: how the gateway is configured on its machine, as far as users of the API have to know.
struct InstallationOperations {
    let gateway: GatewayParts

    var all: [Operation] {
        let view = InstallationView(gateway)
        return [
            Operation(
                method: .get, path: "/v1/installation",
                summary: "Show how the gateway is set up on its machine: where it is reached, how long it keeps what",
                tag: "Installation", level: .agent, answer: .init(status: 200, schema: InstallationView.schema),
                work: .read { _, _ in try .json(view) })
        ]
    }
}

struct InstallationView: Encodable {
    let publicURL, panelURL: String
    let sendsMail: Bool
    let retention: [Retention]

    struct Retention: Encodable {
        let kind, what: String
        /// Missing for ever.
        let days: Int?
        let setting: String?
    }

    init(_ gateway: GatewayParts) {
        publicURL = gateway.surroundings.publicURL
        panelURL = gateway.people.rule.panelURL
        sendsMail = gateway.sendsMail
        retention = RetainedKind.allCases.map { kind in
            Retention(
                kind: kind.rawValue, what: kind.words,
                days: gateway.retention[kind].map { Int($0.components.seconds / 86_400) },
                setting: RetentionRule.leastDays(kind).map { _ in "retention.\(kind.rawValue)" })
        }
    }

    static let schema = Schema.named(
        "Installation",
        .object([
            .init("publicURL", .string(), description: "Where platforms and customers' clients reach the gateway."),
            .init("panelURL", .string(), description: "Where people reach its control panel."),
            .init("sendsMail", .boolean, description: "Whether a mail server is set: for links, alerts, transcripts."),
            .init(
                "retention",
                .array(
                    .object([
                        .init("kind", .string(choices: RetainedKind.allCases.map(\.rawValue))),
                        .init("what", .string()),
                        .init(
                            "days", .integer(), isRequired: false,
                            description: "How long it is kept; missing where that is for ever."),
                        .init(
                            "setting", .string(), isRequired: false,
                            description: "By which setting of the gateway that is chosen; missing where it is fixed."),
                    ]))),
        ]))
}

extension RetainedKind {
    fileprivate var words: String {
        switch self {
        case .conversations: "Closed conversations, with all messages in them"
        case .notifications: "Notifications, with the messages nobody answered"
        case .events: "Events"
        case .audit: "The audit log"
        case .attempts: "Attempts: the single calls to platforms"
        case .seenEvents: "Which events came already, so that a repetition is known"
        case .unrouted: "Messages to addresses nobody has registered"
        case .quarantine: "Requests that were refused, in quarantine"
        case .parkedReports: "Reports that came before their message"
        case .keptAnswers: "Answers kept for idempotency keys"
        case .traces: "Traces of calls to platforms"
        case .deliveries: "The history of calls to subscribers"
        case .sessions: "Sessions that have ended"
        case .passwordLinks: "Links to set a password that are no longer good"
        case .lastWords: "When customers last wrote, for platforms' reply windows"
        }
    }
}
