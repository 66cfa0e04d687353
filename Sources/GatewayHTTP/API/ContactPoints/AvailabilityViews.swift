import Gateway
import GatewayModel
import Signing

/// Rules of availability, and what they say now.
struct AvailabilityView: Encodable {
    let rules: AvailabilityRule
    let status: Status
    let figures: [String: Int]

    struct Status: Encodable {
        let isAvailable: Bool
        let reason, explanation, nextChangeAt: String?
    }

    init(_ report: AvailabilityReport) {
        rules = report.rule
        status = Status(
            isAvailable: report.status.isAvailable, reason: report.status.reason,
            explanation: report.status.explanation, nextChangeAt: TimeText.of(report.status.nextChangeAt))
        figures = Dictionary(
            uniqueKeysWithValues: AvailabilityFigure.allCases.map { ($0.rawValue, report[$0]) })
    }

    /// Of the rules alone: the status changes by itself.
    static func tag(of report: AvailabilityReport) -> String {
        let hash = Hash.sha256.digest(Array(report.rule.document.utf8)).prefix(16)
        return "\"\(hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())\""
    }

    static let schema = Schema.named(
        "Availability",
        .object([
            .init("rules", AvailabilityRuleSchema.rule),
            .init(
                "status",
                .named(
                    "AvailabilityStatus",
                    .object([
                        .init("isAvailable", .boolean),
                        .init(
                            "reason", .string(), isRequired: false,
                            description: "Why not: outsideHours, holiday, queueFull, noAgents, noCapacity and others."),
                        .init("explanation", .string(), isRequired: false, description: "The same for a person."),
                        .init(
                            "nextChangeAt", .time, isRequired: false,
                            description: "When it may be otherwise by the clock alone."),
                    ]))),
            .init(
                "figures",
                .object(AvailabilityFigure.allCases.map { .init($0.rawValue, .integer()) }),
                description: "What rules may ask for, as it is now at the contact point."),
        ]))
}

/// Rules to be set.
struct AvailabilityChange: RequestBody {
    let rules: AvailabilityRule

    static let schema = Schema.named(
        "AvailabilityChange",
        .object([
            .init(
                "rules", AvailabilityRuleSchema.rule,
                description: "At most 100 conditions, 8 deep in each other. An empty object always holds.")
        ]))
}

/// One condition, named by its field. What is wrong with one is said by its own reader, which knows how they nest.
enum AvailabilityRuleSchema {
    private static let name = "AvailabilityRule"

    static let rule = Schema.named(
        name,
        .object([
            .init(
                "all", .array(.itself(name)), isRequired: false,
                description: "Each of them must hold. A condition has one of these fields."),
            .init("any", .array(.itself(name)), isRequired: false, description: "One of them must hold."),
            .init("not", .itself(name), isRequired: false),
            .init(
                "hours", WeeklyHoursView.schema, isRequired: false,
                description: "Hours of the week; a range that ends before it begins goes past midnight."),
            .init(
                "days", .array(.string(choices: Weekday.allCases.map(\.rawValue)), most: 7), isRequired: false),
            .init(
                "times", .array(.string(length: 11...11), most: TimeCondition.mostRanges), isRequired: false,
                description: "The same times of each day, such as 08:00-20:00."),
            .init("dates", .array(date, most: TimeCondition.mostDates), isRequired: false),
            .init("waitingConversations", comparison, isRequired: false),
            .init("availableAgents", comparison, isRequired: false),
            .init("agentCapacity", comparison, isRequired: false),
            .init(
                "timeZone", .string(), isRequired: false,
                description: "Beside hours, days, times and dates; the contact point's if not given."),
        ]))

    private static let date = Schema.named(
        "AvailabilityDate",
        .object([
            .init("date", .string(format: "date")),
            .init("label", .string(length: 1...TimeCondition.longestLabel), isRequired: false),
            .init("yearly", .boolean, isRequired: false, description: "Whether it comes again each year."),
        ]))

    private static let comparison = Schema.named(
        "AvailabilityComparison",
        .object(
            Comparison.Relation.allCases.map {
                .init($0.rawValue, .integer(Comparison.numbers), isRequired: false)
            }))
}
