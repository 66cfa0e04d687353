import Signing
import Testing

struct EncodingTests {
    // RFC 4648, section 10, and what tells the two alphabets apart.
    @Test(
        arguments: [
            ([], "", ""), (Array("f".utf8), "Zg==", "Zg"), (Array("fo".utf8), "Zm8=", "Zm8"),
            (Array("foo".utf8), "Zm9v", "Zm9v"), (Array("foob".utf8), "Zm9vYg==", "Zm9vYg"),
            (Array("fooba".utf8), "Zm9vYmE=", "Zm9vYmE"), (Array("foobar".utf8), "Zm9vYmFy", "Zm9vYmFy"),
            ([0xfb, 0xef, 0xff], "++//", "--__"), ([0, 0, 0], "AAAA", "AAAA"),
        ] as [([UInt8], String, String)])
    func base64(_ bytes: [UInt8], padded: String, forURL: String) {
        #expect(Base64.encode(bytes) == padded)
        #expect(Base64.encodeForURL(bytes) == forURL)
        #expect(Base64.decode(padded) == bytes)
    }

    @Test(
        "Decoding is strict",
        arguments: [
            "Z", "Zg", "Zg=", "Zm8", "Zm9vYg", "Zm9v Yg==", "Zm9v\nYg==", "Zm9vYg==\n", "--__",
            "Zm9*", "=Zg=", "Zg==Zg==", "Zé==", "Zm9v\u{0}",
        ])
    func malformedBase64(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("Nor is there more padding than belongs", arguments: ["Zg===", "Zm9v=", "Zm8==", "Zm9v===="])
    func tooMuchPadding(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(
        arguments: [([], ""), ([0], "00"), ([0x0f, 0xf0], "0ff0"), ([0xde, 0xad, 0xbe, 0xef], "deadbeef")]
            as [([UInt8], String)])
    func hex(_ bytes: [UInt8], text: String) {
        #expect(Hex.encode(bytes) == text)
    }
}
