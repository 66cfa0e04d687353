public import GatewayModel

/// What a platform can do, as data.
public struct Capabilities: Sendable {
    /// What sort of address customers have there.
    public var addressKind: AddressKind
    public var text: TextLimit
    /// How many files a message may carry; 0 where the connector sends none.
    public var maximumMedia: Int
    /// Which files may be sent and fetched, and how large.
    public var media: MediaLimits
    /// Whether we may write to somebody who has not written to us.
    public var mayWriteFirst: Bool
    /// The statuses that the platform's reports can bring, beyond `sent`.
    public var reports: Set<DeliveryStatus>
    /// Whether a bare STOP, START or HELP is a command on this platform.
    public var hasStopWords: Bool
    /// Who answers those words when nobody has chosen: the platform itself, or we.
    public var optOutReplies: OptOutReplies
    /// How many connections one contact point may have; `nil` for any number.
    public var connectionsPerContactPoint: Int?
    /// How a connection may be told to send. Other modes than `standard` need several connections of a contact point.
    public var sendingModes: Set<SendingMode>
    /// The pace of a connection for which nobody has set one.
    public var pacing: Pacing
    /// For how long the timers of a conversation run there, where nobody has set it; what is not said here is the
    /// program's to say.
    public var timers: TimerSettings
    /// What whoever sends is to be warned of.
    public var advice: SendingAdvice
    /// For how long after a customer's last word we may write, the ordinary window first; empty where nothing limits it.
    public var replyWindows: [ReplyWindow]
    /// Which quick replies may stand under a message; `nil` where the connector sends none.
    public var quickReplies: QuickReplyLimit?

    public init(
        addressKind: AddressKind, text: TextLimit, maximumMedia: Int, media: MediaLimits = .none,
        mayWriteFirst: Bool, reports: Set<DeliveryStatus>, hasStopWords: Bool, optOutReplies: OptOutReplies,
        connectionsPerContactPoint: Int?, sendingModes: Set<SendingMode> = [.standard], pacing: Pacing,
        timers: TimerSettings = TimerSettings(), advice: SendingAdvice = .none,
        replyWindows: [ReplyWindow] = [], quickReplies: QuickReplyLimit? = nil
    ) {
        self.addressKind = addressKind
        self.text = text
        self.maximumMedia = maximumMedia
        self.media = media
        self.mayWriteFirst = mayWriteFirst
        self.reports = reports
        self.hasStopWords = hasStopWords
        self.optOutReplies = optOutReplies
        self.connectionsPerContactPoint = connectionsPerContactPoint
        self.sendingModes = sendingModes
        self.pacing = pacing
        self.timers = timers
        self.advice = advice
        self.replyWindows = replyWindows
        self.quickReplies = quickReplies
    }
}

/// How many quick replies a message may have, and how long; lengths in UTF-16 code units.
public struct QuickReplyLimit: Sendable {
    public var most: Int
    public var label: Int
    /// 0 where the platform shows none.
    public var description: Int
    public var value: Int

    public init(most: Int, label: Int, description: Int = 0, value: Int) {
        self.most = most
        self.label = label
        self.description = description
        self.value = value
    }
}

/// How long a text may be.
public struct TextLimit: Sendable {
    /// The most one call takes, in characters as the platform counts them: UTF-16 code units.
    public var perPart: Int
    /// How many calls one message may be split into.
    public var maximumParts: Int

    public init(perPart: Int, maximumParts: Int) {
        self.perPart = perPart
        self.maximumParts = maximumParts
    }

    public var total: Int { perPart * maximumParts }
}

/// Which files go over a platform, and how large they may be.
public struct MediaLimits: Sendable {
    /// What may be sent, by the type that the first bytes tell (`image/png`): the most bytes of one such file.
    public var mostBytesByType: [String: Int]
    /// The most bytes of all files of one message together.
    public var mostBytesTogether: Int
    /// The most bytes of a file that a customer sent.
    public var mostBytesFetched: Int

    /// No files, in neither direction.
    public static let none = MediaLimits(mostBytesByType: [:], mostBytesTogether: 0, mostBytesFetched: 0)

    public init(mostBytesByType: [String: Int], mostBytesTogether: Int, mostBytesFetched: Int) {
        self.mostBytesByType = mostBytesByType
        self.mostBytesTogether = mostBytesTogether
        self.mostBytesFetched = mostBytesFetched
    }
}
