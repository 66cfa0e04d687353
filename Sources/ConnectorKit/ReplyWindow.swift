/// For how long after a customer's last word a platform lets us write, as data.
///
/// The gateway keeps when each customer last said something (``InboundMessage/opensReplyWindow``), refuses what no window
/// lets out before the platform is asked, and lets what is held expire with the last of them.
public struct ReplyWindow: Sendable, Hashable {
    /// For the connector, and for explanations: `human agent`.
    public let name: String
    public let length: Duration
    /// Whether only what a person writes goes out by it, and nothing that a service sends.
    public let isForPersons: Bool
    /// The connection's setting that must be `on` for it; `nil` for one that is there for everybody.
    public let setting: String?

    public init(name: String, length: Duration, isForPersons: Bool = false, setting: String? = nil) {
        self.name = name
        self.length = length
        self.isForPersons = isForPersons
        self.setting = setting
    }
}
