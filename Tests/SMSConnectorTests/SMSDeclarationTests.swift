import ConnectorKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Testing

@Suite("What the SMS connector says of itself")
struct SMSDeclarationTests {
    @Test("Two addresses, each by POST and by GET")
    func webhooks() {
        #expect(
            SMSConnector().webhooks == [
                WebhookRoute(method: .post, path: "message", purpose: .events),
                WebhookRoute(method: .get, path: "message", purpose: .events),
                WebhookRoute(method: .post, path: "status", purpose: .deliveryReports),
                WebhookRoute(method: .get, path: "status", purpose: .deliveryReports),
            ])
    }

    @Test("What must be filled in, and what is secret")
    func settings() {
        let fields = SMSConnector().settings.app
        #expect(fields.filter(\.isRequired).map(\.key) == ["accountSid", "authToken"])
        #expect(fields.filter { $0.kind == .secret }.map(\.key) == ["authToken", "apiKeySecret", "webhookSharedKey"])
        let standards = fields.filter { $0.standard != nil }.map { "\($0.key)=\($0.standard ?? "")" }
        #expect(standards == ["provider=twilio", "apiBase=https://api.twilio.com"])
    }

    @Test(
        "Account and key SIDs as Twilio writes them",
        arguments: [
            ("accountSid", "AC0123456789abcdef0123456789abcdef", true), ("accountSid", "AC123", false),
            ("accountSid", "SK0123456789abcdef0123456789abcdef", false), ("accountSid", "", false),
            ("apiKeySid", "SK0123456789abcdef0123456789abcdef", true), ("apiKeySid", "AC123", false),
        ])
    func patterns(key: String, value: String, isValid: Bool) throws {
        let field = try #require(SMSConnector().settings.app.first { $0.key == key })
        guard case .text(let pattern?) = field.kind else {
            Issue.record("\(key) has no pattern")
            return
        }
        #expect((try Regex(pattern).wholeMatch(in: value) != nil) == isValid)
    }

    @Test("SMS reaches phone numbers, writes first, and leaves stop words to the carrier")
    func capabilities() {
        let capabilities = SMSConnector().capabilities
        #expect(SMSConnector().platform == Platform(rawValue: "sms"))
        #expect(capabilities.addressKind == .phone)
        #expect(capabilities.text.perPart == 1600)
        #expect(capabilities.text.maximumParts == 10)
        #expect(capabilities.maximumMedia == 10)
        #expect(capabilities.mayWriteFirst)
        #expect(capabilities.hasStopWords)
        #expect(capabilities.optOutReplies == .carrier)
        #expect(capabilities.connectionsPerContactPoint == nil)
        #expect(capabilities.sendingModes == Set(SendingMode.allCases))
        #expect(capabilities.pacing == Pacing(unitsPerSecond: 1, burst: 1))
    }

    @Test("Files of the types that Twilio takes, up to its sizes")
    func media() {
        // Twilio, accepted content types for media; create a message, `MediaUrl`.
        let (fitted, asTheyAre) = (["image/jpeg", "image/png", "image/gif"], 500_000)
        let limits = SMSConnector().capabilities.media
        #expect(limits.mostBytesTogether == 5_000_000)
        #expect(fitted.allSatisfy { limits.mostBytesByType[$0] == 5_000_000 })
        let others = limits.mostBytesByType.filter { !fitted.contains($0.key) }
        #expect(
            others.keys.sorted() == [
                "application/pdf", "audio/mpeg", "audio/ogg", "image/bmp", "text/vcard", "video/mp4", "video/webm",
            ])
        #expect(others.values.allSatisfy { $0 == asTheyAre })
    }

    @Test("A route belongs to a method: another is not genuine and not read")
    func otherMethods() {
        let fixture = TwilioFixture()
        let post = fixture.signed(Twilio.post("message", TwilioSignatureTests.message()), with: TwilioFixture.token)
        let put = WebhookRequest(
            method: .put, url: post.url, route: post.route, headers: post.headers, body: post.body,
            receivedAt: post.receivedAt)
        #expect(throws: WebhookRejection.badSignature) { try SMSConnector().verify(put, against: [fixture.app]) }
        #expect(throws: WebhookRejection.self) { try SMSConnector().receive(put) }
        #expect(throws: Never.self) { try SMSConnector().verify(post, against: [fixture.app]) }
    }

    @Test(
        "The networks of toll-free numbers block whoever texts STOP, whatever is chosen",
        arguments: [
            ("+18885550100", true), ("+18005550100", true), ("+14155550100", false), ("+4980055501000", false),
            ("72345", false),
        ])
    func networkBlocks(number: String, blocks: Bool) {
        #expect(SMSConnector().networkBlocks(at: Address(kind: .phone, value: number)) == blocks)
    }
}
