import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/contact-points/{id}/platforms/{platform}/availability`: when customers may begin a conversation.
struct AvailabilityOperations {
    private static let path = "/v1/contact-points/{id}/platforms/{platform}/availability"

    let rules: AvailabilityRules

    var all: [Operation] { [show, set] }

    private var show: Operation {
        Operation(
            method: .get, path: Self.path,
            summary: "Show when customers may begin a conversation on a platform, and whether they may now",
            tag: "Availability", level: .agent, answer: .init(status: 200, schema: AvailabilityView.schema),
            isTagged: true,
            work: .read { call, transaction in
                try reply(rules.report(of: call.contactPoint(), on: call.platform, in: transaction))
            })
    }

    private var set: Operation {
        Operation(
            method: .put, path: Self.path,
            summary: "Replace the rules of when customers may begin a conversation; without any, they always may",
            tag: "Availability", level: .administrator, request: AvailabilityChange.schema,
            answer: .init(status: 200, schema: AvailabilityView.schema), isTagged: true,
            work: .write { call, transaction in
                let (contactPoint, platform) = (try call.contactPoint(), call.platform)
                let given = try call.decode(AvailabilityChange.self)
                try call.requireMatch(
                    AvailabilityView.tag(of: rules.report(of: contactPoint, on: platform, in: transaction)))
                try rules.set(
                    given.rules, of: contactPoint, on: platform, by: call.principal.name, in: transaction)
                return try reply(rules.report(of: contactPoint, on: platform, in: transaction))
            })
    }

    private func reply(_ report: AvailabilityReport) throws -> Operation.Reply {
        var reply = try Operation.Reply.json(AvailabilityView(report))
        reply.tag = AvailabilityView.tag(of: report)
        return reply
    }
}

extension Operation.Call {
    fileprivate var platform: Platform { Platform(rawValue: parameters["platform"] ?? "") }
}
