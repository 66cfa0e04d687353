import GatewayModel
import Testing

@Suite("Timers: lengths and precedence")
struct TimerTests {
    @Test(
        "A length as people enter it",
        arguments: [
            ("90", 90), ("90s", 90), ("1s", 1), ("15m", 900), ("2h", 7200), ("720h", 2_592_000), ("2592000", 2_592_000),
            ("43200m", 2_592_000), ("007s", 7),
        ])
    func reads(text: String, seconds: Int) {
        #expect(TimerLength(text)?.seconds == seconds)
    }

    @Test(
        "Nothing else is one",
        arguments: [
            "", "0", "0s", "0m", "s", "m", "-1", "-5m", "+5s", "1.5h", "1,5h", "1d", "2H", "15 m", " 15m", "15m ",
            "1h30m", "90sec", "721h", "2592001", "43201m", "999999999h", "99999999999999999999", "1e3", "0x10", "٣m",
            "５m", "5\u{301}m", "soon", "15m\0",
        ])
    func refuses(text: String) {
        #expect(TimerLength(text) == nil)
    }

    @Test("Whole seconds from one to thirty days")
    func bounds() {
        for seconds in [Int.min, -1, 0, 2_592_001, Int.max] { #expect(TimerLength(seconds: seconds) == nil) }
        for seconds in [1, 2_592_000] { #expect(TimerLength(seconds: seconds)?.seconds == seconds) }
    }

    @Test(
        "It is shown in its largest whole unit, and reads back",
        arguments: [("90s", "90s"), ("120s", "2m"), ("90m", "90m"), ("7200", "2h"), ("1", "1s"), ("3601", "3601s")])
    func shows(text: String, shown: String) throws {
        let length = try #require(TimerLength(text))
        #expect(length.description == shown)
        #expect(TimerLength(shown) == length)
    }

    /// What is set at each level, most specific first, and what applies: each timer by itself.
    @Test(
        "Each timer comes from the most specific level that says anything of it",
        arguments: [
            ([:], "10m program, 30m program, 24h program"),
            ([.connector: "2m 10m 1h"], "2m connector, 10m connector, 1h connector"),
            ([.tenant: "20m - -"], "20m tenant, 30m program, 24h program"),
            ([.tenant: "20m - -", .connector: "2m 10m 1h"], "20m tenant, 10m connector, 1h connector"),
            (
                [.contactPoint: "- 15m -", .tenant: "20m 40m 48h", .connector: "2m 10m 1h"],
                "20m tenant, 15m contactPoint, 48h tenant"
            ),
            (
                [.platform: "- - 2h", .contactPoint: "5m - 3h", .tenant: "- 40m 48h"],
                "5m contactPoint, 40m tenant, 2h platform"
            ),
            ([.platform: "1s 2s 3s", .contactPoint: "1m 2m 3m"], "1s platform, 2s platform, 3s platform"),
            // A more specific level counts also where it is the longer one.
            ([.platform: "1h - -", .tenant: "1m - -"], "1h platform, 30m program, 24h program"),
        ] as [([TimerLevel: String], String)])
    func precedence(levels: [TimerLevel: String], applies: String) {
        let timers = EffectiveTimers(levels.mapValues { TimerSettings(words: $0) })
        let found = ConversationTimer.allCases.map { "\(timers[$0]) \(timers.level(of: $0).rawValue)" }
        #expect(found.joined(separator: ", ") == applies)
    }

    @Test(
        "Shorter is what has any timer that runs out sooner",
        arguments: [
            ("10m 30m 24h", false), ("9m 30m 24h", true), ("11m 30m 23h", true), ("11m 31m 25h", false),
            ("10m 30m 86399s", true),
        ])
    func shorter(words: String, isShorter: Bool) {
        let timers = EffectiveTimers([.tenant: TimerSettings(words: words)])
        #expect(timers.isShorter(than: EffectiveTimers([:])) == isShorter)
    }
}

extension TimerSettings {
    /// Response, inactive and close, as people enter them; `-` for one that is not set.
    init(words: String) {
        self.init()
        for (timer, word) in zip(ConversationTimer.allCases, words.split(separator: " ")) where word != "-" {
            self[timer] = TimerLength(String(word))
        }
    }
}
