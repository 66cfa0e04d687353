import ConnectorKit
import Signing

/// Twilio's forms, as many different ones as are needed.
enum TwilioForm {
    static let accountSid = "AC" + String(repeating: "0", count: 32)
    static let authToken = "bench-token"
    static let number = "+15005550006"

    static func inbound(_ index: Int, from customer: String) -> [UInt8] {
        FormBody.encode(inboundPairs(index, from: customer))
    }

    static func inboundText(_ index: Int) -> String { "Hello, is my order \(index) ready?" }
    static func outboundText(_ index: Int) -> String { "Your order \(index) is ready to be picked up." }

    /// Ten messages of each customer, far apart.
    static func customer(_ index: Int) -> String { "+1415\(5_000_000 + (index % 2000 + 2000))" }

    static func outbound(_ index: Int) -> [UInt8] {
        FormBody.encode([
            ("To", customer(index)), ("From", number), ("Body", outboundText(index)),
            ("StatusCallback", "http://127.0.0.1/hooks/sms/endpoint/status?part=msg_0000000000000.0"),
        ])
    }

    /// Sids are random hexadecimal digits; a hash is as good.
    static func sid(_ text: String) -> String {
        "SM" + Hex.encode(Array(Hash.sha256.digest(Array(text.utf8)).prefix(16)))
    }

    /// The signature over address and parameters, as Twilio makes it.
    static func signature(_ url: String, _ index: Int, from customer: String) -> String {
        let data = inboundPairs(index, from: customer).sorted { $0.name < $1.name }.reduce(into: url) {
            $0 += $1.name + $1.value
        }
        return Base64.encode(Hash.sha1.hmac(key: Array(authToken.utf8), Array(data.utf8)))
    }

    private static func inboundPairs(_ index: Int, from customer: String) -> [(name: String, value: String)] {
        let sid = sid("\(index)")
        return [
            ("ToCountry", "US"), ("ToState", "CA"), ("SmsMessageSid", sid), ("NumMedia", "0"), ("ToCity", ""),
            ("FromZip", "94105"), ("SmsSid", sid), ("FromState", "CA"), ("SmsStatus", "received"),
            ("FromCity", "SAN FRANCISCO"), ("Body", inboundText(index)), ("FromCountry", "US"),
            ("To", number), ("ToZip", ""), ("NumSegments", "1"), ("MessageSid", sid), ("AccountSid", accountSid),
            ("From", customer), ("ApiVersion", "2010-04-01"),
        ]
    }
}
