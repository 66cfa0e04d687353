public import GatewayModel
public import HTTPTypes

/// One sort of request a platform sends us, as data.
public struct WebhookRoute: Sendable, Hashable {
    /// GET or POST.
    public let method: HTTPRequest.Method
    /// What stands behind the app's endpoint in the address: one segment, lower case.
    public let path: String
    public let purpose: Purpose

    public init(method: HTTPRequest.Method, path: String, purpose: Purpose) {
        self.method = method
        self.path = path
        self.purpose = purpose
    }

    /// What the requests are about.
    public enum Purpose: Sendable {
        /// What happened on the platform: messages above all.
        case events
        /// Whether we hold the app's secret (``AnswersChallenges``).
        case challenges
        /// How a message of ours fares. The gateway writes this address into calls, with the part's reference.
        case deliveryReports
    }
}

/// A request as the platform made it.
public struct WebhookRequest: Sendable {
    public let method: HTTPRequest.Method
    /// The whole address as the platform called it, with our public scheme and host, and with its query untouched.
    public let url: String
    /// Which of the connector's ``Connector/webhooks`` it is: the `path` there.
    public let route: String
    public let headers: HTTPFields
    /// The bytes as they came.
    public let body: [UInt8]
    public let receivedAt: Timestamp

    public init(
        method: HTTPRequest.Method, url: String, route: String, headers: HTTPFields, body: [UInt8],
        receivedAt: Timestamp
    ) {
        self.method = method
        self.url = url
        self.route = route
        self.headers = headers
        self.body = body
        self.receivedAt = receivedAt
    }

    /// What stands behind the `?`, as it came; empty where there is none.
    public var query: Substring {
        guard let mark = url.firstIndex(of: "?") else { return "" }
        return url[url.index(after: mark)...]
    }
}

/// What a genuine request brought.
public struct WebhookOutcome: Sendable {
    public var events: [PlatformEvent]
    /// Sent only after every event is stored for good.
    public var reply: WebhookReply
    /// Signs that what the platform grants may have changed. A sign is believed no further than that: the checklists
    /// look again at once, and what they find counts.
    public var signs: [Sign]

    public init(events: [PlatformEvent], reply: WebhookReply, signs: [Sign] = []) {
        self.events = events
        self.reply = reply
        self.signs = signs
    }

    /// What to look at again.
    public enum Sign: Sendable, Hashable {
        /// All connections of the app. It is written to the audit log.
        ///
        /// - Parameter reason: a sentence for a person; never a secret.
        case app(reason: String)
        /// The connection with this address of ours.
        case connection(Address)
    }
}

/// The answer a platform wants.
public struct WebhookReply: Sendable, Equatable {
    public var status: Int
    public var contentType: String?
    public var body: String

    public init(status: Int, contentType: String? = nil, body: String = "") {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}

/// Why a request was not taken.
public enum WebhookRejection: Error, Sendable, Hashable {
    /// The signature is missing, malformed or wrong. The request goes into quarantine: the fault may be ours.
    case badSignature
    /// Genuine, but not to be read. It goes into quarantine too.
    ///
    /// - Parameter reason: for a person; must not quote the body.
    case malformed(reason: String)
}
