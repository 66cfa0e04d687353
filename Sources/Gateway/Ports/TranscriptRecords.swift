public import GatewayModel

/// Transcripts that were asked for by mail. Each goes with its conversation.
public protocol TranscriptRecords {
    /// Whether somebody of ours has answered in the conversation, and it was not refused or lost on its way.
    func wasAnswered(_ conversation: ID<Conversation>) throws -> Bool

    func insert(_ mail: TranscriptMail) throws
    /// Nothing where it was erased.
    func update(_ mail: TranscriptMail) throws
    /// In the order in which they were asked for.
    func transcriptMails(of conversation: ID<Conversation>) throws -> [TranscriptMail]
    /// The longest due first.
    func transcriptMails(dueBy now: Timestamp, limit: Int) throws -> [TranscriptMail]
    /// How many were asked for at a contact point since a moment, and when the first of them was.
    func transcriptRequests(
        at contactPoint: ContactPointID, since moment: Timestamp
    ) throws -> (count: Int, first: Timestamp?)
    func eraseTranscriptMails(of conversation: ID<Conversation>) throws
}

/// That the transcript of a conversation is to be mailed, or was.
///
/// What is mailed is read when the mail leaves: nothing of what was said is stored twice.
public struct TranscriptMail: Sendable, Equatable, Identified {
    public static let idPrefix = "trm"

    public let id: ID<TranscriptMail>
    public let conversation: ID<Conversation>
    public let contactPoint: ContactPointID
    /// `nil` once it is settled: nobody needs it any more.
    public var address: String?
    /// Of the few words around what was said, as BCP 47 writes it.
    public let language: String
    public let requestedAt: Timestamp
    /// `nil` once it is settled.
    public var dueAt: Timestamp?
    public var tries: Int
    public var state: State

    public init(
        id: ID<TranscriptMail>, conversation: ID<Conversation>, contactPoint: ContactPointID, address: String?,
        language: String, requestedAt: Timestamp, dueAt: Timestamp?, tries: Int = 0, state: State = .due
    ) {
        self.id = id
        self.conversation = conversation
        self.contactPoint = contactPoint
        self.address = address
        self.language = language
        self.requestedAt = requestedAt
        self.dueAt = dueAt
        self.tries = tries
        self.state = state
    }

    public enum State: String, Sendable, CaseIterable {
        case due
        /// A mail server has taken it.
        case mailed
        /// No mail server took it in time.
        case failed
    }

    /// The end, after which the address is not needed any more.
    mutating func settle(_ end: State) {
        (state, address, dueAt) = (end, nil, nil)
    }
}
