import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/conversations/{id}/indicators`.
struct IndicatorOperations {
    let indicators: Indicators

    var all: [Operation] { [show] }

    private var show: Operation {
        Operation(
            method: .post, path: "/v1/conversations/{id}/indicators",
            summary: "Show the customer that somebody is typing, or has seen what they wrote", tag: "Conversations",
            level: .agent, request: IndicatorRequest.schema, answer: .init(status: 204, schema: nil),
            refusals: [409],
            work: .steps { call in
                guard let indicator = Indicator(rawValue: try call.decode(IndicatorRequest.self).show) else {
                    throw Refusal.invalid("show", "it is one of: \(IndicatorRequest.choices.joined(separator: ", ")).")
                }
                try await indicators.show(indicator, in: call.id("conversation"), by: call.principal)
                return .nothing
            })
    }
}

struct IndicatorRequest: RequestBody {
    let show: String

    fileprivate static let choices = Indicator.allCases.map(\.rawValue)
    static let schema = Schema.named("IndicatorRequest", .object([.init("show", .string(choices: choices))]))
}
