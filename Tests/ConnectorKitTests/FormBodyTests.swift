import ConnectorKit
import Testing

@Suite("Form bodies")
struct FormBodyTests {
    @Test(
        "Every pair in its order",
        arguments: [
            ("", []), ("a=1", ["a|1"]), ("a=1&b=2", ["a|1", "b|2"]), ("b=2&a=1&b=1&b=2", ["b|2", "a|1", "b|1", "b|2"]),
            ("a=", ["a|"]), ("a", ["a|"]), ("=1", ["|1"]), ("a=b=c", ["a|b=c"]), ("a==", ["a|="]),
            ("&", []), ("&&a=1&&b&", ["a|1", "b|"]), ("a=x+y", ["a|x y"]), ("a+b=1", ["a b|1"]), ("a=%2B", ["a|+"]),
            ("a=%2b", ["a|+"]), ("%61=%3D%26", ["a|=&"]), ("a=%00", ["a|\u{0}"]), ("a=%F0%9F%98%80", ["a|😀"]),
            ("a=😀", ["a|😀"]), ("a=%250", ["a|%0"]), ("To=%2B14155550100&Body=", ["To|+14155550100", "Body|"]),
            ("=", ["|"]), ("a= x ", ["a| x "]), ("a=\r\n", ["a|\r\n"]),
        ])
    func decodes(text: String, pairs: [String]) throws {
        let decoded = try #require(FormBody.decode(text[...]))
        #expect(decoded.map { "\($0.name)|\($0.value)" } == pairs)
    }

    @Test(
        "What is no form is refused",
        arguments: [
            "%", "a=%", "a=%4", "a=%zz", "a=%4g", "a=%g4", "%=1", "a=% 1", "a=%+1", "a=1&b=%f", "a=%ff", "a=%c0%af",
            "a=%ed%a0%80", "a=%f4%90%80%80", "%ff=1", "a=%e2%82", "a=%e2&%82", "a=%%41",
        ])
    func refuses(text: String) {
        #expect(FormBody.decode(text[...]) == nil)
    }

    @Test("Bytes that are no UTF-8 are refused")
    func refusesBytes() {
        #expect(FormBody.decode([0x61, 0x3D, 0xFF]) == nil)
        #expect(FormBody.decode([0xC3]) == nil)
    }

    @Test("More pairs than may be are refused, as many are read")
    func countsPairs() {
        let text = String(repeating: "a=1&", count: 1000)
        #expect(FormBody.decode(text[...])?.count == 1000)
        #expect(FormBody.decode((text + "a=1")[...]) == nil)
        #expect(FormBody.decode("a&b&c", maximumPairs: 2) == nil)
        #expect(FormBody.decode("a&b", maximumPairs: 2)?.count == 2)
    }

    @Test(
        "Encodes as browsers do",
        arguments: [
            ("a", "1", "a=1"), ("a b", "c d", "a+b=c+d"), ("To", "+14155550100", "To=%2B14155550100"),
            ("Body", "héllo & hi", "Body=h%C3%A9llo+%26+hi"), ("u", "https://a/1.png", "u=https%3A%2F%2Fa%2F1.png"),
            ("", "", "="), ("a", "😀", "a=%F0%9F%98%80"), ("a", "-._*~", "a=-._*%7E"), ("a", "%", "a=%25"),
            ("a", "\u{0}\n", "a=%00%0A"), ("azAZ09", "=", "azAZ09=%3D"),
        ])
    func encodes(name: String, value: String, expected: String) {
        #expect(String(decoding: FormBody.encode([(name, value)]), as: UTF8.self) == expected)
    }

    @Test("What was encoded is decoded to the same")
    func roundTrip() throws {
        let pairs = [("a", "1"), ("a", ""), ("b c", "é+%&=\u{0}😀\r\n"), ("a", "1"), ("e\u{301}", "\u{E9}")]
        let encoded = FormBody.encode(pairs.map { (name: $0.0, value: $0.1) })
        #expect(encoded.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        let decoded = try #require(FormBody.decode(encoded))
        #expect(decoded.map { Array($0.name.unicodeScalars) } == pairs.map { Array($0.0.unicodeScalars) })
        #expect(decoded.map { Array($0.value.unicodeScalars) } == pairs.map { Array($0.1.unicodeScalars) })
    }

    @Test("Nothing encodes to nothing")
    func encodesNothing() {
        #expect(FormBody.encode([]).isEmpty)
        #expect(FormBody.decode([UInt8]())?.isEmpty == true)
    }
}
