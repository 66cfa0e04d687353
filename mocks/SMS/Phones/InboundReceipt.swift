public import MockPlatform

/// What became of a text from a phone.
public struct InboundReceipt: Sendable {
    public let sid: String
    /// Each attempt; empty where the number has no webhook.
    public let deliveries: [Delivery]
    /// Keyword that Twilio or the network acted on: `STOP`, `START` or `HELP`.
    public let keyword: String?
    /// Messages that the gateway's TwiML made Twilio send.
    public let replies: [String]

    /// Whether the gateway took it, at once or at the fallback URL.
    public var succeeded: Bool {
        deliveries.last?.succeeded ?? false
    }
}

/// Why a phone cannot send a text.
public enum PhoneFailure: Error, Equatable {
    case notAPhoneNumber(String)
    /// The number is none of the account's.
    case nobodyThere(String)
    case notSupported(String)
}
