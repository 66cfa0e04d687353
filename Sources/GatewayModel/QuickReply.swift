/// An answer that a customer can give with one tap, offered under a message of ours.
public struct QuickReply: Sendable, Hashable, Codable {
    /// What the customer sees, and says by the tap.
    public let label: String
    /// A line below it, where the platform shows one.
    public let description: String?
    /// What comes back besides the label, for programs; the customer does not see it.
    public let value: String?

    public init(label: String, description: String? = nil, value: String? = nil) {
        self.label = label
        self.description = description
        self.value = value
    }
}
