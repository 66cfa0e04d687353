/// What a platform, or the carriers behind it, advise about what is sent, as data.
///
/// Nothing is refused for it: the gateway warns whoever sends, beforehand and in the answer to the send.
public struct SendingAdvice: Sendable {
    /// The hosts of public link shorteners, in lower case. They hide where a link leads, so carriers filter them.
    public var shortenerHosts: Set<String>
    /// Beyond so many recipients of one text it looks like bulk; `nil` where nobody minds.
    public var mostIdentical: Int?
    /// Whether whoever is written to first shall read how to opt out.
    public var tellsHowToStop: Bool
    /// What one message should not cost more than, in the platform's units; `nil` where length does not matter.
    public var mostUnits: Int?

    /// Nothing to mind.
    public static let none = SendingAdvice()

    public init(
        shortenerHosts: Set<String> = [], mostIdentical: Int? = nil, tellsHowToStop: Bool = false,
        mostUnits: Int? = nil
    ) {
        self.shortenerHosts = shortenerHosts
        self.mostIdentical = mostIdentical
        self.tellsHowToStop = tellsHowToStop
        self.mostUnits = mostUnits
    }
}

/// The ability to say how a text travels, where that decides what it costs.
public protocol DescribesTexts: Connector {
    /// How the text of a planned part travels; `nil` where that makes no difference. Pure.
    func form(of part: Part) -> TextForm?
}

/// How a text travels.
public struct TextForm: Sendable, Hashable {
    /// The encoding, as people know it: `GSM-7`.
    public let encoding: String
    /// How long the text is in this encoding, in the units by which it counts.
    public let length: Int
    /// The characters that keep the text out of a cheaper encoding, each once, in their order.
    public let costlyCharacters: [Character]
    /// What the part would cost without them, each replaced by one that is cheap; as ``Part/units``.
    public let unitsWithoutThem: Int

    public init(encoding: String, length: Int, costlyCharacters: [Character] = [], unitsWithoutThem: Int) {
        self.encoding = encoding
        self.length = length
        self.costlyCharacters = costlyCharacters
        self.unitsWithoutThem = unitsWithoutThem
    }
}
