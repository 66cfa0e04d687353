import GatewayModel
import Testing

@Suite("The names that customers give themselves")
struct CustomerNameTests {
    @Test(
        "One line that can be seen whole",
        arguments: [
            ("Ada Byron", "Ada Byron"), ("  Ada \t\r\n  Byron ", "Ada Byron"), ("花子 山田", "花子 山田"),
            ("René\u{0}\u{7}\u{1B}[31m", "René[31m"), ("Ada\u{A0}Byron\u{2028}", "Ada Byron"),
            // What would turn round whatever stands behind it, and what nobody sees.
            ("\u{202E}nimda\u{202C}", "nimda"), ("\u{2066}A\u{2069}\u{200B}da\u{FEFF}", "Ada"),
            // What holds letters, or an emoji, together stays.
            ("علی\u{200C}رضا", "علی\u{200C}رضا"), ("👩\u{200D}🚀", "👩\u{200D}🚀"), ("Jose\u{301}", "Jose\u{301}"),
        ])
    func shown(text: String, name: String) {
        #expect(CustomerName(text)?.text == name)
        #expect(CustomerName(name)?.text == name, "once is enough")
    }

    @Test("Nothing is no name", arguments: ["", " ", "\n\t", "\u{0}", "\u{200B}\u{202E}", " \u{200D} "])
    func none(text: String) {
        #expect(CustomerName(text) == nil)
    }

    @Test("A long one is cut, and one character is not made of a thousand")
    func long() {
        #expect(CustomerName(String(repeating: "é", count: 101))?.text == String(repeating: "é", count: 100))
        #expect(CustomerName(String(repeating: "a", count: 99) + " bc")?.text == String(repeating: "a", count: 99))
        let joined = String(repeating: "a", count: 99) + " \u{200D}b"
        #expect(CustomerName(joined)?.text == String(repeating: "a", count: 99))
        let pile = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect((CustomerName(pile)?.text.unicodeScalars.count ?? 0) <= 400)
    }
}
