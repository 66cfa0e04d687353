import Foundation
public import Gateway
import GatewayModel

/// An event with the state of its subjects, read when it is written down: by page, stream and webhook alike.
struct EventView: Encodable {
    let id, type, timestamp: String
    let position: Int64
    let data: Data

    struct Data: Encodable {
        let contactPoint, value: String?
        let conversation: ConversationView?
        let message: MessageView?
        let connection: ConnectionView?
    }

    static let schema = Schema.named(
        "Event",
        .object([
            .init("id", .string()), .init("type", .string(choices: Event.Kind.allCases.map(\.rawValue))),
            .init("timestamp", .time), .init("position", .integer()),
            .init("data", dataSchema, description: "What it is about, in the state it had when this was read."),
        ]))

    static let dataSchema = Schema.named(
        "EventData",
        .object([
            .init("contactPoint", .string(), isRequired: false),
            .init("value", .string(), isRequired: false, description: "The new state or status, at the event."),
            .init("conversation", ConversationView.schema, isRequired: false),
            .init("message", MessageView.schema, isRequired: false),
            .init("connection", ConnectionView.schema, isRequired: false),
        ]))
}

/// Makes views of events, and reads each conversation, message and connection once.
struct EventReading {
    let transaction: any StoreTransaction
    let links: MediaLinks
    let outlook: ConversationOutlook
    private var conversations: [ID<Conversation>: ConversationView] = [:]
    private var messages: [ID<Message>: MessageView] = [:]
    private var connections: [ID<Connection>: ConnectionView] = [:]

    init(_ transaction: any StoreTransaction, _ links: MediaLinks, _ outlook: ConversationOutlook) {
        self.transaction = transaction
        self.links = links
        self.outlook = outlook
    }

    mutating func view(_ row: (position: Int64, event: Event)) throws -> EventView {
        let event = row.event
        if let id = event.conversation, conversations[id] == nil {
            conversations[id] = try transaction.conversation(id).map {
                try ConversationView($0, outlook, in: transaction)
            }
        }
        if let id = event.message, messages[id] == nil {
            messages[id] = try transaction.message(id).map { try MessageView($0, links, in: transaction) }
        }
        if let id = event.connection, connections[id] == nil {
            connections[id] = try transaction.connection(id).map(ConnectionView.init)
        }
        return EventView(
            id: ID<LoggedEvent>(rawValue: row.position).description, type: event.kind.rawValue,
            timestamp: TimeText.of(event.at), position: row.position,
            data: EventView.Data(
                contactPoint: event.contactPoint?.rawValue, value: event.value,
                conversation: event.conversation.flatMap { conversations[$0] },
                message: event.message.flatMap { messages[$0] },
                connection: event.connection.flatMap { connections[$0] }))
    }
}

/// Events as the API shows them, for subscribers.
public struct EventDocuments: EventBodies {
    private let outlook: ConversationOutlook

    public init(_ connectors: InstalledConnectors) {
        outlook = ConversationOutlook(connectors)
    }

    public func bodies(
        of events: [(position: Int64, event: Event)], links: MediaLinks, in transaction: any StoreTransaction
    ) throws -> [[UInt8]] {
        var reading = EventReading(transaction, links, outlook)
        return try events.map { try Operation.Reply.json(reading.view($0)).body }
    }
}
