public import Foundation

/// A Message resource of Twilio's API.
public struct Message: Sendable {
    /// Twilio's names.
    public enum Status: String, Sendable {
        case accepted, scheduled, queued, sending, sent, delivered, undelivered, failed, read, canceled, received

        public var isFinal: Bool {
            switch self {
            case .delivered, .undelivered, .failed, .read, .canceled, .received: true
            case .accepted, .scheduled, .queued, .sending, .sent: false
            }
        }
    }

    public enum Direction: String, Sendable {
        case inbound
        case outboundAPI = "outbound-api"
        case outboundReply = "outbound-reply"
    }

    public let sid: String
    public let direction: Direction
    public internal(set) var from: String?
    public let to: String
    public internal(set) var body: String
    public internal(set) var status: Status
    public internal(set) var segments: Int
    /// Where its media is found: at this mock for inbound, at the sender's for outbound.
    public internal(set) var mediaURLs: [String] = []
    public internal(set) var errorCode: Int?
    public var serviceSid: String?
    public var statusCallback: String?
    public let created: Date
    public internal(set) var updated: Date
    public internal(set) var sent: Date?
    /// Lists show it from then on.
    public var listed: Date

    public init(
        sid: String, direction: Direction, from: String?, to: String, body: String, status: Status,
        segments: Int, created: Date
    ) {
        self.sid = sid
        self.direction = direction
        self.from = from
        self.to = to
        self.body = body
        self.status = status
        self.segments = segments
        self.created = created
        updated = created
        listed = created
    }
}
