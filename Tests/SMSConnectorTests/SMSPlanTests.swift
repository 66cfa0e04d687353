import ConnectorKit
import GatewayModel
import SMSConnector
import Testing

@Suite("Splitting messages")
struct SMSPlanTests {
    @Test("What fits stays as it is", arguments: ["Hi", "  Hi  ", "\n.\n", times(1600, "a"), times(800, "😀")])
    func fits(text: String) throws {
        #expect(try Self.plan(text).map(\.text) == [text])
    }

    struct Split: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let parts: [String]
        var testDescription: String { name }
    }

    static let splits = [
        Split(name: "between words", text: times(1598, "a") + " bcd", parts: [times(1598, "a"), "bcd"]),
        Split(name: "right at the limit", text: times(1600, "a") + " b", parts: [times(1600, "a"), "b"]),
        Split(name: "a run of spaces", text: "a" + times(3000, " ") + "b", parts: ["a", "b"]),
        Split(
            name: "a line", text: times(1000, "a") + "\r\n" + times(700, "b"),
            parts: [times(1000, "a"), times(700, "b")]),
        Split(name: "within a long word", text: times(1601, "a"), parts: [times(1600, "a"), "a"]),
        Split(name: "a word after white space", text: "  " + times(1599, "a"), parts: [times(1599, "a")]),
        Split(name: "not before the first word", text: " " + times(1600, "a"), parts: [" " + times(1599, "a"), "a"]),
        Split(name: "beside an emoji", text: times(1599, "a") + "😀", parts: [times(1599, "a"), "😀"]),
        Split(name: "beside a family", text: times(1595, "a") + "👩‍👩‍👧!", parts: [times(1595, "a"), "👩‍👩‍👧!"]),
        Split(name: "beside an accent", text: times(1599, "a") + "e\u{301}", parts: [times(1599, "a"), "e\u{301}"]),
        Split(
            name: "not at a space that does not break", text: times(1590, "a") + " 12\u{A0}000\u{A0}000\u{A0}000",
            parts: [times(1590, "a"), "12\u{A0}000\u{A0}000\u{A0}000"]),
        Split(
            name: "an accent on a space is not lost", text: times(1600, "a") + " \u{301}b",
            parts: [times(1600, "a"), " \u{301}b"]),
    ]

    @Test(arguments: splits)
    func split(_ split: Split) throws {
        #expect(try Self.plan(split.text).map(\.text) == split.parts)
    }

    @Test("Ten parts are the most")
    func tooLong() throws {
        #expect(try Self.plan(Self.times(16_000, "a")).count == 10)
        #expect(try Self.plan(Self.times(16_000, "a") + " ").count == 10)
        let manyWords = Self.times(20, Self.times(801, "a") + " ")
        for text in [Self.times(16_001, "a"), manyWords, Self.times(1_000_000, "a b ")] {
            Self.expectRefused("textTooLong") { try Self.plan(text) }
        }
    }

    @Test("A single character that is longer than a message is refused, not cut")
    func endlessCharacter() {
        Self.expectRefused("textTooLong") { try Self.plan("e" + Self.times(2000, "\u{301}")) }
    }

    @Test("Nothing is no message", arguments: [nil, "", " ", "\n\t \u{A0}", times(5000, " ")])
    func empty(text: String?) {
        Self.expectRefused("emptyMessage") { try Self.plan(text) }
    }

    @Test(
        "Only a number or a short code can be written to",
        arguments: [
            ("+14155550100", true), ("12345", true), ("ACME", false), ("someone@mail.example", false),
            ("4155550100", false), ("", false),
        ])
    func recipients(to: String, isValid: Bool) throws {
        if isValid {
            #expect(try Self.plan("Hi", to: to).count == 1)
        } else {
            Self.expectRefused("invalidRecipient") { try Self.plan("Hi", to: to) }
        }
    }

    @Test("Units are segments; with media it is one message")
    func units() throws {
        #expect(try Self.plan(Self.times(1600, "a") + " b").map(\.units) == [11, 1])
        #expect(try Self.plan(Self.times(1600, "日")).map(\.units) == [24])
        #expect(try Self.plan(Self.times(1600, "a"), media: 1).map(\.units) == [1])
        #expect(try Self.plan(Self.times(1600, "a") + " b", media: 1).map(\.units) == [1, 1])
        #expect(try Self.plan(nil, media: 1).map(\.units) == [1])
    }

    @Test(
        "Files travel with the first text, ten to a part",
        arguments: [
            (nil, 1, [1]), (nil, 10, [10]), (nil, 11, [10, 1]), ("Hi", 10, [10]), ("Hi", 25, [10, 10, 5]),
            (times(1600, "a") + " b", 3, [3, 0]), (times(1600, "a") + " b", 12, [10, 0, 2]), (" ", 1, [1]),
            (nil, 100, [10, 10, 10, 10, 10, 10, 10, 10, 10, 10]),
        ])
    func media(text: String?, count: Int, counts: [Int]) throws {
        let parts = try Self.plan(text, media: count)
        #expect(parts.map(\.media.count) == counts)
        #expect(parts.flatMap(\.media) == Self.files(count))
        #expect(parts.first?.text?.first == text.flatMap { $0 == " " ? nil : $0.first })
        #expect(!parts.contains { $0.text == nil && $0.media.isEmpty })
    }

    @Test("More files than ten messages hold are refused")
    func tooManyMedia() {
        Self.expectRefused("tooManyMedia") { try Self.plan(nil, media: 101) }
        Self.expectRefused("tooManyMedia") { try Self.plan(Self.times(16_000, "a"), media: 11) }
    }

    private static func expectRefused(_ code: String, _ plan: () throws -> [Part]) {
        let failure = #expect(throws: SendFailure.self) { _ = try plan() }
        #expect(failure?.code == code)
        #expect(failure?.disposition == .giveUp)
        #expect(failure?.certainty == .notSent)
        #expect(failure?.explanation.contains("aaa") == false)
    }

    private static func plan(_ text: String?, media: Int = 0, to: String = "+14155550100") throws -> [Part] {
        try SMSConnector().plan(
            OutboundMessage(
                text: text, media: files(media), to: Address(kind: .phone, value: to),
                from: Address(kind: .phone, value: "+15005550006")))
    }

    private static func files(_ count: Int) -> [RemoteMedia] {
        (0..<count).map { RemoteMedia(url: "https://files.example/\($0)", contentType: "image/png") }
    }

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }
}
