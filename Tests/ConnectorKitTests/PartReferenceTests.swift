import ConnectorKit
import GatewayModel
import HTTPTypes
import Testing

@Suite("References to parts")
struct PartReferenceTests {
    @Test("Read as they were written", arguments: [0, 1, 9, 10, 999])
    func roundTrip(number: Int) {
        for value in [0, 1, 263_882_790_666_240_001, Int64.max] {
            let reference = PartReference(message: ID(rawValue: value), number: number)
            #expect(PartReference(reference.description) == reference)
            #expect(reference.description == "\(ID<Message>(rawValue: value)).\(number)")
        }
    }

    @Test(
        "Nothing else is read",
        arguments: [
            "", ".", "msg_0000000000001", "msg_0000000000001.", ".0", "msg_0000000000001.-1", "msg_0000000000001.1000",
            "msg_0000000000001.0.0", "msg_0000000000001.x", "msg_0000000000001. 0", "msg_0000000000001.0 ",
            "conv_0000000000001.0", "0000000000001.0", "msg_000000000001.0", "MSG_0000000000001.0",
            "msg_000000000000u.0", "msg_zzzzzzzzzzzzz.0", "msg_0000000000001.99999999999999999999",
            "msg_0000000000001.٣",
        ])
    func rejects(text: String) {
        #expect(PartReference(text) == nil)
    }

    @Test(
        "What stands behind the question mark",
        arguments: [
            ("https://h/x", ""), ("https://h/x?", ""), ("https://h/x?a=1&b=%20", "a=1&b=%20"),
            ("https://h/x?a?b", "a?b"),
        ])
    func query(url: String, expected: String) {
        let request = WebhookRequest(
            method: .get, url: url, route: "x", headers: [:], body: [], receivedAt: Timestamp(milliseconds: 0))
        #expect(request.query == expected)
    }
}
