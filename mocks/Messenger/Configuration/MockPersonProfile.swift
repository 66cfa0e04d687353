/// Somebody who writes to pages in Messenger.
public struct MockPersonProfile: Sendable {
    /// What a page is told of them, or the code with which it is refused.
    public enum Visibility: Int, Sendable, CaseIterable {
        case visible = 0
        case noConsent = 230
        case noProfile = 2_018_218
        case insufficientPermission = 2_018_247
    }

    public var firstName: String
    public var lastName: String
    public var visibility = Visibility.visible
    /// A role in every app: developers and testers exist for apps that are not live.
    public var isTester = false
    /// The account is gone or cannot be written to at the moment.
    public var isUnavailable = false

    public init(firstName: String, lastName: String) {
        self.firstName = firstName
        self.lastName = lastName
    }

    /// By which scripts and pages of the mock know them.
    public var name: String {
        lastName.isEmpty ? firstName : "\(firstName) \(lastName)"
    }

    public static let samples = [
        MockPersonProfile(firstName: "Ada", lastName: "Byron"),
        MockPersonProfile(firstName: "René", lastName: "Müller"),
        MockPersonProfile(firstName: "花子", lastName: "山田"),
    ]

    /// Reads a whole name, whose first word is the first name.
    init(name: String) {
        let words = name.split(separator: " ", maxSplits: 1).map(String.init)
        self.init(firstName: words.first ?? name, lastName: words.count > 1 ? words[1] : "")
    }
}
