import Gateway
import GatewayModel

/// What the audit log is searched by.
enum AuditQuery {
    static let parameters = [
        QueryParameter(
            name: "actor", description: "Only what this key, or `gateway`, or `command line` did.", schema: .string()),
        QueryParameter(
            name: "action", description: "Only this action, `connection.create`, or its kind, `connection`; `denied`.",
            schema: .string()),
        QueryParameter(
            name: "subject", description: "Only what was done to this, `contact-point/sales`, or below it.",
            schema: .string()),
        QueryParameter(name: "since", description: "From this time on.", schema: .time),
        QueryParameter(name: "until", description: "Before this time.", schema: .time),
    ]

    static func filter(of call: Operation.Call) throws -> AuditFilter {
        AuditFilter(
            actor: call.query["actor"], action: call.query["action"], subject: call.query["subject"],
            since: try time("since", of: call), until: try time("until", of: call))
    }

    private static func time(_ name: String, of call: Operation.Call) throws -> Timestamp? {
        guard let text = call.query[name] else { return nil }
        guard let moment = TimeText.read(text) else {
            throw Refusal.invalid(name, "it must be a time like 2026-01-31T09:30:00Z.")
        }
        return moment
    }
}
