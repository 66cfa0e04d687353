import MockPlatform
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "[]", "{}", #"{"b":1,"a":[2,-3,"x"],"c":{"d":null}}"#, "1.25", "-7", #""\u0001\"\\""#,
    ])
    func readsWhatItWrites(text: String) throws {
        let json = try #require(JSON(parsing: Array(text.utf8)))
        #expect(String(decoding: json.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("\"caf\u{e9}\"", #""caf\u00e9""#), ("\"👍/\"", #""\ud83d\udc4d\/""#), (#""\n\t\r\b\f""#, #""\n\t\r\b\f""#),
        (#""\u0000\u001f""#, #""\u0000\u001f""#), ("\"\u{7f}\"", "\"\u{7f}\""), ("\"\u{2028}\"", #""\u2028""#),
    ])
    func writesASCII(text: String, ascii: String) throws {
        let json = try #require(JSON(parsing: Array(text.utf8)))
        #expect(String(decoding: json.bytes(escaping: .ascii), as: UTF8.self) == ascii)
        #expect(JSON(parsing: Array(ascii.utf8)) == json)
    }

    @Test func readsSpaceAndSingleQuotesWhereAllowed() {
        let text = Array(" { 'id' : 'it\\'s' , \"a\" : [ 1 , 2 ] } ".utf8)
        #expect(JSON(parsing: text, singleQuotes: true) == ["id": "it's", "a": [1, 2]])
        #expect(JSON(parsing: text) == nil)
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "tru", "nulls", "1 2", "\"", "\"\\x\"",
        "\"\\u12\"",
        #""\ud83d""#, #""\udc4d""#, "\"\n\"", "-", "+1", ".5", "'a'", #"{"a":1,}"#, "\"\\u+123\"",
    ])
    func whatIsNoJSONIsRefused(text: String) {
        #expect(JSON(parsing: Array(text.utf8)) == nil)
    }

    @Test func whatIsNoTextOrTooDeepIsRefused() {
        #expect(JSON(parsing: [0x22, 0xFF, 0x22]) == nil)
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(JSON(parsing: deep) == nil)
        let fine = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(JSON(parsing: Array(fine.utf8)) != nil)
    }
}
