import Signing
import Testing

@Suite("Codes of authenticator apps")
struct OneTimeCodeTests {
    private let codes = OneTimeCode(secret: Array("12345678901234567890".utf8))

    @Test("As in RFC 4226, appendix D")
    func counters() {
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        #expect((0..<10).map { codes.code($0) } == expected)
    }

    @Test(
        "As in RFC 6238, appendix B",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func times(seconds: Int64, expected: String) {
        #expect(codes.code(OneTimeCode.step(at: seconds), digits: 8) == expected)
        #expect(codes.code(OneTimeCode.step(at: seconds)) == String(expected.suffix(6)))
    }

    @Test("One step of difference is let pass, two are not, and no code twice")
    func skew() {
        let now: Int64 = 1_234_567_890
        let step = OneTimeCode.step(at: now)
        for difference in Int64(-2)...2 {
            let found = codes.step(of: codes.code(step + difference), at: now, after: 0)
            #expect(found == (abs(difference) < 2 ? step + difference : nil))
        }
        #expect(codes.step(of: codes.code(step), at: now, after: step) == nil)
        // What is older than the last one that was used is used up with it.
        #expect(codes.step(of: codes.code(step - 1), at: now, after: step) == nil)
        #expect(codes.step(of: codes.code(step + 1), at: now, after: step) == step + 1)
        for wrong in ["", "00000", codes.code(step) + "0", " " + codes.code(step), "abcdef"] {
            #expect(codes.step(of: wrong, at: now, after: 0) == nil)
        }
    }

    @Test(
        "Base 32 as in RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(text: String, expected: String) {
        #expect(Base32.encode(Array(text.utf8)) == expected)
    }
}
