import ConnectorKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Signing
import Testing

/// Vectors computed with Twilio's own library; the auth token is `12345`.
@Suite("Twilio's signature")
struct TwilioSignatureTests {
    static let base = "https://gw.example.test/hooks/twilio/sms"
    static let sid = "SM00000000000000000000000000000001"
    static let account = "AC00000000000000000000000000000000"

    static let call = [
        ("CallSid", "CA1234567890ABCDE"), ("Digits", "1234"), ("From", "+14158675309"), ("To", "+18005551212"),
        ("Caller", "+14158675309"),
    ]

    static func message(body: String = "Hello there", sid: String = sid, media: Int = 0) -> [(String, String)] {
        [
            ("ToCountry", "US"), ("ToState", "CA"), ("SmsMessageSid", sid), ("NumMedia", String(media)),
            ("ToCity", ""), ("FromZip", "94105"), ("SmsSid", sid), ("FromState", "CA"), ("SmsStatus", "received"),
            ("FromCity", "SAN FRANCISCO"), ("Body", body), ("FromCountry", "US"), ("To", "+15005550006"),
            ("ToZip", ""), ("NumSegments", "1"), ("MessageSid", sid), ("AccountSid", account),
            ("From", "+14155550100"), ("ApiVersion", "2010-04-01"),
        ]
    }

    static var mediaMessage: [(String, String)] {
        let sid = "MM00000000000000000000000000000001"
        let address = "https://api.twilio.com/2010-04-01/Accounts/\(account)/Messages/\(sid)/Media/ME"
        return message(body: "", sid: sid, media: 2) + [
            ("MediaUrl0", address + "00000000000000000000000000000001"), ("MediaContentType0", "image/jpeg"),
            ("MediaUrl1", address + "00000000000000000000000000000002"), ("MediaContentType1", "image/png"),
        ]
    }

    static var report: [(String, String)] {
        let sid = "SM00000000000000000000000000000002"
        return [
            ("SmsSid", sid), ("SmsStatus", "delivered"), ("MessageStatus", "delivered"), ("To", "+14155550100"),
            ("MessageSid", sid), ("AccountSid", account), ("From", "+15005550006"), ("ApiVersion", "2010-04-01"),
        ]
    }

    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let url: String
        let form: [(String, String)]
        let signature: String
        var testDescription: String { name }
    }

    static let vectors = [
        Vector(
            name: "V1", url: "https://mycompany.com/myapp.php?foo=1&bar=2", form: call,
            signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        Vector(
            name: "V1a", url: "https://mycompany.com:443/myapp.php?foo=1&bar=2", form: call,
            signature: "kvajT1Ptam85bY51eRf/AJRuM3w="),
        Vector(
            name: "V1b", url: "http://mycompany.com/myapp.php?foo=1&bar=2", form: call,
            signature: "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="),
        Vector(
            name: "V1c", url: "http://mycompany.com:80/myapp.php?foo=1&bar=2", form: call,
            signature: "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        Vector(
            name: "V1d", url: "http://mycompany.com:1234/myapp.php?foo=1&bar=2", form: call,
            signature: "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        Vector(
            name: "V2", url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            form: [
                ("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234"),
            ],
            signature: "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
        Vector(name: "V4", url: base, form: message(), signature: "uXcZ8zn/tYWDiYsgLTcW7SP7Vy4="),
        Vector(
            name: "V5", url: base, form: message(body: "Café — niño 👍日本"),
            signature: "vOXclsRX63wo0o9b117vVvGG9e8="),
        Vector(name: "V6", url: base, form: message(body: "  STOP \n"), signature: "zAWtmfe1GmuNA8s2Mv0Nc1+pZL8="),
        Vector(name: "V8", url: base, form: [], signature: "NK8qsMzEsnu1jz0XEonUKGiul8Q="),
        Vector(
            name: "V9", url: base, form: [("b", "2"), ("a", "1"), ("B", "3"), ("A", "4"), ("_z", "5")],
            signature: "3iwoorUYwEy+7ivXLFMZdChyz80="),
        Vector(
            name: "V10", url: "https://user:pass@gw.example.test/hooks", form: [("A", "1")],
            signature: "IJMy6VHa1uceCTMC6ah4XIkAWx4="),
        Vector(name: "V11", url: base, form: mediaMessage, signature: "Qgj/I8OxJ8Z4FNUo9wHgL3oxoxk="),
        Vector(name: "V12", url: base + "/status?id=42", form: report, signature: "SSkA/DJFUjgkrut4FUqR1iyhTQo="),
    ]

    @Test(arguments: vectors)
    func formIsGenuine(_ vector: Vector) {
        #expect(Self.isGenuine(Twilio.post("message", vector.form, url: vector.url), vector.signature))
        #expect(!Self.isGenuine(Twilio.post("message", vector.form, url: vector.url), vector.signature, token: "12346"))
        #expect(!Self.isGenuine(Twilio.post("message", vector.form, url: vector.url + "/"), vector.signature))
        let changed = vector.form + [("Z", "1")]
        #expect(!Self.isGenuine(Twilio.post("message", changed, url: vector.url), vector.signature))
    }

    @Test(
        "A standard port counts as none, a called port as none too, but a port is not made up",
        arguments: [
            ("https://mycompany.com/myapp.php?foo=1&bar=2", "kvajT1Ptam85bY51eRf/AJRuM3w=", true),
            ("https://mycompany.com:443/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", true),
            ("https://mycompany.com:8443/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", true),
            ("http://mycompany.com/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4=", true),
            ("http://mycompany.com:80/myapp.php?foo=1&bar=2", "OyGYPqTF6ztdbRNCvuQO/oPvqQ4=", true),
            ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", "OyGYPqTF6ztdbRNCvuQO/oPvqQ4=", true),
            ("http://mycompany.com/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", false),
            ("https://mycompany.com/myapp.php?foo=1&bar=2", "OyGYPqTF6ztdbRNCvuQO/oPvqQ4=", false),
            ("https://mycompany.com/myapp.php?foo=1&bar=2#rc=3", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", true),
        ])
    func ports(url: String, signature: String, isGenuine: Bool) {
        #expect(Self.isGenuine(Twilio.post("message", Self.call, url: url), signature) == isGenuine)
    }

    @Test(
        "A port is told from a password, and from the colons of an address of numbers",
        arguments: [
            ("https://user:pass@h.example:8443/x", "https://user:pass@h.example/x", true),
            ("https://user:pass@h.example:8443/x", "https://user:pass@h.example:8443/x", true),
            ("https://user:pass@h.example/x", "https://user:pass@h.example:443/x", true),
            ("https://user:pass@h.example/x", "https://user/x", false),
            ("https://[2001:db8::1]/x", "https://[2001:db8::1]:443/x", true),
            ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]/x", true),
            ("https://[2001:db8::1]/x", "https://[2001:db8:/x", false),
            ("https://h.example?a=b:80", "https://h.example:443?a=b:80", true),
            ("https://h.example/x:80", "https://h.example/x", false),
            ("https://h.example:8443/x", "https://h.example:443/x", false),
        ])
    func portColon(called: String, signed: String, isGenuine: Bool) {
        let signature = Base64.encode(Hash.sha1.hmac(key: Array("12345".utf8), Array((signed + "A1").utf8)))
        #expect(Self.isGenuine(Twilio.post("message", [("A", "1")], url: called), signature) == isGenuine)
    }

    @Test("V3: a body that is no form is covered by its digest")
    func bodyDigest() {
        let digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=" + digest
        let body = #"{"property": "value", "boolean": true}"#
        let signature = "a9nBmqA0ju/hNViExpshrM61xv4="
        #expect(Self.isGenuine(Self.json(url: url, body), signature))
        #expect(!Self.isGenuine(Self.json(url: url, body.replacing("true", with: "trve")), signature))
        #expect(!Self.isGenuine(Self.json(url: url, ""), signature))
        #expect(!Self.isGenuine(Self.json(url: url.replacing("0a1f", with: "0a1e"), body), signature))
    }

    @Test("A body that no signature covers is refused, though the address is signed")
    func uncoveredBody() {
        #expect(!Self.isGenuine(Self.json(url: Self.base, #"{"Body":"forged"}"#), "NK8qsMzEsnu1jz0XEonUKGiul8Q="))
    }

    @Test("V7: with GET the parameters are in the address")
    func parametersInAddress() {
        let url = Self.base + "?MessageSid=SM1&Body=hi%20there&From=%2B14155550100"
        let signature = "qqvJ7zZuMd+xAFDjPsXGDo6ZY2w="
        func get(_ url: String) -> WebhookRequest {
            WebhookRequest(
                method: .get, url: url, route: "message", headers: [:], body: [], receivedAt: Timestamp(milliseconds: 0)
            )
        }
        #expect(Self.isGenuine(get(url), signature))
        #expect(!Self.isGenuine(get(url.replacing("hi", with: "ho")), signature))
        #expect(!Self.isGenuine(get(url + "&To=%2B1"), signature))
    }

    @Test(
        "V13: a shared key signs with the algorithm that its header names",
        arguments: [
            ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", "ve1L6+VIZIXst7IBysnMpK3aAlJPKxCrsXx3lS7T2qs=", true),
            ("key=webhooks_sharedkey_1, algorithm=HMAC_SHA1", "uXcZ8zn/tYWDiYsgLTcW7SP7Vy4=", true),
            ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA1", "ve1L6+VIZIXst7IBysnMpK3aAlJPKxCrsXx3lS7T2qs=", false),
            ("key=webhooks_sharedkey_1,algorithm=none", "uXcZ8zn/tYWDiYsgLTcW7SP7Vy4=", false),
            ("", "uXcZ8zn/tYWDiYsgLTcW7SP7Vy4=", false),
        ])
    func sharedKey(settings: String, signature: String, isGenuine: Bool) {
        let header = HTTPField.Name("X-Twilio-Webhooks-Signature-Settings")!
        let request = Twilio.post("message", Self.message(), url: Self.base, headers: [header: settings])
        let app = Self.app(["authToken": [Secret("another")], "webhookSharedKey": [Secret("12345")]])
        #expect(Self.isGenuine(request, signature, app: app) == isGenuine)
        let withoutKey = Self.app(["authToken": [Secret("12345")]])
        #expect(!Self.isGenuine(request, signature, app: withoutKey))
    }

    @Test("Another account's SID in the body is no reason to drop what the token signed")
    func subaccount() {
        let app = Self.app(["authToken": [Secret("12345")]], accountSid: "AC" + String(repeating: "f", count: 32))
        #expect(
            Self.isGenuine(
                Twilio.post("message", Self.message(), url: Self.base), "uXcZ8zn/tYWDiYsgLTcW7SP7Vy4=", app: app))
    }

    @Test("Names that only look alike are signed in the order of their code points")
    func orderOfBytes() {
        // "é" in one code point (U+00E9) and in two (e, U+0301): equal to Swift, different to Twilio.
        let form = [("\u{E9}", "1"), ("e\u{301}", "2"), ("z", "3")]
        let text = Self.base + "e\u{301}2" + "z3" + "\u{E9}1"
        let signature = Base64.encode(Hash.sha1.hmac(key: Array("12345".utf8), Array(text.utf8)))
        #expect(Self.isGenuine(Twilio.post("message", form, url: Self.base), signature))
    }

    private static func json(url: String, _ body: String) -> WebhookRequest {
        WebhookRequest(
            method: .post, url: url, route: "message", headers: [.contentType: "application/json"],
            body: Array(body.utf8), receivedAt: Timestamp(milliseconds: 0))
    }

    private static func app(_ secrets: [String: [Secret]], accountSid: String = account) -> AppAccess {
        AppAccess(id: ID(rawValue: 1), settings: ["accountSid": accountSid], secrets: Secrets(secrets))
    }

    private static func isGenuine(
        _ request: WebhookRequest, _ signature: String, token: String = "12345", app: AppAccess? = nil
    ) -> Bool {
        var headers = request.headers
        headers[HTTPField.Name("X-Twilio-Signature")!] = signature
        let signed = WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: headers, body: request.body,
            receivedAt: request.receivedAt)
        let app = app ?? Self.app(["authToken": [Secret(token)]])
        return (try? SMSConnector().verify(signed, against: [app])) == app.id
    }
}
