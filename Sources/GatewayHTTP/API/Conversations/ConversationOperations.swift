import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/conversations`, and starting one at a contact point.
struct ConversationOperations {
    let conversations: Conversations
    let customers: Customers
    let surroundings: Surroundings
    let outbound: OutboundFlow
    let previews: Previews
    let links: MediaLinks
    let outlook: ConversationOutlook

    var all: [Operation] { [list, show, change, close, messages, reply, start] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/conversations",
            summary: "List conversations that the caller may read, newest first",
            tag: "Conversations", level: .agent, query: ConversationQuery.parameters + [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<ConversationView>.schema(of: ConversationView.schema)),
            work: .read { call, transaction in
                let search = try ConversationQuery.search(of: call, surroundings, in: transaction)
                let (found, next) =
                    try ConversationQuery.isBySpeech(call, search)
                    ? described(search.page(bySpeech: call.page(), for: call.principal, in: transaction))
                    : described(search.page(call.page(), for: call.principal, in: transaction))
                let views = try found.map { try ConversationView($0, outlook, showsLast: true, in: transaction) }
                return try .json(ListView(views, next: next))
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/conversations/{id}", summary: "Show a conversation", tag: "Conversations",
            level: .agent, answer: .init(status: 200, schema: ConversationView.schema),
            work: .read { call, transaction in
                try .json(ConversationView(readable(call, transaction), outlook, showsLast: true, in: transaction))
            })
    }

    private func described<Place>(
        _ page: (found: [Conversation], next: ID<Place>?)
    ) -> (found: [Conversation], next: String?) {
        (page.found, page.next?.description)
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/conversations/{id}",
            summary: "Set what another system calls a conversation; null takes it away", tag: "Conversations",
            level: .agent, request: ReferenceChange.schema,
            answer: .init(status: 200, schema: ConversationView.schema),
            work: .write { call, transaction in
                let conversation = try customers.setReference(
                    call.decode(ReferenceChange.self).externalReference, of: call.id("conversation"),
                    by: call.principal,
                    in: transaction)
                return try .json(ConversationView(conversation, outlook, in: transaction))
            })
    }

    private var close: Operation {
        Operation(
            method: .post, path: "/v1/conversations/{id}/close", summary: "Close a conversation",
            tag: "Conversations", level: .agent, answer: .init(status: 200, schema: ConversationView.schema),
            work: .write { call, transaction in
                let conversation = try conversations.close(
                    call.id("conversation"), by: call.principal, in: transaction)
                return try .json(ConversationView(conversation, outlook, in: transaction))
            })
    }

    private var messages: Operation {
        Operation(
            method: .get, path: "/v1/conversations/{id}/messages",
            summary: "Read a conversation, in the order of its messages", tag: "Conversations", level: .agent,
            query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<MessageView>.schema(of: MessageView.schema)),
            work: .read { call, transaction in
                let id = try readable(call, transaction).id
                let page = try call.page(of: Message.self)
                let found = try transaction.messages(of: id, page)
                let views = try found.map { try MessageView($0, links, in: transaction) }
                return try .json(ListView(views, limit: page.limit, cursor: \.id))
            })
    }

    private var reply: Operation {
        Operation(
            method: .post, path: "/v1/conversations/{id}/messages", summary: "Answer in an open conversation",
            tag: "Conversations", level: .agent, request: NewReply.schema,
            answer: .init(status: 202, schema: AcceptedMessage.schema),
            work: .write { call, transaction in
                let body = try call.decode(NewReply.self)
                let (text, media) = try body.contents
                let message = try outbound.reply(
                    to: call.id("conversation"), text: text, media: media,
                    quickReplies: (body.quickReplies ?? []).map(\.reply), by: call.principal, in: transaction)
                return try .json(
                    AcceptedMessage(
                        message: try MessageView(message, links, in: transaction),
                        warnings: WarningView.of(try previews.warnings(about: message, in: transaction))),
                    status: 202)
            })
    }

    private func readable(
        _ call: Operation.Call, _ transaction: any StoreTransaction
    ) throws -> Conversation {
        guard let conversation = try transaction.conversation(call.id("conversation")) else {
            throw Refusal.notFound("conversation")
        }
        try call.principal.require(.read, of: conversation.contactPoint, in: transaction)
        return conversation
    }

    private var start: Operation {
        Operation(
            method: .post, path: "/v1/contact-points/{id}/conversations",
            summary: "Start a conversation, or write in the one that is open with this customer",
            tag: "Conversations", level: .agent, request: OutboundRequest.schema,
            answer: .init(status: 202, schema: StartedConversation.schema),
            work: .write { call, transaction in
                let request = try call.decode(OutboundRequest.self).request()
                let (conversation, message, isNew, doubt) = try outbound.start(
                    request, at: call.contactPoint(), by: call.principal, in: transaction)
                return try .json(
                    StartedConversation(
                        conversation: try ConversationView(conversation, outlook, in: transaction),
                        message: try MessageView(message, links, in: transaction), isNew: isNew,
                        warnings: WarningView.of(
                            try previews.warnings(about: message, doubt: doubt, in: transaction))),
                    status: 202)
            })
    }
}

struct StartedConversation: Encodable {
    let conversation: ConversationView
    let message: MessageView
    /// `false` where the customer had an open conversation: the message was added to it, its owner stays.
    let isNew: Bool
    let warnings: [WarningView]

    static let schema = Schema.named(
        "StartedConversation",
        .object([
            .init("conversation", ConversationView.schema), .init("message", MessageView.schema),
            .init(
                "isNew", .boolean,
                description: "false where the customer had an open conversation; its owner stays."),
            WarningView.property,
        ]))
}
