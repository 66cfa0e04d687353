/// What must hold for customers to be able to begin a conversation: conditions, joined by all, any and not.
public indirect enum AvailabilityRule: Sendable, Equatable {
    /// Holds where each of them does; so without any, always.
    case all([AvailabilityRule])
    /// Holds where one of them does.
    case any([AvailabilityRule])
    case not(AvailabilityRule)
    /// - Parameter zone: whose clock counts; `nil` for the contact point's.
    case time(TimeCondition, zone: String?)
    case figure(AvailabilityFigure, Comparison)

    /// No rule at all.
    public static let always = AvailabilityRule.all([])

    /// How deep conditions may stand in each other.
    public static let mostLevels = 8
    /// How many conditions there may be, those that join others included.
    public static let mostConditions = 100

    /// How many conditions there are, those that join others included.
    public var conditionCount: Int {
        switch self {
        case .all(let rules), .any(let rules): rules.reduce(1) { $0 + $1.conditionCount }
        case .not(let rule): 1 + rule.conditionCount
        case .time, .figure: 1
        }
    }

    /// What it asks for besides the time.
    public var figures: Set<AvailabilityFigure> {
        switch self {
        case .all(let rules), .any(let rules): rules.reduce(into: []) { $0.formUnion($1.figures) }
        case .not(let rule): rule.figures
        case .time: []
        case .figure(let figure, _): [figure]
        }
    }
}

/// What the clock on the wall must show.
public enum TimeCondition: Sendable, Equatable {
    /// Hours of the week.
    case hours(WeeklyHours)
    /// The same days of each week, from midnight to midnight.
    case days(Set<Weekday>)
    /// The same times of each day.
    case times([HourRange])
    /// Days of the calendar, such as holidays.
    case dates([NamedDate])

    /// How many ranges a day may have.
    public static let mostRanges = 12
    /// How many days of the calendar there may be on a list.
    public static let mostDates = 366
    /// How long the label of a day may be.
    public static let longestLabel = 100
}

/// What is counted at a contact point, over all of its platforms.
public enum AvailabilityFigure: String, Sendable, CaseIterable {
    /// Open conversations that are nobody's, and whose customer waits for an answer.
    case waitingConversations
    /// Agents who are available and own fewer open conversations than fill them up.
    case availableAgents
    /// How many more conversations those agents could take, all together.
    case agentCapacity
}

/// What a number must be, held against another.
public struct Comparison: Sendable, Equatable {
    /// How the two numbers must stand to each other.
    public enum Relation: String, Sendable, CaseIterable {
        case lessThan
        case atMost
        case atLeast
        case moreThan
    }

    public let relation: Relation
    public let number: Int

    /// What a rule may ask for.
    public static let numbers = 0...1_000_000

    public init(_ relation: Relation, _ number: Int) {
        self.relation = relation
        self.number = number
    }

    /// Whether a number is as it must be.
    public func holds(for value: Int) -> Bool {
        switch relation {
        case .lessThan: value < number
        case .atMost: value <= number
        case .atLeast: value >= number
        case .moreThan: value > number
        }
    }

    /// Whether a greater number can be right where a smaller one is wrong.
    public var asksForMore: Bool { relation == .atLeast || relation == .moreThan }
}
