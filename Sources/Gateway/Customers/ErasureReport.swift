public import GatewayModel

/// What the erasure of a customer removed, and what it left and why.
public struct ErasureReport: Sendable, Equatable, Identified {
    public static let idPrefix = "ers"

    /// Names the erasure where the customer may not be named any more: in the audit log and in the event.
    public let id: ID<ErasureReport>
    public let at: Timestamp
    public var erased = Erased()
    public var remains: [Remainder] = []

    public init(id: ID<ErasureReport>, at: Timestamp) {
        self.id = id
        self.at = at
    }

    /// How many of each are gone.
    public struct Erased: Sendable, Equatable {
        public var conversations = 0
        public var messages = 0
        public var files = 0
        /// What another system calls the customer, here 0 or 1, and lifted entries of stop lists.
        public var references = 0
        public var liftedStops = 0
        /// What the platform calls the customer, here 0 or 1.
        public var names = 0
        /// Transcripts that were mailed, or were to be.
        public var transcripts = 0
        /// Messages to addresses of nobody.
        public var unrouted = 0
        /// Requests in quarantine that named the customer.
        public var quarantined = 0
        /// Answers kept for a repetition of their request.
        public var keptAnswers = 0

        public init() {}
    }

    /// Something that still tells of the customer.
    public struct Remainder: Sendable, Equatable {
        public let what: What
        /// `nil` where the gateway cannot count it.
        public let count: Int?
        /// When it goes by itself; `nil` for never, or for what the gateway cannot know.
        public let until: Timestamp?

        public init(_ what: What, count: Int? = nil, until: Timestamp? = nil) {
            self.what = what
            self.count = count
            self.until = until
        }
    }

    public enum What: String, Sendable, CaseIterable {
        case messagesUnderWay
        case stopList
        case events
        case audit
        case subscribers
        case mailedTranscripts
        case platforms
        case backups
    }
}

extension ErasureReport.What {
    /// Why it is left, and what to do about it, for a person.
    public var why: String {
        switch self {
        case .messagesUnderWay:
            """
            A call to the platform is under way, or nobody can say yet whether it arrived. Erase again when these \
            messages are settled.
            """
        case .stopList:
            """
            Who asked not to be written to must not be written to: the address stays on these stop lists. Take it off \
            first if it is to go, and erase again.
            """
        case .events:
            "Changes of stop lists and references name the address in the event log, which cannot be changed."
        case .audit: "Changes of stop lists by people name the address in the audit log, which cannot be changed."
        case .subscribers:
            """
            These systems were told of the conversations and keep what they made of it. They are told of the erasure \
            by events.
            """
        case .mailedTranscripts: "These transcripts lie in the mailboxes that they were sent to."
        case .platforms: "The platforms that carried the messages keep records of their own."
        case .backups: "Backups made before hold the customer; one that is restored brings them back. Erase again then."
        }
    }
}
