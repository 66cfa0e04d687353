import SMSConnector
import Testing

@Suite("Counting segments")
struct SegmentCountTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let encoding: SegmentCount.Encoding
        let units: Int
        let segments: Int
        var testDescription: String { "\(encoding.rawValue) \(units) in \(segments)" }

        init(_ text: String, _ encoding: SegmentCount.Encoding, _ units: Int, _ segments: Int) {
            self.text = text
            self.encoding = encoding
            self.units = units
            self.segments = segments
        }
    }

    static let table = [
        Row("", .gsm7, 0, 0), Row("a", .gsm7, 1, 1),
        Row(times(160, "a"), .gsm7, 160, 1), Row(times(161, "a"), .gsm7, 161, 2),
        Row(times(306, "a"), .gsm7, 306, 2), Row(times(307, "a"), .gsm7, 307, 3),
        Row(times(80, "€"), .gsm7, 160, 1), Row(times(81, "€"), .gsm7, 162, 2),
        Row(times(152, "a") + "€" + times(152, "a"), .gsm7, 306, 3),
        Row(times(151, "a") + "€" + times(153, "a"), .gsm7, 306, 2),
        Row(times(160, "é"), .gsm7, 160, 1), Row("ç", .ucs2, 1, 1), Row("á", .ucs2, 1, 1), Row("`", .ucs2, 1, 1),
        Row("\t", .ucs2, 1, 1), Row("í", .ucs2, 1, 1), Row("ó", .ucs2, 1, 1), Row("ú", .ucs2, 1, 1),
        Row("’", .ucs2, 1, 1), Row("–", .ucs2, 1, 1), Row("…", .ucs2, 1, 1), Row("\u{A0}", .ucs2, 1, 1),
        Row(times(35, "😀"), .ucs2, 70, 1), Row(times(36, "😀"), .ucs2, 72, 2),
        Row(times(66, "x") + "😀" + times(10, "y"), .ucs2, 78, 2),
        Row(times(66, "日") + "😀" + times(66, "日"), .ucs2, 134, 3),
        Row(times(134, "日"), .ucs2, 134, 2), Row(times(135, "日"), .ucs2, 135, 3),
        Row(times(70, "日"), .ucs2, 70, 1), Row(times(71, "日"), .ucs2, 71, 2),
        Row(times(1600, "a"), .gsm7, 1600, 11), Row(times(1600, "日"), .ucs2, 1600, 24),
        Row("e\u{301}", .ucs2, 2, 1), Row("\r\n", .gsm7, 2, 1), Row("👩‍👩‍👧", .ucs2, 8, 1),
    ]

    @Test(arguments: table)
    func counts(_ row: Row) {
        let count = SegmentCount(of: row.text)
        #expect(count.encoding == row.encoding)
        #expect(count.units == row.units)
        #expect(count.segments == row.segments)
    }

    @Test("Each character of the alphabet is one septet")
    func alphabet() {
        let characters =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            + "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
        #expect(characters.unicodeScalars.count == 127)
        for scalar in characters.unicodeScalars {
            #expect(SegmentCount(of: String(scalar)).encoding == .gsm7)
            #expect(SegmentCount(of: String(scalar)).units == 1)
        }
        #expect(SegmentCount(of: "\u{1B}").encoding == .ucs2)
    }

    @Test("Each escaped character is two septets", arguments: ["\u{0C}", "^", "{", "}", "\\", "[", "~", "]", "|", "€"])
    func escaped(text: String) {
        #expect(SegmentCount(of: text).encoding == .gsm7)
        #expect(SegmentCount(of: text).units == 2)
    }

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }
}
