public import GatewayModel

/// The ordered log of events and the audit log. Both are append-only.
public protocol LogRecords {
    func append(_ event: Event) throws
    /// Leaves a gap of positions before the event: who has read further than this log reaches gets it all the same.
    func append(_ event: Event, skipping positions: Int64) throws
    /// In commit order: no event ever appears at a position that a reader has passed.
    func events(after position: Int64, limit: Int) throws -> [(position: Int64, event: Event)]
    /// The newest first.
    func events(before position: Int64, limit: Int) throws -> [(position: Int64, event: Event)]
    /// The position of the oldest event that is still there; `nil` where none is. The newest one always stays, so that
    /// its position is never given to another.
    func oldestEventPosition() throws -> Int64?
    /// The position of the newest event; 0 where none is.
    func newestEventPosition() throws -> Int64

    func append(_ entry: AuditEntry) throws
    /// Newest first.
    func auditEntries(_ filter: AuditFilter, _ page: Page<Int64>) throws -> [(position: Int64, entry: AuditEntry)]
}

/// Something that changed.
public struct Event: Sendable, Equatable {
    public let kind: Kind
    public let at: Timestamp
    public var contactPoint: ContactPointID?
    public var conversation: ID<Conversation>?
    public var message: ID<Message>?
    public var connection: ID<Connection>?
    /// The new state or status, where the kind is about one.
    public var value: String?

    public init(
        _ kind: Kind, at: Timestamp, contactPoint: ContactPointID? = nil, conversation: ID<Conversation>? = nil,
        message: ID<Message>? = nil, connection: ID<Connection>? = nil, value: String? = nil
    ) {
        self.kind = kind
        self.at = at
        self.contactPoint = contactPoint
        self.conversation = conversation
        self.message = message
        self.connection = connection
        self.value = value
    }

    public enum Kind: String, Sendable, CaseIterable {
        case conversationCreated = "conversation.created"
        /// It is active, and was new or inactive.
        case conversationActivated = "conversation.activated"
        /// Nothing was said for the time of its inactive timer.
        case conversationInactive = "conversation.inactive"
        /// The value is who closed it, or `timer`.
        case conversationClosed = "conversation.closed"
        /// A customer has waited for an answer for the time of its response timer.
        case conversationResponseOverdue = "conversation.responseOverdue"
        /// The value is whose it is now; none where it is nobody's.
        case conversationOwnerChanged = "conversation.ownerChanged"
        /// The value is what another system now calls it; none where it is called nothing any more.
        case conversationReferenceChanged = "conversation.referenceChanged"
        /// What the platform calls its customer is known, or is another. No value: the name stands with the customer.
        case conversationCustomerNamed = "conversation.customerNamed"
        /// The value is how far the mail with its transcript has come: `due`, `mailed` or `failed`.
        case conversationTranscriptChanged = "conversation.transcriptChanged"
        /// The value is its id: nothing else is left to tell.
        case conversationErased = "conversation.erased"
        case messageReceived = "message.received"
        case messageCreated = "message.created"
        case messageStatusChanged = "message.statusChanged"
        /// The value is the connection that it will leave from, in place of the one that it was to leave from.
        case messageDiverted = "message.diverted"
        /// The value is the state of one of its files.
        case messageMediaChanged = "message.mediaChanged"
        /// The value is what the customer did to it: `edited`, `unsent` or `reaction`.
        case messageChanged = "message.changed"
        case messageOptOutSettled = "message.optOutSettled"
        /// A message without a conversation; the value is its id.
        case messageErased = "message.erased"
        /// What another system calls a customer changed; the value is the address.
        case customerChanged = "customer.changed"
        /// The value is the id of the erasure, under which the audit log has it.
        case customerErased = "customer.erased"
        /// The value names whose: a contact point, a user or a key.
        case sendingCapReached = "sending.capReached"
        case stopListAdded = "stopList.added"
        case stopListRemoved = "stopList.removed"
        /// The value is how many came onto the list together, from a file.
        case stopListImported = "stopList.imported"
        case connectionStateChanged = "connection.stateChanged"
        /// The value is how it sends from now on.
        case connectionSendingChanged = "connection.sendingChanged"
        case connectionRenamed = "connection.renamed"
        /// The value is the colour of the whole.
        case connectionChecklistChanged = "connection.checklistChanged"
        /// The value is how many messages were fetched that no webhook had brought.
        case connectionCaughtUp = "connection.caughtUp"
        /// What an administrator chose for the clients of a platform; the value is the platform.
        case clientSettingsChanged = "clientSettings.changed"
        /// Somebody is there to answer, or is not, or can take more or less; the value is the user.
        case agentPresenceChanged = "agent.presenceChanged"
        /// What availability goes by: rules, of the platform that is the value; a contact point's time zone, or who may
        /// answer there, without a value; and who may answer anywhere, without a contact point.
        case availabilityChanged = "availability.changed"
        /// The gateway goes on from a backup: what came after that backup is unknown to it.
        case gatewayRestored = "gateway.restored"
        /// The value is the subscriber that failed for too long or is gone.
        case subscriberDisabled = "subscriber.disabled"
        /// The value is the subscriber it was sent to.
        case subscriberTest = "subscriber.test"
    }
}

/// Which entries of the audit log somebody wants to see; `nil` for any.
public struct AuditFilter: Sendable, Equatable {
    public var actor: String?
    /// One action, `connection.create`, or all of a kind, `connection`.
    public var action: String?
    /// One subject, `contact-point/sales`, with everything below it.
    public var subject: String?
    /// From this moment on.
    public var since: Timestamp?
    /// Before this moment.
    public var until: Timestamp?

    public init(
        actor: String? = nil, action: String? = nil, subject: String? = nil, since: Timestamp? = nil,
        until: Timestamp? = nil
    ) {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.since = since
        self.until = until
    }
}

/// Who did what to the configuration, or was not allowed to.
public struct AuditEntry: Sendable, Equatable {
    public let at: Timestamp
    /// A principal; `gateway` for what it did by itself; `command line` for the machine's operator.
    public let actor: String
    /// For example `connection.create`, or `denied` for a refusal.
    public let action: String
    /// What it was done to, for example `contact-point/sales`.
    public let subject: String
    /// Before and after, for a person; secrets masked.
    public let before: String?
    public let after: String?

    public init(
        at: Timestamp, actor: String, action: String, subject: String, before: String? = nil, after: String? = nil
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
    }
}
