import Gateway
import GatewayModel
import HTTPTypes

/// Claiming, assigning and releasing a conversation.
struct OwnershipOperations {
    let ownership: Ownership
    let outlook: ConversationOutlook

    var all: [Operation] { [claim, assign, release] }

    private var claim: Operation {
        operation("claim", "Take a conversation that is nobody's") { call, transaction in
            try ownership.claim(call.id("conversation"), by: call.principal, in: transaction)
        }
    }

    private var assign: Operation {
        operation(
            "assign", "Give a conversation to somebody; what is somebody else's, only its owner or a manager can give",
            request: Assignment.schema
        ) { call, transaction in
            try ownership.assign(
                call.id("conversation"), to: call.decode(Assignment.self).to, by: call.principal, in: transaction)
        }
    }

    private var release: Operation {
        operation("release", "Make a conversation nobody's") { call, transaction in
            try ownership.release(call.id("conversation"), by: call.principal, in: transaction)
        }
    }

    private func operation(
        _ name: String, _ summary: String, request: Schema? = nil,
        _ work: @escaping @Sendable (Operation.Call, any StoreTransaction) throws -> Conversation
    ) -> Operation {
        Operation(
            method: .post, path: "/v1/conversations/{id}/\(name)", summary: summary, tag: "Conversations",
            level: .agent, request: request, answer: .init(status: 200, schema: ConversationView.schema),
            refusals: [409],
            work: .write { call, transaction in
                try .json(ConversationView(work(call, transaction), outlook, in: transaction))
            })
    }
}

struct Assignment: RequestBody {
    let to: String

    static let schema = Schema.named(
        "Assignment",
        .object([.init("to", .string(), description: "The id of a user, or of a key that is a service of its own.")]))
}
