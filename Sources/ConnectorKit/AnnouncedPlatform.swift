public import GatewayModel

/// A platform that there is no connector for: one to come, or one that is no more. Administrators are told what it would
/// need, or what to use in its place.
public struct AnnouncedPlatform: Sendable {
    public var platform: Platform
    public var label: String
    /// Whether its provider has shut it down.
    public var isDiscontinued: Bool
    /// What its provider asks of a business, or what has taken its place.
    public var text: String
    /// Where its provider says so.
    public var source: String

    public init(platform: Platform, label: String, isDiscontinued: Bool = false, text: String, source: String) {
        self.platform = platform
        self.label = label
        self.isDiscontinued = isDiscontinued
        self.text = text
        self.source = source
    }
}
