/// An account at X: a business that logs in, or a person who writes to it.
public struct MockXAccount: Sendable {
    /// From whom an account takes messages, by the value of its settings.
    public enum Openness: String, Sendable, CaseIterable, Codable {
        case all
        case following
    }

    public var id: String
    /// Without the `@`.
    public var screenName: String
    public var name: String
    /// Its owner logs in to connect it; others are people who play.
    public var isBusiness: Bool
    public var allowsDMsFrom = Openness.all
    /// Nobody can write to it any more, whoever has written before.
    public var closesDMs = false
    public var isSuspended = false
    /// Until somebody logs in to unlock it.
    public var isLocked = false
    public var needsPhoneVerification = false
    public var location = ""
    public var about = ""

    public init(id: String, screenName: String, name: String, isBusiness: Bool = false) {
        self.id = id
        self.screenName = screenName
        self.name = name
        self.isBusiness = isBusiness
    }

    /// Two businesses, so that the wrong one can be chosen, and three people. Ids have any length up to 19 digits.
    public static let samples = [
        MockXAccount(id: "1701000000000000077", screenName: "harbourbooks", name: "Harbour Books", isBusiness: true),
        MockXAccount(id: "90210078", screenName: "harbourcafe", name: "Harbour Caf\u{e9}", isBusiness: true),
        MockXAccount(id: "88001234", screenName: "adabyron", name: "Ada Byron"),
        MockXAccount(id: "1422556069340000888", screenName: "bo_finch", name: "Bo Finch"),
        MockXAccount(id: "2244994945", screenName: "cemile", name: "Cemile \u{d6}z"),
    ]
}
