import Gateway
import GatewayModel

/// The hours of the days, as texts: `08:00-20:00`.
struct WeeklyHoursView: Codable {
    private static let most = 12

    let monday, tuesday, wednesday, thursday, friday, saturday, sunday: [String]?

    init(_ hours: WeeklyHours) {
        func texts(_ day: Weekday) -> [String] { hours.days[day, default: []].map(\.description) }
        monday = texts(.monday)
        tuesday = texts(.tuesday)
        wednesday = texts(.wednesday)
        thursday = texts(.thursday)
        friday = texts(.friday)
        saturday = texts(.saturday)
        sunday = texts(.sunday)
    }

    func weeklyHours() throws -> WeeklyHours {
        let texts: [Weekday: [String]?] = [
            .monday: monday, .tuesday: tuesday, .wednesday: wednesday, .thursday: thursday, .friday: friday,
            .saturday: saturday, .sunday: sunday,
        ]
        var days: [Weekday: [HourRange]] = [:]
        for (day, texts) in texts {
            days[day] = try (texts ?? []).enumerated().map { index, text in
                guard let range = HourRange(text) else {
                    throw Refusal.invalid(
                        "hours.\(day.rawValue)[\(index)]",
                        "it must be a range such as 08:00-20:00; one that ends before it begins goes past midnight.")
                }
                return range
            }
        }
        return WeeklyHours(days)
    }

    static let schema = Schema.named(
        "WeeklyHours",
        .object(
            Weekday.allCases.map {
                .init($0.rawValue, .array(.string(length: 11...11), most: most), isRequired: false)
            }))
}

struct SendingWindowChange: RequestBody {
    let hours: WeeklyHoursView?

    static let schema = Schema.named(
        "SendingWindowChange",
        .object([
            .init(
                "hours", WeeklyHoursView.schema, isRequired: false,
                description: "A day that is not given has none. Without this field, notifications leave at any time.")
        ]))
}

struct SendingWindowView: Encodable {
    let hours: WeeklyHoursView?
    let timeZone: String
    let isOpen: Bool
    let opensAt: String?

    init(of id: ContactPointID, _ window: SendingWindow, in transaction: any StoreTransaction) throws {
        guard let contactPoint = try transaction.contactPoint(id) else { throw Refusal.notFound("contact point") }
        hours = try transaction.sendingWindow(of: id).map(WeeklyHoursView.init)
        timeZone = contactPoint.timeZone
        let opening = try window.opening(of: contactPoint, in: transaction)
        isOpen = opening == nil
        opensAt = TimeText.of(opening)
    }

    static let schema = Schema.named(
        "SendingWindow",
        .object([
            .init("hours", WeeklyHoursView.schema, isRequired: false, description: "Missing for any time."),
            .init("timeZone", .string()), .init("isOpen", .boolean),
            .init("opensAt", .time, isRequired: false, description: "While it is closed."),
        ]))
}

struct SendingCapChange: RequestBody {
    let unitsPerDay: Int?

    static let schema = Schema.named(
        "SendingCapChange",
        .object([
            .init(
                "unitsPerDay", .integer(0...1_000_000_000), isRequired: false,
                description: "Segments, for phone numbers. Without it, any amount.")
        ]))
}

struct SendingCapView: Encodable {
    let unitsPerDay: Int?
    let isStandard: Bool
    let days: [Day]

    struct Day: Encodable {
        let day: String
        let units: Int
    }

    init(of subject: SpendingSubject, _ caps: SendingCaps, in transaction: any StoreTransaction) throws {
        let state = try caps.state(of: subject, in: transaction)
        unitsPerDay = if case .units(let units) = state.cap { units } else { nil }
        isStandard = state.isStandard
        days = state.days.map { Day(day: $0.day, units: $0.units) }
    }

    static let schema = Schema.named(
        "SendingCap",
        .object([
            .init("unitsPerDay", .integer(), isRequired: false, description: "Missing for any amount."),
            .init("isStandard", .boolean, description: "Whether nobody has set it."),
            .init(
                "days",
                .array(.object([.init("day", .string(format: "date")), .init("units", .integer())])),
                description: "What was spent, the latest day first; by the date at the contact point."),
        ]))
}
