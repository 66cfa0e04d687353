import Gateway
import GatewayModel

/// The timers in one place.
struct TimersView: Encodable {
    let response, inactive, close: TimerView
    /// What applies on each platform, where there may be more to say of it than here.
    let platforms: [PlatformTimersView]?

    init(_ effective: EffectiveTimers, set: TimerSettings, platforms: [(Platform, EffectiveTimers)]?) {
        response = TimerView(.response, effective, set: set)
        inactive = TimerView(.inactive, effective, set: set)
        close = TimerView(.close, effective, set: set)
        self.platforms = platforms?.map { PlatformTimersView($0, $1) }
    }

    static let schema = Schema.named(
        "Timers",
        .object(
            ConversationTimer.allCases.map { .init($0.rawValue, TimerView.schema) } + [
                .init(
                    "platforms", .array(PlatformTimersView.schema), isRequired: false,
                    description: "What applies on each platform here; missing where the place is one platform's.")
            ]))
}

/// One timer: how long it runs, who says so, and what is set in the place that is shown.
struct TimerView: Encodable {
    let seconds: Int
    let level: String
    let setHere: Int?

    init(_ timer: ConversationTimer, _ effective: EffectiveTimers, set: TimerSettings = TimerSettings()) {
        seconds = effective[timer].seconds
        level = effective.level(of: timer).rawValue
        setHere = set[timer]?.seconds
    }

    static let schema = Schema.named(
        "Timer",
        .object([
            .init("seconds", .integer(1...TimerLength.most), description: "What applies."),
            .init(
                "level", .string(choices: TimerLevel.allCases.map(\.rawValue)),
                description: "Where that is said. The most specific level that says anything counts."),
            .init(
                "setHere", .integer(1...TimerLength.most), isRequired: false,
                description: "What is set in this place; missing where nothing is."),
        ]))
}

struct PlatformTimersView: Encodable {
    let platform: String
    let response, inactive, close: TimerView

    init(_ platform: Platform, _ effective: EffectiveTimers) {
        self.platform = platform.rawValue
        response = TimerView(.response, effective)
        inactive = TimerView(.inactive, effective)
        close = TimerView(.close, effective)
    }

    static let schema = Schema.named(
        "PlatformTimers",
        .object(
            [.init("platform", .string())]
                + ConversationTimer.allCases.map { .init($0.rawValue, TimerView.schema) }))
}

/// Timers to be set.
struct TimerChange: RequestBody {
    private(set) var settings = TimerSettings()

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ timer: ConversationTimer) { stringValue = timer.rawValue }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        for timer in ConversationTimer.allCases where fields.contains(Key(timer)) {
            let length =
                if let seconds = try? fields.decode(Int.self, forKey: Key(timer)) {
                    TimerLength(seconds: seconds)
                } else {
                    (try? fields.decode(String.self, forKey: Key(timer))).flatMap { TimerLength($0) }
                }
            guard let length else { throw Refusal.invalid(timer.rawValue, Self.rule) }
            settings[timer] = length
        }
        guard settings != TimerSettings() else {
            throw Refusal.invalid("body", "it must hold at least one of response, inactive and close.")
        }
    }

    private static let rule =
        "it must be a whole number of seconds, or a text like 90s, 15m or 2h, and from one second to thirty days."

    static let schema = Schema.named(
        "TimerChange",
        .object(
            ConversationTimer.allCases.map { timer in
                .init(
                    timer.rawValue, .either([.integer(1...TimerLength.most), .string(length: 1...10)]),
                    isRequired: false, description: "Seconds, or a text like 90s, 15m or 2h; at most thirty days.")
            }))
}
