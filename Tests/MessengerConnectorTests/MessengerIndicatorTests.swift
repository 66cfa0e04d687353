import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import MessengerConnector
import Testing

@Suite("Meta's sender actions")
struct MessengerIndicatorTests {
    private static let fixture = MessengerFixture()
    private static let connection = OpenConnection(
        address: fixture.ourAddress, app: fixture.app, webhookAddress: { "https://gateway.example/\($0)" })

    @Test(
        "What goes over the wire",
        arguments: [
            (Indicator.typing, #"{"recipient":{"id":"5551"},"sender_action":"typing_on"}"#),
            (.seen, #"{"recipient":{"id":"5551"},"sender_action":"mark_seen"}"#),
        ])
    func wire(indicator: Indicator, body: String) async throws {
        let transport = ScriptedTransport(
            [.reply(Meta.json(200, #"{"recipient_id":"5551"}"#))], hosts: ["graph.facebook.com"])
        try await MessengerConnector().show(
            indicator, to: Self.fixture.customer, after: [:], from: Self.connection, over: transport)
        let call = try #require(transport.calls.first)
        #expect(call.method == .post && call.url.contains("/v26.0/\(Meta.page)/messages?appsecret_proof="))
        #expect(call.headers[.authorization] == "Bearer EAApage-token")
        #expect(String(decoding: call.body, as: UTF8.self) == body)
    }

    @Test("A refusal says why", arguments: [(190, 400), (10, 403), (2, 500)])
    func refusal(code: Int, status: Int) async {
        let transport = ScriptedTransport([.reply(Meta.error(code, status: status))], hosts: ["graph.facebook.com"])
        let refusal = await #expect(throws: PlatformRefusal.self) {
            try await MessengerConnector().show(
                .typing, to: Self.fixture.customer, after: [:], from: Self.connection, over: transport)
        }
        #expect(refusal?.explanation.isEmpty == false)
        #expect(transport.calls.count == 1)
    }

    @Test("Nobody but a customer of the page is named")
    func otherAddress() async {
        let transport = ScriptedTransport([], hosts: ["graph.facebook.com"])
        await #expect(throws: PlatformRefusal.self) {
            try await MessengerConnector().show(
                .typing, to: Address(kind: AddressKind(rawValue: "messenger"), value: #"1","x":""#),
                after: [:], from: Self.connection, over: transport)
        }
        #expect(transport.calls.isEmpty)
    }
}
