public import GatewayModel

/// What is set of timers, and which conversations are due.
public protocol TimerRecords {
    /// What is set in one place; empty where nothing is.
    func timers(in scope: TimerScope) throws -> TimerSettings
    /// Replaces what is set there.
    func setTimers(_ settings: TimerSettings, in scope: TimerScope) throws
    /// What is set in each of the places that govern such conversations.
    func timers(governing contactPoint: ContactPointID, _ platform: Platform) throws -> [TimerScope: TimerSettings]

    /// The longest due first.
    func conversationsDue(by now: Timestamp, limit: Int) throws -> [Conversation]
    /// When the next one is.
    func nextConversationDue() throws -> Timestamp?
    /// The last message of a conversation; `nil` where none is left.
    func lastWord(in conversation: ID<Conversation>) throws -> LastWord?

    /// Open conversations of one platform on one contact point behind an address, in the order of their customers'.
    func openConversations(
        at contactPoint: ContactPointID, on platform: Platform, _ page: Page<Address>
    ) throws -> [Conversation]
    /// One that is still to be made; `nil` where none is.
    func nextRetiming() throws -> Retiming?
    /// Notes it, or how far it has come; one for the same conversations is replaced.
    func put(_ retiming: Retiming) throws
    func delete(_ retiming: Retiming) throws
}

/// The open conversations of one platform on one contact point are to be looked at, for something may be due sooner
/// than was noted with them.
public struct Retiming: Sendable, Equatable {
    public let contactPoint: ContactPointID
    public let platform: Platform
    /// The customer up to whom it has come; `nil` at its beginning.
    public var after: Address?

    public init(contactPoint: ContactPointID, platform: Platform, after: Address? = nil) {
        self.contactPoint = contactPoint
        self.platform = platform
        self.after = after
    }
}
