import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/messages`.
struct MessageOperations {
    let optOuts: PossibleOptOuts
    let unproven: HeldSends
    let links: MediaLinks

    var all: [Operation] { [show, settleOptOut, settleSend] }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/messages/{id}", summary: "Show a message with its parts and every attempt",
            tag: "Messages", level: .agent, answer: .init(status: 200, schema: MessageDetail.schema),
            work: .read { call, transaction in
                let id: ID<Message> = try call.id("message")
                guard let message = try transaction.message(id) else { throw Refusal.notFound("message") }
                try call.principal.require(.read, of: message.contactPoint, in: transaction)
                return try .json(
                    MessageDetail(
                        message: try MessageView(message, links, in: transaction),
                        parts: try transaction.parts(of: id).map(PartView.init),
                        attempts: try transaction.attempts(of: id).map(AttemptView.init)))
            })
    }

    private var settleOptOut: Operation {
        Operation(
            method: .post, path: "/v1/messages/{id}/opt-out",
            summary: "Settle a possible opt-out: put the customer on the stop list, or find that it was none",
            tag: "Messages", level: .agent, request: OptOutDecision.schema,
            answer: .init(status: 200, schema: MessageView.schema),
            work: .write { call, transaction in
                let message = try optOuts.settle(
                    call.id("message"), isOptOut: try call.decode(OptOutDecision.self).isOptOut,
                    by: call.principal, in: transaction)
                return try .json(MessageView(message, links, in: transaction))
            })
    }

    private var settleSend: Operation {
        Operation(
            method: .post, path: "/v1/messages/{id}/resolve",
            summary: "Decide about a message of which nobody can say whether it was sent: send it again, or give it up",
            tag: "Messages", level: .agent, request: SendDecision.schema,
            answer: .init(status: 200, schema: MessageView.schema),
            work: .write { call, transaction in
                let message = try unproven.settle(
                    call.id("message"), sendAgain: try call.decode(SendDecision.self).sendAgain,
                    by: call.principal, in: transaction)
                return try .json(MessageView(message, links, in: transaction))
            })
    }
}

struct OptOutDecision: RequestBody {
    let isOptOut: Bool

    static let schema = Schema.named("OptOutDecision", .object([.init("isOptOut", .boolean)]))
}

struct SendDecision: RequestBody {
    let sendAgain: Bool

    static let schema = Schema.named("SendDecision", .object([.init("sendAgain", .boolean)]))
}
