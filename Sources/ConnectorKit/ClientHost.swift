public import GatewayModel

/// What the gateway does for a connector that serves clients, at one connection.
///
/// Customers are named by address; that a request may speak for one is the connector's to know, by what
/// ``seal(_:)`` vouches for.
public protocol ClientHost: Sendable {
    /// The moment, by the gateway's clock.
    var now: Timestamp { get }
    /// Our side, with the app's secrets.
    var connection: OpenConnection { get }
    /// The contact point's label: what customers call us.
    var label: String { get }
    /// As an administrator saved it, or ``ClientSettings/standard``.
    var settings: ClientSettingsDocument { get }
    /// Scheme, host and port at which clients reach the gateway.
    var origin: String { get }
    /// The same of the address at which files are given out.
    var mediaOrigin: String { get }

    /// Signs a text with a key of the gateway's own, which survives restarts and is the same on all nodes: 32 bytes.
    func seal(_ text: String) throws(ClientRefusal) -> [UInt8]

    /// Counts a request against a limit, on this node.
    ///
    /// - Parameter name: of whom or what it is: `session/203.0.113.7`.
    /// - Throws: ``ClientRefusal/Kind/tooMany(retryAfter:)`` where there were more in the last minute.
    func limit(_ name: String, to mostInAMinute: Int) throws(ClientRefusal)

    /// Stores what clients did, all of it or nothing, and returns when it is on the disk.
    func take(_ events: [PlatformEvent]) async throws(ClientRefusal)

    /// The last conversation with a customer, and the last of its messages that they may see, the oldest first.
    func conversation(
        with customer: Address, messages limit: Int
    ) async throws(ClientRefusal) -> ClientConversation?

    /// The customer ends the conversation. Harmless where none is open.
    func end(with customer: Address) async throws(ClientRefusal)

    /// Keeps a file that a client sends, and has looked at its bytes: see ``InboundMessage/files``.
    ///
    /// - Parameter limits: what may come in, and how much of it.
    func keep(
        _ body: ClientBody, declaredType: String?, name: String, within limits: MediaLimits
    ) async throws(ClientRefusal) -> ClientFile

    /// Has the transcript of the last conversation mailed.
    ///
    /// - Parameter language: of the few words around what was said (BCP 47); the contact point's if not given.
    func mailTranscript(to email: String, in language: String?, of customer: Address) async throws(ClientRefusal)

    /// Tells whoever looks at the conversation that the customer writes, or no longer does. Worth nothing when it comes
    /// late.
    func customerTypes(_ customer: Address, _ isTyping: Bool) async throws(ClientRefusal)

    /// Whether somebody is there for customers now, by the contact point's rules.
    func availability() async throws(ClientRefusal) -> AvailabilityStatus

    /// What happens from now on; it begins with how everything stands: settings, availability, the last conversation and
    /// its last messages. Ends when the gateway stops, and for whoever does not keep up.
    ///
    /// - Parameters:
    ///   - customer: whose conversation it is about; without one it is about settings and availability only.
    ///   - moment: what has not changed since is left out of the messages it begins with.
    func follow(_ customer: Address?, since moment: Timestamp?) async throws(ClientRefusal) -> ClientChanges
}

/// The settings that apply.
public struct ClientSettingsDocument: Sendable, Equatable {
    public let document: JSONTree
    /// Another one after each change; empty where nothing was ever saved.
    public let version: String

    public init(document: JSONTree, version: String) {
        self.document = document
        self.version = version
    }
}

/// A conversation as its customer may see it.
public struct ClientConversation: Sendable, Equatable {
    public let id: ID<Conversation>
    public let isOpen: Bool
    /// When it last changed its state or owner.
    public let updatedAt: Timestamp
    /// What customers are told of whose it is; `nil` for nobody, or a program.
    public let agent: String?
    /// Whether somebody of ours has said something.
    public let isAnswered: Bool
    public let messages: [ClientMessage]

    public init(
        id: ID<Conversation>, isOpen: Bool, updatedAt: Timestamp, agent: String?, isAnswered: Bool,
        messages: [ClientMessage] = []
    ) {
        self.id = id
        self.isOpen = isOpen
        self.updatedAt = updatedAt
        self.agent = agent
        self.isAnswered = isAnswered
        self.messages = messages
    }
}

/// A message as its customer may see it: theirs, and ours once the gate has let it out.
public struct ClientMessage: Sendable, Equatable {
    public let id: ID<Message>
    public let isFromCustomer: Bool
    /// What customers are told of who wrote it; `nil` for a program or the gateway itself.
    public let author: String?
    public let text: String?
    public let files: [ClientFile]
    /// ``InboundMessage/details`` of one of theirs.
    public let details: [String: String]
    public let status: DeliveryStatus
    public let createdAt: Timestamp
    /// When its status last changed.
    public let statusAt: Timestamp

    public init(
        id: ID<Message>, isFromCustomer: Bool, author: String?, text: String?, files: [ClientFile] = [],
        details: [String: String] = [:], status: DeliveryStatus, createdAt: Timestamp, statusAt: Timestamp
    ) {
        self.id = id
        self.isFromCustomer = isFromCustomer
        self.author = author
        self.text = text
        self.files = files
        self.details = details
        self.status = status
        self.createdAt = createdAt
        self.statusAt = statusAt
    }
}

/// A file as its customer may see it.
public struct ClientFile: Sendable, Equatable {
    public let id: ID<Media>
    public let type: String?
    public let name: String?
    public let byteCount: Int?
    /// Where it can be had for some time; `nil` where it is not there (yet).
    public let url: String?

    public init(id: ID<Media>, type: String?, name: String?, byteCount: Int?, url: String?) {
        self.id = id
        self.type = type
        self.name = name
        self.byteCount = byteCount
        self.url = url
    }
}

/// What a client can be told. Each is the whole new state, so that one that comes twice harms nothing.
public enum ClientChange: Sendable, Equatable {
    case settings(ClientSettingsDocument)
    case availability(AvailabilityStatus)
    /// `nil` where there was never one. Without its messages.
    case conversation(ClientConversation?)
    case message(ClientMessage)
    case indicator(Indicator, by: String?)
    /// Nothing happened for some seconds: a sign of life is due.
    case quiet
}

/// Changes, one after the other.
public struct ClientChanges: AsyncSequence, Sendable {
    /// One change.
    public typealias Element = ClientChange
    private let stream: AsyncStream<ClientChange>

    public init(_ stream: AsyncStream<ClientChange>) {
        self.stream = stream
    }

    /// To be read by one reader.
    public func makeAsyncIterator() -> AsyncStream<ClientChange>.Iterator { stream.makeAsyncIterator() }
}
