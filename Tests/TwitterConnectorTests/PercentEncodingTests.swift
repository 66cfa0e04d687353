import Testing

@testable import TwitterConnector

@Suite("RFC 3986, as OAuth 1.0a wants it")
struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("aZ09-._~", "aZ09-._~"), ("a b+c", "a%20b%2Bc"), ("!*'()", "%21%2A%27%28%29"),
        ("cs&/+ secret~!*", "cs%26%2F%2B%20secret~%21%2A"), ("café ☃", "caf%C3%A9%20%E2%98%83"), ("%41", "%2541"),
    ])
    func encodes(_ text: String, _ encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
    }
}
