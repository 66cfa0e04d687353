import Testing

@testable import WebChatConnector

@Suite("Which sites may show a chat")
struct SitePatternTests {
    @Test(
        "Allowed, and above all not allowed",
        arguments: [
            ("example.com", "https://example.com", true), ("example.com", "http://example.com", true),
            ("example.com", "https://EXAMPLE.com.", true), ("Example.COM.", "https://example.com", true),
            ("example.com", "https://example.com:8443", false), ("example.com", "https://www.example.com", false),
            ("example.com", "https://evil-example.com", false), ("example.com", "https://example.com.evil.org", false),
            ("example.com", "https://example.comevil.org", false),
            ("*.example.com", "https://shop.example.com", true), ("*.example.com", "https://a.b.example.com", true),
            ("*.example.com", "https://example.com", false), ("*.example.com", "https://evil-example.com", false),
            ("*.example.com", "https://example.com.evil.org", false), ("*.example.com", "https://.example.com", false),
            ("https://example.com", "http://example.com", false),
            ("https://example.com", "https://example.com:443", true),
            ("example.com:8443", "https://example.com:8443", true), ("example.com:8443", "https://example.com", false),
            ("example.com:*", "https://example.com:9", true), ("example.com:*", "https://example.com", true),
            ("http://localhost:3000", "http://localhost:3000", true), ("localhost:*", "http://localhost:8093", true),
            ("localhost", "http://localhost.evil.org", false), ("127.0.0.1:*", "http://127.0.0.1:8093", true),
            ("[::1]:8080", "http://[::1]:8080", true),
            ("xn--bcher-kva.example", "https://xn--bcher-kva.example", true), ("example.com", "null", false),
            ("example.com", "", false), ("example.com", "example.com", false), ("example.com", "file://", false),
            ("example.com", "https://user@example.com", false), ("example.com", "https://example.com/path", false),
            ("example.com", "https://example.com#x", false), ("example.com", "data:text/html,x", false),
        ])
    func allows(_ pattern: String, _ origin: String, _ isAllowed: Bool) throws {
        let pattern = try #require(SitePattern(pattern))
        #expect(Site(origin).map(pattern.allows) ?? false == isAllowed)
    }

    @Test(
        "What no pattern is",
        arguments: [
            "", " ", "*", "*.", "*.com", "*.*.example.com", "a.*.com", "example.com/path", "ftp://example.com",
            "example.com:0", "example.com:99999", "example.com:", "exa mple.com", "https://", "http://*", "-x.example",
            "example..com", "*.127.0.0.1", "*.[::1]", "'none'", "example.com; script-src *", "https://a@b.example",
            "bücher.example",
        ])
    func isNone(_ text: String) {
        #expect(SitePattern(text) == nil)
    }

    @Test("The policy names both schemes where none is given, for a browser would take the frame's own")
    func sources() {
        #expect(
            SitePattern("*.Example.com:8443")?.sources == ["https://*.example.com:8443", "http://*.example.com:8443"])
        #expect(SitePattern("https://shop.example")?.sources == ["https://shop.example"])
    }
}
