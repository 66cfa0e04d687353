public import Foundation

/// What Twilio does itself when a phone answers STOP.
public enum OptOutHandling: String, Sendable, Codable, CaseIterable {
    /// Default keywords: replies, blocks later sends with 21610, and still delivers the keyword to the webhook.
    case twilio
    /// Switched off for this account by Twilio's support.
    case off
    /// Advanced Opt-Out of a Messaging Service: as `twilio`, and the webhook carries `OptOutType`.
    case advanced
}

/// A number the account owns.
public struct MockNumber: Sendable {
    public enum Kind: String, Sendable, Codable { case longCode, tollFree, shortCode }

    /// E.164; a short code is bare digits.
    public var number: String
    public var sid: String
    public var friendlyName: String
    public var kind: Kind
    public var sms = true
    public var mms = true
    public var smsURL: String
    /// `POST` or `GET`.
    public var smsMethod = "POST"
    public var smsFallbackURL = ""
    public var smsFallbackMethod = "POST"
    /// With an application, Twilio ignores the number's own URLs.
    public var smsApplicationSid = ""
    public var statusCallback = ""
    public var optOutHandling: OptOutHandling
    public var created = Date()
    public var updated = Date()

    public init(
        _ number: String, sid: String = Sid.make("PN"), friendlyName: String? = nil, kind: Kind? = nil,
        smsURL: String = "", optOutHandling: OptOutHandling = .twilio
    ) {
        self.number = number
        self.sid = sid
        self.friendlyName = friendlyName ?? number
        self.kind = kind ?? Self.kind(of: number)
        self.smsURL = smsURL
        self.optOutHandling = optOutHandling
    }

    private static let tollFreePrefixes = ["+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"]

    private static func kind(of number: String) -> Kind {
        if !number.hasPrefix("+") { return .shortCode }
        return tollFreePrefixes.contains { number.hasPrefix($0) } ? .tollFree : .longCode
    }
}

/// A Messaging Service: a pool of senders behind one sid.
public struct MockMessagingService: Sendable {
    public var sid: String
    public var friendlyName: String
    public var numbers: [String]
    /// `nil`: inbound is off, unless the numbers' own webhooks are used.
    public var inboundRequestURL: String?
    public var inboundMethod = "POST"
    public var fallbackURL: String?
    public var statusCallback: String?
    /// The numbers' own `sms_url` overrides the service's.
    public var usesInboundWebhookOnNumber = false

    public init(sid: String = Sid.make("MG"), friendlyName: String = "Mock service", numbers: [String]) {
        self.sid = sid
        self.friendlyName = friendlyName
        self.numbers = numbers
    }
}
