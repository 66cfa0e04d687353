import ConnectorKit
import Testing

@testable import TwitterConnector

@Suite("A text is read as it was written")
struct TwitterTextTests {
    @Test(
        "X escapes three characters, once",
        arguments: [
            ("Tom &amp; Jerry", "Tom & Jerry"), ("a &lt;b&gt; c", "a <b> c"), ("&amp;lt;", "&lt;"),
            ("&amp;amp;", "&amp;"), ("&amp;amp;lt;", "&amp;lt;"), ("&quot;&#39;&nbsp;&AMP;", "&quot;&#39;&nbsp;&AMP;"),
            ("&", "&"), ("&am", "&am"), ("&amp", "&amp"), ("& amp;", "& amp;"), ("&lt;\u{301}", "<\u{301}"),
            ("e\u{301}&amp;\u{301}", "e\u{301}&\u{301}"), ("  STOP \n", "  STOP \n"), ("a\r\nb", "a\r\nb"),
            ("\u{0}", "\u{0}"), ("👩‍👩‍👧🇫🇷", "👩‍👩‍👧🇫🇷"), ("%41+&amp;=;#?", "%41+&=;#?"),
        ])
    func escapes(text: String, written: String) {
        let read = Self.read(text)
        #expect(read.map { Array($0.unicodeScalars) } == Array(written.unicodeScalars))
    }

    @Test(
        "Short links become the addresses they stand for",
        arguments: [
            ("see https://t.co/AbCdEfGhIj", "see https://example.com/x"),
            ("https://t.co/AbCdEfGhIj", "https://example.com/x"),
            ("(https://t.co/AbCdEfGhIj)", "(https://example.com/x)"),
            ("https://t.co/AbCdEfGhIj.", "https://example.com/x."),
            ("Tom &amp; Jerry https://t.co/AbCdEfGhIj ok", "Tom & Jerry https://example.com/x ok"),
            ("👩‍👩‍👧 https://t.co/AbCdEfGhIj 日本", "👩‍👩‍👧 https://example.com/x 日本"),
            (
                "https://t.co/AbCdEfGhIj https://t.co/AbCdEfGhIj https://t.co/Bc",
                "https://example.com/x https://example.com/x http://b.example/?a=1&b=&lt;"
            ),
            // Not those links.
            ("https://t.co/AbCdEfGhI", "https://t.co/AbCdEfGhI"),
            ("https://t.co/AbCdEfGhIjk", "https://t.co/AbCdEfGhIjk"),
            ("https://t.co/", "https://t.co/"), ("t.co/AbCdEfGhIj", "t.co/AbCdEfGhIj"),
            ("https://t.co/https://t.co/AbCdEfGhIj", "https://t.co/https://example.com/x"),
            // What a link stands for is no text to be read again.
            ("https://t.co/Self", "https://example.com/?u=https://t.co/AbCdEfGhIj"),
            // Nothing to be followed.
            ("https://t.co/Js https://t.co/Sp https://t.co/None", "https://t.co/Js https://t.co/Sp https://t.co/None"),
        ])
    func links(text: String, written: String) {
        #expect(Self.read(text, links: Self.entities) == written)
    }

    private static let entities = [
        #"{"url":"https://t.co/AbCdEfGhIj","expanded_url":"https://example.com/x","indices":[999999,-5]}"#,
        #"{"url":"https://t.co/Bc","expanded_url":"http://b.example/?a=1&b=&lt;"}"#,
        #"{"url":"https://t.co/Self","expanded_url":"https://example.com/?u=https://t.co/AbCdEfGhIj"}"#,
        #"{"url":"https://t.co/Js","expanded_url":"javascript:alert(1)"}"#,
        #"{"url":"https://t.co/Sp","expanded_url":"https://example.com/ or so"}"#,
        #"{"url":"https://t.co/None"}"#, #"{"url":"","expanded_url":"https://example.com/"}"#, #"{}"#, "7",
    ]

    @Test(
        "The link to the file goes, where it stands at the end",
        arguments: [
            ("Look https://t.co/File", "Look"), ("https://t.co/File", nil), ("Look  https://t.co/File", "Look "),
            ("Look\nhttps://t.co/File", "Look\n"), ("https://t.co/File look", "https://t.co/File look"),
            ("Look https://t.co/AbCdEfGhIj https://t.co/File", "Look https://example.com/x"), ("", nil),
            ("Look", "Look"),
        ] as [(String, String?)])
    func files(text: String, written: String?) {
        #expect(Self.read(text, links: Self.entities, file: "https://t.co/File") == written)
    }

    @Test("The sample of the documentation, whose link is the file's")
    func sample() {
        let text = "Tom &amp; Jerry https://t.co/AbCdEfGhIj"
        #expect(Self.read(text, links: Self.entities, file: "https://t.co/AbCdEfGhIj") == "Tom & Jerry")
    }

    @Test("A long text with many links costs no more than its length")
    func long() {
        let text = String(repeating: "https://t.co/AbCdEfGhIj &amp; ", count: 20_000)
        let written = String(repeating: "https://example.com/x & ", count: 20_000)
        #expect(Self.read(text, links: Self.entities) == written)
    }

    private static func read(_ text: String, links: [String] = [], file: String? = nil) -> String? {
        let urls = links.compactMap { JSONTree(reading: Array($0.utf8)) }
        return TwitterText.read(
            .fields(["text": .text(text), "entities": .fields(["urls": .list(urls)])]), without: file)
    }
}
