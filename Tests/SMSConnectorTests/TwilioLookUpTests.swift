import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Testing

@Suite("Looking up a send at Twilio")
struct TwilioLookUpTests {
    private static let fixture = TwilioFixture()
    private static let moment = Timestamp(milliseconds: 1_767_225_600_000)  // 2026-01-01T00:00:00Z

    @Test("The list is asked by sender and recipient, never by a day that a queued message does not have")
    func question() async throws {
        let (_, calls) = try await Self.lookUp("Hi", [Twilio.list([])])
        let call = try #require(calls.first)
        #expect(calls.count == 1)
        #expect(call.method == .get)
        #expect(
            call.url
                == "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json"
                + "?To=%2B14155550100&From=%2B15005550006&PageSize=100")
        #expect(call.headers[.authorization] != nil)
        #expect(call.body.isEmpty)
    }

    @Test(
        "The window is from five minutes before to two hours after",
        arguments: [
            (-301, false), (-300, true), (0, true), (7200, true), (7201, false),
        ])
    func window(seconds: Int, isFound: Bool) async throws {
        let (found, _) = try await Self.lookUp("Hi", [Twilio.list([Self.listing("SM1", "Hi", seconds)])])
        #expect(found == (isFound ? ["SM1"] : []))
    }

    @Test(
        "The text must be the same, but for white space at its end",
        arguments: [
            ("Hi", "Hi", true), ("Hi \n", "Hi", true), ("Hi", "Hi  ", true), (" Hi", "Hi", false), ("Hi", "hi", false),
            ("Hi", "", false), ("Hi", "Hi there", false), ("", nil, true),
        ])
    func texts(listed: String, sent: String?, isFound: Bool) async throws {
        let (found, _) = try await Self.lookUp(sent, [Twilio.list([Self.listing("SM1", listed)])])
        #expect(found == (isFound ? ["SM1"] : []))
    }

    @Test("Another sender or recipient in the list is not ours")
    func otherAddresses() async throws {
        var to = Self.listing("SM1", "Hi")
        to.to = Address(kind: .phone, value: "+14155550199")
        var from = Self.listing("SM2", "Hi")
        from.from = Address(kind: .phone, value: "+15005550007")
        #expect(try await Self.lookUp("Hi", [Twilio.list([to, from])]).found == [])
    }

    @Test("Pages are followed while they are young enough")
    func pages() async throws {
        let next = "/2010-04-01/Accounts/AC1/Messages.json?Page=1&PageToken=PA1"
        let (found, calls) = try await Self.lookUp(
            "Hi",
            [
                Twilio.list([Self.listing("SM3", "Hi", 30), Self.listing("SM0", "No", 20)], next: next),
                Twilio.list([Self.listing("SM2", "Hi", 10), Self.listing("SM1", "Hi", -600)], next: next),
                Twilio.list([Self.listing("SM1", "Hi", -700)], next: next),
            ])
        #expect(found == ["SM2", "SM3"])
        #expect(calls.dropFirst().map(\.url) == ["https://api.twilio.com" + next, "https://api.twilio.com" + next])
    }

    @Test("A list without end is left after ten pages")
    func endlessList() async throws {
        let page = Twilio.list([Self.listing("SM1", "No")], next: "/next")
        let (found, calls) = try await Self.lookUp("Hi", Array(repeating: page, count: 20))
        #expect(found == [])
        #expect(calls.count == 10)
    }

    @Test(
        "A next page elsewhere is not followed",
        arguments: [
            "https://evil.example/", "//evil.example/", "@evil.example/", ":8080/", "evil", "",
        ])
    func foreignPages(next: String) async throws {
        let (found, calls) = try await Self.lookUp("Hi", [Twilio.list([Self.listing("SM1", "Hi")], next: next)])
        #expect(found == ["SM1"])
        #expect(calls.count == 1)
    }

    @Test(
        "A failed look-up leaves the send uncertain",
        arguments: [
            (Twilio.error(20003, status: 401), SendFailure.Disposition.reconnect),
            (Twilio.error(20429, status: 429), .retry(after: nil)),
            (Twilio.error(20500, status: 500), .retry(after: nil)),
            (HTTPReply(status: 200, body: Array("[]".utf8)), .retry(after: nil)),
        ])
    func failures(reply: HTTPReply, disposition: SendFailure.Disposition) async {
        let failure = await #expect(throws: SendFailure.self) { try await Self.lookUp("Hi", [reply]) }
        #expect(failure?.disposition == disposition)
        #expect(failure?.certainty == .unknown)
    }

    private static func listing(_ sid: String, _ text: String, _ seconds: Int = 0) -> FixtureListing {
        FixtureListing(
            platformID: sid, from: fixture.ourAddress, to: fixture.customer, text: text,
            createdAt: moment + .seconds(seconds))
    }

    private static func lookUp(
        _ text: String?, _ replies: [HTTPReply]
    ) async throws -> (found: [String], calls: [HTTPCall]) {
        let dispatch = Dispatch(
            part: Part(text: text), reference: PartReference(message: ID(rawValue: 1), number: 0),
            to: fixture.customer, from: fixture.ourAddress, app: fixture.app, connectionSettings: [:],
            webhookAddress: { $0 })
        let transport = ScriptedTransport(replies.map { .reply($0) }, hosts: ["api.twilio.com"])
        let found = try await SMSConnector().candidates(for: dispatch, sentAround: moment, over: transport)
        #expect(transport.refusedCalls.isEmpty)
        return (found.map(\.platformID), transport.calls)
    }
}
