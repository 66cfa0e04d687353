import Gateway
import GatewayModel

/// A conversation as the API shows it.
struct ConversationView: Encodable {
    let id, contactPoint, platform, connection, customer, state, createdAt, updatedAt: String
    let owner, answersNotification, notification, externalReference, customerReference, customerName: String?
    let unansweredSince, responseDueAt, inactiveDueAt, closeDueAt: String?
    let replyWindows: [ReplyWindowView]?
    let lastMessage: LastMessageView?

    /// - Parameter showsLast: with its last message.
    init(
        _ conversation: Conversation, _ outlook: ConversationOutlook, showsLast: Bool = false,
        in transaction: any StoreTransaction
    ) throws {
        id = conversation.id.description
        contactPoint = conversation.contactPoint.rawValue
        platform = conversation.platform.rawValue
        connection = conversation.connection.description
        customer = conversation.customer.value
        state = conversation.state.rawValue
        owner = conversation.owner
        answersNotification = conversation.answersNotification?.description
        notification = try conversation.answersNotification.flatMap(transaction.notification)?.description
        externalReference = conversation.externalReference
        let known = try transaction.customer(conversation.customer)
        customerReference = known?.externalReference
        customerName = known?.name?.text
        let due = try outlook.due(of: conversation, in: transaction)
        unansweredSince = TimeText.of(conversation.clocks.unansweredSince)
        responseDueAt = TimeText.of(due.response)
        inactiveDueAt = TimeText.of(due.inactive)
        closeDueAt = TimeText.of(due.close)
        replyWindows = try outlook.replyWindows(of: conversation, in: transaction)?.map(ReplyWindowView.init)
        lastMessage =
            showsLast
            ? try transaction.latestMessages(of: conversation.id, limit: 1).first.map(LastMessageView.init) : nil
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
                description: "The message of the notification that this conversation was born to answer."),
            .init(
                "notification", .string(), isRequired: false,
                description: "The notification that this conversation was born to answer."),
            .init(
                "externalReference", ExternalReference.schema, isRequired: false,
                description: "What another system calls the conversation."),
            .init(
                "customerReference", ExternalReference.schema, isRequired: false,
                description: "What another system calls the customer."),
            .init(
                "customerName", CustomerView.nameSchema, isRequired: false,
                description: "What the platform calls the customer, where it tells."),
            .init(
                "unansweredSince", .time, isRequired: false,
                description: "When the first message came that nobody has answered."),
            .init(
                "responseDueAt", .time, isRequired: false, description: "When the answer is due, or was."),
            .init(
                "inactiveDueAt", .time, isRequired: false,
                description: "When it becomes inactive, if nothing is said before."),
            .init(
                "closeDueAt", .time, isRequired: false,
                description: "When it is closed, if nothing is said before."),
            .init(
                "replyWindows", .array(ReplyWindowView.schema), isRequired: false,
                description:
                    "Where the platform lets us answer for a while only, and while the conversation is open: the windows that the customer's last word began, open or over; the one that ends first comes first."
            ),
            .init(
                "lastMessage", LastMessageView.schema, isRequired: false,
                description: "Where conversations are listed or shown; events have their own message."),
            .init("createdAt", .time), .init("updatedAt", .time),
        ]))
}

/// For how long one may still answer.
struct ReplyWindowView: Encodable {
    let name, endsAt: String
    let isForPersons: Bool

    init(_ window: ConversationOutlook.Window) {
        name = window.name
        endsAt = TimeText.of(window.endsAt)
        isForPersons = window.isForPersons
    }

    static let schema = Schema.named(
        "ReplyWindow",
        .object([
            .init("name", .string(), description: "As the platform's connector names it."),
            .init("endsAt", .time),
            .init(
                "isForPersons", .boolean,
                description: "Whether only what a person writes goes out by it, and nothing that a program sends."),
        ]))
}

/// What was said last, in short.
struct LastMessageView: Encodable {
    /// In characters.
    private static let excerpt = 160

    let id, direction, status, createdAt: String
    let text: String?
    let files: Int

    init(_ message: Message) {
        id = message.id.description
        direction = message.direction.rawValue
        status = message.status.rawValue
        createdAt = TimeText.of(message.createdAt)
        text = message.text.map { String($0.prefix(Self.excerpt)) }
        files = message.media.count
    }

    static let schema = Schema.named(
        "LastMessage",
        .object([
            .init("id", .string()), .init("direction", .string(choices: ["inbound", "outbound"])),
            .init("status", .string(choices: DeliveryStatus.allCases.map(\.rawValue))),
            .init("text", .string(), isRequired: false, description: "Its first \(excerpt) characters."),
            .init("files", .integer(), description: "How many it came with."), .init("createdAt", .time),
        ]))
}
