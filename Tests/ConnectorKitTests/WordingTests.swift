import ConnectorKit
import Testing

@Suite("The same message, as a platform shows it")
struct WordingTests {
    @Test(
        arguments: [
            ("Hi there", "Hi there "), ("See example.com", "See https://example.com"),
            ("http://Example.COM/", "https://example.com"), ("a\n b", "a b"), (nil, ""), ("e\u{301}", "é"),
            ("(example.com/a)", "(https://example.com/a)"),
        ] as [(String?, String?)])
    func same(_ one: String?, _ other: String?) {
        #expect(Wording.isSame(one, other) && Wording.isSame(other, one))
    }

    @Test(
        arguments: [
            ("Hi there", "Hi there!"), ("Yes", "yes"), ("Yes", nil), ("a b", "b a"), ("ab", "a b"),
            ("See example.com", "See example.org"), ("https://", ""),
        ] as [(String?, String?)])
    func another(_ one: String?, _ other: String?) {
        #expect(!Wording.isSame(one, other) && !Wording.isSame(other, one))
    }
}
