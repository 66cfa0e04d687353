import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/conversations`, and starting one at a contact point.
struct ConversationOperations {
    let conversations: Conversations
    let customers: Customers
    let outbound: OutboundFlow
    let links: MediaLinks

    var all: [Operation] { [list, show, change, close, messages, reply, start] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/conversations", summary: "List conversations, newest first",
            tag: "Conversations", level: .agent,
            query: [
                QueryParameter(name: "contactPoint", description: "Only of this contact point.", schema: .string()),
                QueryParameter(
                    name: "state", description: "Only in this state.",
                    schema: .string(choices: ConversationState.allCases.map(\.rawValue))),
                QueryParameter(
                    name: "externalReference", description: "Only those that another system calls so.",
                    schema: ExternalReference.schema),
                .cursor, .limit,
            ],
            answer: .init(status: 200, schema: ListView<ConversationView>.schema(of: ConversationView.schema)),
            work: .read { call, transaction in
                let page = try call.page(of: Conversation.self)
                let contactPoint = try call.query["contactPoint"].map { text in
                    guard let id = ContactPointID(text) else { throw Refusal.notFound("contact point") }
                    return id
                }
                let state = try call.query["state"].map { text in
                    guard let state = ConversationState(rawValue: text) else {
                        throw Refusal.invalid("state", "it must be new, active, inactive or closed.")
                    }
                    return state
                }
                let filter = ConversationFilter(
                    contactPoint: contactPoint, state: state, externalReference: call.query["externalReference"])
                let found = try transaction.conversations(filter, page)
                let views = try found.map { try ConversationView($0, in: transaction) }
                return try .json(ListView(views, limit: page.limit, cursor: \.id))
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/conversations/{id}", summary: "Show a conversation", tag: "Conversations",
            level: .agent, answer: .init(status: 200, schema: ConversationView.schema),
            work: .read { call, transaction in
                guard let conversation = try transaction.conversation(call.id("conversation")) else {
                    throw Refusal.notFound("conversation")
                }
                return try .json(ConversationView(conversation, in: transaction))
            })
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/conversations/{id}",
            summary: "Set what another system calls a conversation; null takes it away", tag: "Conversations",
            level: .agent, request: ReferenceChange.schema,
            answer: .init(status: 200, schema: ConversationView.schema),
            work: .write { call, transaction in
                let conversation = try customers.setReference(
                    call.decode(ReferenceChange.self).externalReference, of: call.id("conversation"), in: transaction)
                return try .json(ConversationView(conversation, in: transaction))
            })
    }

    private var close: Operation {
        Operation(
            method: .post, path: "/v1/conversations/{id}/close", summary: "Close a conversation",
            tag: "Conversations", level: .agent, answer: .init(status: 200, schema: ConversationView.schema),
            work: .write { call, transaction in
                let conversation = try conversations.close(
                    call.id("conversation"), by: call.principal.name, in: transaction)
                return try .json(ConversationView(conversation, in: transaction))
            })
    }

    private var messages: Operation {
        Operation(
            method: .get, path: "/v1/conversations/{id}/messages",
            summary: "Read a conversation, in the order of its messages", tag: "Conversations", level: .agent,
            query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<MessageView>.schema(of: MessageView.schema)),
            work: .read { call, transaction in
                let id: ID<Conversation> = try call.id("conversation")
                guard try transaction.conversation(id) != nil else { throw Refusal.notFound("conversation") }
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
            answer: .init(status: 202, schema: MessageView.schema),
            work: .write { call, transaction in
                let (text, media) = try call.decode(NewReply.self).contents
                let message = try outbound.reply(
                    to: call.id("conversation"), text: text, media: media, by: call.principal, in: transaction)
                return try .json(MessageView(message, links, in: transaction), status: 202)
            })
    }

    private var start: Operation {
        Operation(
            method: .post, path: "/v1/contact-points/{id}/conversations",
            summary: "Start a conversation, or write in the one that is open with this customer",
            tag: "Conversations", level: .agent, request: OutboundRequest.schema,
            answer: .init(status: 202, schema: StartedConversation.schema),
            work: .write { call, transaction in
                let request = try call.decode(OutboundRequest.self).request()
                let (conversation, message, isNew) = try outbound.start(
                    request, at: call.contactPoint(), by: call.principal, in: transaction)
                return try .json(
                    StartedConversation(
                        conversation: try ConversationView(conversation, in: transaction),
                        message: try MessageView(message, links, in: transaction), isNew: isNew), status: 202)
            })
    }
}

struct ConversationView: Encodable {
    let id, contactPoint, platform, connection, customer, state, createdAt, updatedAt: String
    let owner, answersNotification, externalReference, customerReference: String?

    init(_ conversation: Conversation, in transaction: any StoreTransaction) throws {
        id = conversation.id.description
        contactPoint = conversation.contactPoint.rawValue
        platform = conversation.platform.rawValue
        connection = conversation.connection.description
        customer = conversation.customer.value
        state = conversation.state.rawValue
        owner = conversation.owner
        answersNotification = conversation.answersNotification?.description
        externalReference = conversation.externalReference
        customerReference = try transaction.customer(conversation.customer)?.externalReference
        createdAt = TimeText.of(conversation.createdAt)
        updatedAt = TimeText.of(conversation.updatedAt)
    }

    static let schema = Schema.named(
        "Conversation",
        .object([
            .init("id", .string()), .init("contactPoint", .string()), .init("platform", .string()),
            .init("connection", .string()), .init("customer", .string()),
            .init("state", .string(choices: ConversationState.allCases.map(\.rawValue))),
            .init("owner", .string(), isRequired: false),
            .init(
                "answersNotification", .string(), isRequired: false,
                description: "The notification this conversation was born to answer."),
            .init(
                "externalReference", ExternalReference.schema, isRequired: false,
                description: "What another system calls the conversation."),
            .init(
                "customerReference", ExternalReference.schema, isRequired: false,
                description: "What another system calls the customer."),
            .init("createdAt", .time), .init("updatedAt", .time),
        ]))
}

struct StartedConversation: Encodable {
    let conversation: ConversationView
    let message: MessageView
    /// `false` where the customer had an open conversation: the message was added to it, its owner stays.
    let isNew: Bool

    static let schema = Schema.named(
        "StartedConversation",
        .object([
            .init("conversation", ConversationView.schema), .init("message", MessageView.schema),
            .init(
                "isNew", .boolean,
                description: "false where the customer had an open conversation; its owner stays."),
        ]))
}
