import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/conversations/{id}/transcript`.
struct TranscriptOperations {
    let transcripts: Transcripts
    let mailer: TranscriptMailer

    var all: [Operation] { [mail] }

    private var mail: Operation {
        Operation(
            method: .post, path: "/v1/conversations/{id}/transcript",
            summary: "Mail the customer what was said in a conversation", tag: "Conversations", level: .agent,
            request: TranscriptRequest.schema, answer: .init(status: 202, schema: TranscriptView.schema),
            refusals: [429],
            work: .write { call, transaction in
                let body = try call.decode(TranscriptRequest.self)
                let mail = try transcripts.request(
                    of: call.id("conversation"), to: body.email, by: call.principal, in: transaction)
                return try .json(TranscriptView(mail), status: 202)
            }, afterwards: { mailer.wake() })
    }
}

struct TranscriptRequest: RequestBody {
    let email: String

    static let schema = Schema.named(
        "TranscriptRequest", .object([.init("email", .string(length: 1...320), description: "One address.")]))
}

/// A mail that waits. To which address stands nowhere.
struct TranscriptView: Encodable {
    let id, conversation, state, requestedAt: String

    init(_ mail: TranscriptMail) {
        id = mail.id.description
        conversation = mail.conversation.description
        state = mail.state.rawValue
        requestedAt = TimeText.of(mail.requestedAt)
    }

    static let schema = Schema.named(
        "Transcript",
        .object([
            .init("id", .string()), .init("conversation", .string()),
            .init("state", .string(choices: TranscriptMail.State.allCases.map(\.rawValue))),
            .init("requestedAt", .time),
        ]))
}
