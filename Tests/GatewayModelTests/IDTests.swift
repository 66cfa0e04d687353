import GatewayModel
import Testing

@Suite("Typed ids")
struct IDTests {
    private static let values: [Int64] = {
        var random = SystemRandomNumberGenerator()
        let powers = (0..<63).map { Int64(1) << Int64($0) }
        let randoms = (0..<1000).map { _ in Int64.random(in: 0 ... .max, using: &random) }
        return [0, .max] + powers + powers.map { $0 - 1 } + randoms
    }()

    @Test("Text and back")
    func roundTrip() {
        for value in Self.values {
            let id = ID<Message>(rawValue: value)
            #expect(ID<Message>(id.description) == id)
            #expect(id.description.utf8.count == "msg_".utf8.count + 13)
            #expect(id.description == id.description.lowercased())
        }
    }

    @Test("Texts sort as the ids do")
    func order() {
        let ids = Self.values.map { ID<Message>(rawValue: $0) }
        #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
        #expect(ids.sorted().map(\.rawValue) == Self.values.sorted())
    }

    @Test("Each kind has its own prefix")
    func prefixes() {
        let texts = [
            ID<Message>(rawValue: 1).description, ID<Conversation>(rawValue: 1).description,
            ID<Connection>(rawValue: 1).description, ID<PlatformApp>(rawValue: 1).description,
            ID<APIKey>(rawValue: 1).description,
        ]
        #expect(
            texts == [
                "msg_0000000000001", "conv_0000000000001", "conn_0000000000001", "app_0000000000001",
                "key_0000000000001",
            ])
        #expect(ID<Conversation>(texts[0]) == nil)
        #expect(ID<Message>(texts[1]) == nil)
        #expect(ID<Connection>(texts[1]) == nil)
    }

    @Test(
        "Known texts",
        arguments: [
            (0, "msg_0000000000000"), (31, "msg_000000000000z"), (32, "msg_0000000000010"),
            (Int64.max, "msg_7zzzzzzzzzzzz"),
        ])
    func known(value: Int64, text: String) {
        #expect(ID<Message>(rawValue: value).description == text)
        #expect(ID<Message>(text)?.rawValue == value)
    }

    @Test(
        "Nothing is guessed",
        arguments: [
            "", "msg_", "msg", "msg_000000000000", "msg_00000000000000", "msg0000000000001", "MSG_0000000000001",
            "msg_000000000000Z", "msg_000000000000i", "msg_000000000000l", "msg_000000000000o", "msg_000000000000u",
            "msg_8000000000000", "msg_zzzzzzzzzzzzz", "msg_ 00000000000", "msg_00000000000é", "msg_-000000000001",
            " msg_0000000000001", "msg_0000000000001 ", "message_0000000000001", "msg_０００００００００００００", "1",
        ])
    func rejects(text: String) {
        #expect(ID<Message>(text) == nil)
    }
}
