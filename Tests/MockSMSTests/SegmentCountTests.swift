import MockSMS
import Testing

/// The table was computed with a plain implementation of GSM 03.38 and 03.40 that shares nothing with this one.
@Suite struct SegmentCountTests {
    private static let table: [(text: String, segments: Int)] = [
        ("", 1), ("\r\n", 1),
        (times(160, "a"), 1), (times(161, "a"), 2), (times(306, "a"), 2), (times(307, "a"), 3),
        (times(1600, "a"), 11),
    ]

    /// Characters of the extension table cost two and are not torn apart.
    private static let extended: [(text: String, segments: Int)] = [
        (times(80, "€"), 1), (times(81, "€"), 2), (times(152, "a") + "€" + times(152, "a"), 3),
    ]

    /// One character outside GSM-7 changes the whole text.
    private static let unicode: [(text: String, segments: Int)] = [
        (times(160, "é"), 1), (times(71, "ç"), 2), (times(71, "á"), 2), (times(71, "`"), 2), (times(71, "\t"), 2),
        (times(35, "😀"), 1), (times(36, "😀"), 2), (times(66, "x") + "😀" + times(10, "y"), 2),
        (times(134, "日"), 2), (times(135, "日"), 3), (times(1600, "日"), 24),
    ]

    @Test(arguments: table + extended + unicode)
    func countsAsGSMDoes(text: String, segments: Int) {
        #expect(SegmentCount.of(text) == segments)
    }

    private static func times(_ count: Int, _ text: String) -> String {
        String(repeating: text, count: count)
    }
}
