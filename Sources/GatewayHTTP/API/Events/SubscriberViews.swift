import Gateway
import GatewayModel

struct SubscriberView: Encodable {
    let id, label, url, state, createdAt: String
    let events, contactPoints: [String]
    let position: Int64
    let stateReason, secret: String?

    init(_ subscriber: Subscriber, secret: String? = nil) {
        id = subscriber.id.description
        label = subscriber.label
        url = subscriber.url
        state = subscriber.state.rawValue
        stateReason = subscriber.stateReason
        events = subscriber.kinds.map(\.rawValue)
        contactPoints = subscriber.contactPoints.map(\.rawValue)
        position = subscriber.position
        createdAt = TimeText.of(subscriber.createdAt)
        self.secret = secret
    }

    static let schema = Schema.named(
        "Subscriber",
        .object([
            .init("id", .string()), .init("label", .string()), .init("url", .string()),
            .init("state", .string(choices: Subscriber.State.allCases.map(\.rawValue))),
            .init("stateReason", .string(), isRequired: false),
            .init("events", EventTypes.schema), .init("contactPoints", .array(.string())),
            .init("position", .integer(), description: "Up to where the log was read for it."),
            .init("createdAt", .time),
            .init(
                "secret", .string(), isRequired: false,
                description: "By Standard Webhooks; only in the answer that makes it."),
        ]))
}

struct NewSubscriber: RequestBody {
    let label: String
    let url: String
    let events: [String]?
    let contactPoints: [String]?

    func choices() throws -> Subscribers.Choices {
        Subscribers.Choices(
            label: try Label.check(label), url: url, kinds: try events.map(EventTypes.read),
            contactPoints: try contactPoints.map(EventTypes.contactPoints))
    }

    static let schema = Schema.named(
        "NewSubscriber",
        .object([
            .init("label", .string(length: 1...100)),
            .init("url", .string(length: 1...Subscribers.longestURL), description: "Called by POST, http or https."),
            .init("events", EventTypes.schema, isRequired: false, description: "All if none are given."),
            .init(
                "contactPoints", .array(.string(), most: 200), isRequired: false,
                description: "All, and events of none, if none are given."),
        ]))
}

struct SubscriberChange: RequestBody {
    let label: String?
    let url: String?
    let events: [String]?
    let contactPoints: [String]?
    let state: String?

    func choices() throws -> Subscribers.Choices {
        Subscribers.Choices(
            label: try label.map(Label.check), url: url, kinds: try events.map(EventTypes.read),
            contactPoints: try contactPoints.map(EventTypes.contactPoints),
            state: try state.map { text in
                guard let state = Subscriber.State(rawValue: text) else {
                    throw Refusal.invalid("state", "it must be active or paused.")
                }
                return state
            })
    }

    static let schema = Schema.named(
        "SubscriberChange",
        .object([
            .init("label", .string(length: 1...100), isRequired: false),
            .init("url", .string(length: 1...Subscribers.longestURL), isRequired: false),
            .init("events", EventTypes.schema, isRequired: false),
            .init("contactPoints", .array(.string(), most: 200), isRequired: false),
            .init("state", .string(choices: ["active", "paused"]), isRequired: false),
        ]))
}

struct ReplayRequest: RequestBody {
    let after: Int64?
    let since: String?

    static let schema = Schema.named(
        "ReplayRequest",
        .object([
            .init("after", .integer(), isRequired: false, description: "A position; 0 for everything that is kept."),
            .init("since", .time, isRequired: false),
        ]))
}

struct ResendRequest: RequestBody {
    let event: String

    static let schema = Schema.named("ResendRequest", .object([.init("event", .string())]))
}

struct DeliveryView: Encodable {
    let id, event, at, outcome: String
    let milliseconds: Int64
    let status: Int?
    let error: String?

    init(_ delivery: Delivery) {
        id = delivery.id.description
        event = ID<LoggedEvent>(rawValue: delivery.position).description
        at = TimeText.of(delivery.at)
        outcome = delivery.outcome.rawValue
        milliseconds = delivery.duration.milliseconds
        status = delivery.status
        error = delivery.error
    }

    static let schema = Schema.named(
        "Delivery",
        .object([
            .init("id", .string()), .init("event", .string()), .init("at", .time),
            .init("outcome", .string(choices: Delivery.Outcome.allCases.map(\.rawValue))),
            .init("milliseconds", .integer(), description: "How long the call took."),
            .init("status", .integer(), isRequired: false, description: "What the subscriber answered with."),
            .init("error", .string(), isRequired: false),
        ]))
}

/// Which events somebody wants.
enum EventTypes {
    static let schema = Schema.array(.string(choices: Event.Kind.allCases.map(\.rawValue)), most: 100)

    static func read(_ names: [String]) throws -> [Event.Kind] {
        guard names.count <= 100 else { throw Refusal.invalid("events", "there are at most 100.") }
        return try names.enumerated().map { index, name in
            guard let kind = Event.Kind(rawValue: name) else {
                throw Refusal.invalid("events[\(index)]", "there is no event of this type.")
            }
            return kind
        }
    }

    static func contactPoints(_ names: [String]) throws -> [ContactPointID] {
        guard names.count <= 200 else { throw Refusal.invalid("contactPoints", "there are at most 200.") }
        return try names.enumerated().map { index, name in
            guard let id = ContactPointID(name) else {
                throw Refusal.invalid("contactPoints[\(index)]", "there is no contact point \"\(name)\".")
            }
            return id
        }
    }
}
