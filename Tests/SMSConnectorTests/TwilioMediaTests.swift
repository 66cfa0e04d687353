import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Signing
import Testing

@Suite("Files that lie with Twilio")
struct TwilioMediaTests {
    private static let folder = "/2010-04-01/Accounts/\(TwilioFixture.accountSid)/Messages/"
    private static let file = folder + "MM00000000000000000000000000000001/Media/ME00000000000000000000000000000001"

    @Test("The call carries the account's credentials")
    func call() throws {
        let url = "https://api.twilio.com" + Self.file
        let call = try SMSConnector().mediaCall(
            for: RemoteMedia(url: url, contentType: "image/png"), at: TwilioFixture().connection())
        #expect(call.method == .get)
        #expect(call.url == url)
        let pair = "\(TwilioFixture.accountSid):0123456789abcdef-auth-token"
        #expect(call.headers[.authorization] == "Basic " + Base64.encode(Array(pair.utf8)))
    }

    @Test(
        "An address that is not the account's own gets no call",
        arguments: [
            "https://evil.test" + file, "https://api.twilio.com.evil.test" + file, "http://api.twilio.com" + file,
            "https://api.twilio.com:8443" + file, "https://api.twilio.com@evil.test" + file,
            "https://api.twilio.com/2010-04-01/Accounts/AC11111111111111111111111111111111/Messages/MM1/Media/ME1",
            "https://api.twilio.com" + folder + "../../Balance.json", "https://api.twilio.com" + file + "?x=1", "",
        ])
    func refused(_ url: String) {
        let failure = #expect(throws: SendFailure.self) {
            try SMSConnector().mediaCall(
                for: RemoteMedia(url: url, contentType: "image/png"), at: TwilioFixture().connection())
        }
        #expect(failure?.code == "addressRefused")
        #expect(failure?.disposition == .giveUp)
    }
}
