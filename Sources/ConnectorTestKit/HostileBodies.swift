/// Bodies that somebody sends to break a reader.
enum HostileBodies {
    static let all: [[UInt8]] = texts.map { Array($0.utf8) } + bytes

    private static let texts: [String] = [
        "", " ", "\0", "null", "[]", "{}", "\"\"", "0", "-1e999999", "{\"a\":", "[1,2", "{\"a\":1}}",
        // Deep nesting.
        String(repeating: "[", count: 200_000),
        String(repeating: "{\"a\":", count: 100_000),
        String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000),
        // Forms: lone percent signs, broken escapes, NUL, no names, no values, duplicates.
        "%", "a=%", "a=%4", "a=%zz", "%=1", "a=%00", "a=b%00c&%00=d", "=", "&", "&&&=&=&", "=x", "a", "a&b&c",
        "a=1&a=2&a=3", "a[0]=1&a[1]=2&a[b]=3", "a==b==c", "a=%ff%fe", "a=%ed%a0%80", "a=%c0%af", "a=%f4%90%80%80",
        // Many pairs, a long name, a long value.
        String(repeating: "a=b&", count: 100_000),
        String(repeating: "x", count: 1_000_000) + "=1",
        "a=" + String(repeating: "%41", count: 300_000),
        // Numbers that do not fit.
        "NumMedia=99999999999999999999", "NumMedia=-1", "NumMedia=1e9", "count=9223372036854775808",
        // One character made of very many.
        "a=e" + String(repeating: "\u{301}", count: 100_000),
    ]

    private static let bytes: [[UInt8]] = [
        [0xFF], [0xFE, 0xFF, 0x00, 0x61], [0xC3], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98],
        [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
        Array(0...255), [UInt8](repeating: 0, count: 10_000),
        Array("{\"text\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8),
    ]

    /// Answers of a platform that accept nothing and refuse nothing.
    static let rubbishReplies: [[UInt8]] =
        ["", "null", "[]", "{}", "\"ok\"", "<html>Welcome</html>", "{\"", "{\"sid\":null}", "{\"id\":[]}"]
        .map { Array($0.utf8) } + [[0xFF, 0xFE], Array(String(repeating: "[", count: 100_000).utf8)]
}
