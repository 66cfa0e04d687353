/// A Facebook page.
public struct MockPage: Sendable {
    public var id: String
    public var name: String
    public var username: String
    public var category = "Shopping & retail"
    public var isPublished = true
    /// Temporarily restricted from sending.
    public var isRestricted = false
    /// The app that a new conversation belongs to; without one, every app gets everything and may answer.
    public var defaultApp: String?

    public init(id: String, name: String, username: String) {
        self.id = id
        self.name = name
        self.username = username
    }

    /// Three pages, so that a choice has to be made.
    public static let samples = [
        MockPage(id: "111222333444555", name: "Harbour Books", username: "harbourbooks"),
        MockPage(id: "222333444555666", name: "Harbour Café", username: "harbourcafe"),
        MockPage(id: "333444555666777", name: "Old Mill Bakery", username: "oldmillbakery"),
    ]

    var link: String { "https://www.facebook.com/\(username)" }
}

/// What somebody may do for a page, by Meta's names.
public enum PageTask: String, Sendable, CaseIterable, Codable {
    case analyze = "ANALYZE"
    case advertise = "ADVERTISE"
    case moderate = "MODERATE"
    case createContent = "CREATE_CONTENT"
    case messaging = "MESSAGING"
    case manage = "MANAGE"

    /// Full control of a page.
    public static let everything = PageTask.allCases
    /// Answers messages and comments.
    public static let moderation: [PageTask] = [.analyze, .advertise, .moderate, .messaging]
    /// Looks at figures.
    public static let figures: [PageTask] = [.analyze]
}
