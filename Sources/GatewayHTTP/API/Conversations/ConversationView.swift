import Gateway
import GatewayModel

/// A conversation as the API shows it.
struct ConversationView: Encodable {
    let id, contactPoint, platform, connection, customer, state, createdAt, updatedAt: String
    let owner, answersNotification, notification, externalReference, customerReference, customerName: String?
    let unansweredSince, responseDueAt, inactiveDueAt, closeDueAt: String?

    init(_ conversation: Conversation, _ timers: TimerPrecedence, in transaction: any StoreTransaction) throws {
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
        let due = try timers.due(of: conversation, in: transaction)
        unansweredSince = TimeText.of(conversation.clocks.unansweredSince)
        responseDueAt = TimeText.of(due.response)
        inactiveDueAt = TimeText.of(due.inactive)
        closeDueAt = TimeText.of(due.close)
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
            .init("createdAt", .time), .init("updatedAt", .time),
        ]))
}
