/// What calls are counted together.
public enum XLimit: String, Sendable, CaseIterable, Codable {
    /// `POST /2/dm_conversations/…/messages`
    case send
    /// `POST /1.1/direct_messages/events/new.json`
    case sendV1
    /// Lists of messages, in both versions.
    case readMessages
    case deleteMessages
    case readSelf
    case media
    case webhooks
    case subscriptions
    case replay
    case other
}

/// How much may be called, by X's tables; `nil` is without end.
public struct XLimits: Sendable {
    public struct Rule: Sendable, Equatable {
        /// By a user in 15 minutes; where nobody is known, by the app.
        public var perWindow: Int?
        /// By a user in 24 hours.
        public var perDay: Int?
        /// By all users of the app in 24 hours.
        public var perDayOfApp: Int?

        public init(perWindow: Int? = nil, perDay: Int? = nil, perDayOfApp: Int? = nil) {
            self.perWindow = perWindow
            self.perDay = perDay
            self.perDayOfApp = perDayOfApp
        }
    }

    private var rules: [XLimit: Rule] = [
        .send: Rule(perWindow: 15, perDay: 1440, perDayOfApp: 1440),
        .sendV1: Rule(perDay: 1000, perDayOfApp: 15_000),
        .readMessages: Rule(perWindow: 15),
        .deleteMessages: Rule(perWindow: 300, perDay: 1500),
        .readSelf: Rule(perWindow: 75),
        .media: Rule(perWindow: 500),
        .webhooks: Rule(perWindow: 450),
        .subscriptions: Rule(perWindow: 500),
        .replay: Rule(perWindow: 100),
        .other: Rule(perWindow: 300),
    ]

    public init() {}

    public subscript(limit: XLimit) -> Rule {
        get { rules[limit] ?? Rule() }
        set { rules[limit] = newValue }
    }
}
