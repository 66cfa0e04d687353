/// One message, in or out.
public struct Message: Sendable, Equatable, Identified {
    public static let idPrefix = "msg"

    public let id: ID<Message>
    /// `nil` for a notification that found no open conversation.
    public let conversation: ID<Conversation>?
    public let contactPoint: ContactPointID
    public let connection: ID<Connection>
    public let customer: Address
    public let direction: Direction
    public let purpose: Purpose
    /// Who wrote it: a principal, `customer`, `gateway` for a confirmation of its own, or `elsewhere` for what somebody
    /// sent in our name without us.
    public let author: String
    /// `nil` for a message that is only media.
    public var text: String?
    public var media: [RemoteMedia]
    public let mark: Mark?
    /// What the platform told besides, by its own names; and what the customer did to the message since.
    public var details: [String: String]
    public var status: DeliveryStatus
    /// Why it was refused, failed, is held or unknown.
    public var statusReason: StatusReason?
    public let createdAt: Timestamp
    public var statusAt: Timestamp

    public init(
        id: ID<Message>, conversation: ID<Conversation>?, contactPoint: ContactPointID, connection: ID<Connection>,
        customer: Address, direction: Direction, purpose: Purpose, author: String, text: String?,
        media: [RemoteMedia] = [], mark: Mark? = nil, details: [String: String] = [:], status: DeliveryStatus,
        statusReason: StatusReason? = nil, createdAt: Timestamp, statusAt: Timestamp
    ) {
        self.id = id
        self.conversation = conversation
        self.contactPoint = contactPoint
        self.connection = connection
        self.customer = customer
        self.direction = direction
        self.purpose = purpose
        self.author = author
        self.text = text
        self.media = media
        self.mark = mark
        self.details = details
        self.status = status
        self.statusReason = statusReason
        self.createdAt = createdAt
        self.statusAt = statusAt
    }

    /// Which way it went.
    public enum Direction: String, Sendable {
        case inbound
        case outbound
    }

    /// What a message is for. It decides which queue it waits in and whether a stop list can hold it back.
    public enum Purpose: String, Sendable, CaseIterable {
        /// What a customer wrote.
        case customer
        /// A person's or system's answer in an open conversation.
        case reply
        /// The first message of a conversation we begin.
        case start
        /// A message that makes no conversation until the recipient replies.
        case notification
        /// The one confirmation of a STOP; the only message that may go to somebody who is stopped.
        case stopConfirmation
        /// The gateway's answer to START or HELP.
        case keywordReply
    }

    /// What stop-word detection made of an inbound message.
    public enum Mark: String, Sendable {
        case stop
        case start
        case help
        /// Reads like a wish to opt out, but is not the single word: a person settles it.
        case possibleOptOut
        /// A person looked at a possible opt-out and put the customer on the stop list.
        case settledAsOptOut
        /// A person looked at a possible opt-out and found that it was none.
        case settledAsNoOptOut

        /// Whether the message is just the word, which nobody need answer.
        public var isKeyword: Bool {
            switch self {
            case .stop, .start, .help: true
            case .possibleOptOut, .settledAsOptOut, .settledAsNoOptOut: false
            }
        }
    }
}

/// A file that lies with the platform.
public struct RemoteMedia: Sendable, Hashable, Codable {
    public let url: String
    /// As the platform declares it; not to be trusted.
    public let contentType: String

    public init(url: String, contentType: String) {
        self.url = url
        self.contentType = contentType
    }
}

/// Why a message stands where it stands.
public struct StatusReason: Sendable, Equatable {
    /// A stable word for programs: `stopList`, `invalidRecipient`, `rateLimited` …
    public let code: String
    /// The platform's own code, where there is one.
    public let platformCode: String?
    /// A sentence for a person. Never holds the message's text or a secret.
    public let explanation: String

    public init(code: String, platformCode: String? = nil, explanation: String) {
        self.code = code
        self.platformCode = platformCode
        self.explanation = explanation
    }
}
