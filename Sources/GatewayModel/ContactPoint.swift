/// A line of business towards customers: platforms attach to it, and stop list, roles and rules are its own.
public struct ContactPoint: Sendable, Equatable {
    /// Fixed from the start; see ``ContactPointID``.
    public let id: ContactPointID
    public var label: String
    /// BCP 47, for example `en` or `fr-CA`. `en` if not given.
    public var language: String
    /// IANA name, for example `Europe/Paris`. `UTC` if not given.
    public var timeZone: String
    /// ISO 3166 country whose numbering plan applies to numbers typed without a country code. `US` if not given.
    public var region: String
    public var optOut: OptOutSettings
    /// What happens to a message of which nobody can say whether it was sent.
    public var unprovenSends: UnprovenSends
    /// An archived contact point keeps its conversations and sends nothing more.
    public var archivedAt: Timestamp?

    public init(
        id: ContactPointID, label: String, language: String = "en", timeZone: String = "UTC", region: String = "US",
        optOut: OptOutSettings = OptOutSettings(), unprovenSends: UnprovenSends = .sendAgain,
        archivedAt: Timestamp? = nil
    ) {
        self.id = id
        self.label = label
        self.language = language
        self.timeZone = timeZone
        self.region = region
        self.optOut = optOut
        self.unprovenSends = unprovenSends
        self.archivedAt = archivedAt
    }
}

/// Words beyond the ones that always count. STOP and START themselves cannot be taken away.
public struct OptOutSettings: Sendable, Equatable {
    public var stopWords: [String]
    public var startWords: [String]
    public var helpWords: [String]
    /// Whether a bare YES counts as START. It is an ordinary answer, so it does not unless an administrator says so.
    public var yesMeansStart: Bool
    /// What the gateway answers where it is the one to answer, in place of the standard texts.
    public var stopReply: String?
    public var startReply: String?
    public var helpReply: String?

    public init(
        stopWords: [String] = [], startWords: [String] = [], helpWords: [String] = [], yesMeansStart: Bool = false,
        stopReply: String? = nil, startReply: String? = nil, helpReply: String? = nil
    ) {
        self.stopWords = stopWords
        self.startWords = startWords
        self.helpWords = helpWords
        self.yesMeansStart = yesMeansStart
        self.stopReply = stopReply
        self.startReply = startReply
        self.helpReply = helpReply
    }
}

/// What to do with a send whose outcome stays unknown after every look-up.
public enum UnprovenSends: String, Sendable {
    /// Send it once more, marked as a possible duplicate.
    case sendAgain
    /// Leave it for a person to decide.
    case hold
}

/// A contact point's id: 1 to 63 lower-case letters, digits and hyphens, beginning with a letter.
public struct ContactPointID: Hashable, Sendable, LosslessStringConvertible {
    public let rawValue: String

    /// The one that exists from the first start.
    public static let `default` = ContactPointID(unchecked: "default")

    public init?(_ text: String) {
        guard Slug.isValid(text) else { return nil }
        self.rawValue = text
    }

    private init(unchecked: String) { rawValue = unchecked }

    /// The id a label suggests: `Sales & Service` gives `sales-service`. `nil` where no letter or digit is left.
    public init?(label: String) {
        guard let slug = Slug.make(from: label) else { return nil }
        self.init(slug)
    }

    public var description: String { rawValue }
}
