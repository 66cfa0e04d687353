/// The credentials and the webhook address that a platform gives to an application of ours: a Twilio account, a
/// Facebook app, an X app. Many connections share one.
public struct PlatformApp: Sendable, Equatable, Identified {
    public static let idPrefix = "app"

    public let id: ID<PlatformApp>
    public let platform: Platform
    public var label: String
    /// The unguessable part of this app's webhook addresses.
    public let endpoint: String
    /// What an administrator filled in, but for the secrets.
    public var settings: [String: String]
    public let createdAt: Timestamp

    public init(
        id: ID<PlatformApp>, platform: Platform, label: String, endpoint: String, settings: [String: String],
        createdAt: Timestamp
    ) {
        self.id = id
        self.platform = platform
        self.label = label
        self.endpoint = endpoint
        self.settings = settings
        self.createdAt = createdAt
    }
}

/// One number, page or account of ours, attached to one contact point through one platform app.
public struct Connection: Sendable, Equatable, Identified {
    public static let idPrefix = "conn"

    public let id: ID<Connection>
    public let contactPoint: ContactPointID
    public let platform: Platform
    public let app: ID<PlatformApp>
    /// Our side: belongs to one contact point only.
    public let address: Address
    /// What people call it, such as the name of a page; `nil` for its address.
    public var label: String?
    public var settings: [String: String]
    public var sending: Sending
    public var optOutReplies: OptOutReplies
    public var pacing: Pacing
    public var state: ConnectionState
    /// Why it is in that state, for a person. `nil` while it is simply connected.
    public var stateReason: String?
    public var stateSince: Timestamp

    public init(
        id: ID<Connection>, contactPoint: ContactPointID, platform: Platform, app: ID<PlatformApp>, address: Address,
        label: String? = nil, settings: [String: String] = [:], sending: Sending = .standard,
        optOutReplies: OptOutReplies, pacing: Pacing,
        state: ConnectionState = .connected, stateReason: String? = nil, stateSince: Timestamp
    ) {
        self.id = id
        self.contactPoint = contactPoint
        self.platform = platform
        self.app = app
        self.address = address
        self.label = label
        self.settings = settings
        self.sending = sending
        self.optOutReplies = optOutReplies
        self.pacing = pacing
        self.state = state
        self.stateReason = stateReason
        self.stateSince = stateSince
    }
}

/// Whether a connection can carry messages.
public enum ConnectionState: String, Sendable, CaseIterable {
    case connected
    /// The platform refuses our credentials: inbound is kept, outbound is held until somebody reconnects.
    case needsReconnect
}

/// Who answers STOP, START and HELP. Never both: the customer must get exactly one confirmation.
public enum OptOutReplies: String, Sendable, CaseIterable {
    case carrier
    case gateway
}

/// How fast a connection may send, in the platform's own units (segments for a phone number).
public struct Pacing: Sendable, Hashable {
    public var unitsPerSecond: Double
    /// How many units may leave at once after a quiet time.
    public var burst: Int

    public init(unitsPerSecond: Double, burst: Int = 1) {
        self.unitsPerSecond = unitsPerSecond
        self.burst = burst
    }
}
