import GatewayModel

/// Evaluates a rule: whether it holds at a moment, why not, and when it may be otherwise by the clock alone.
///
/// A value without effects: rule, facts and moment decide everything.
struct AvailabilityJudge {
    /// Where times change nothing for long, it is not looked further ahead, and looked at again then. A rule of many
    /// conditions is looked at less often, for each look costs more.
    private static let looks = 10...200
    private static let mostConditionsLookedAt = 2_000
    /// How far ahead changes of the clock are looked for.
    private static let clockHorizon = Duration.seconds(400 * LocalClock.secondsOfDay)

    private let rule: AvailabilityRule
    private let facts: AvailabilityFacts
    private let zone: String
    private let clocks: [String: LocalClock]
    private let edges: [TimeEdges]

    /// - Parameter zone: the contact point's, which counts where the rule names none.
    init(_ rule: AvailabilityRule, _ facts: AvailabilityFacts, zone: String) {
        self.rule = rule
        self.facts = facts
        self.zone = zone
        let found = rule.times
        var clocks: [String: LocalClock] = [:]
        for name in Set(found.map { $0.zone ?? zone }) { clocks[name] = LocalClock(zone: name) ?? .utc }
        self.clocks = clocks
        edges = found.map { TimeEdges(of: $0.condition, by: clocks[$0.zone ?? zone] ?? .utc) }
    }

    func status(at moment: Timestamp) -> AvailabilityStatus {
        let verdict = verdict(on: rule, at: moment)
        return AvailabilityStatus(
            isAvailable: verdict.holds, reason: verdict.holds ? nil : verdict.cause.code,
            explanation: verdict.holds ? nil : verdict.cause.explanation,
            nextChangeAt: nextChange(after: moment, from: verdict))
    }

    private struct Verdict: Equatable {
        let holds: Bool
        /// Of whether it holds or not, the condition that decided it.
        let cause: AvailabilityCause

        var denied: Verdict { Verdict(holds: !holds, cause: cause) }

        /// Two that hold are the same to everybody.
        func isSame(as other: Verdict) -> Bool { holds ? other.holds : self == other }
    }

    private func verdict(on rule: AvailabilityRule, at moment: Timestamp) -> Verdict {
        switch rule {
        case .all(let rules): first(of: rules, that: false, at: moment)
        case .any(let rules): first(of: rules, that: true, at: moment)
        case .not(let rule): verdict(on: rule, at: moment).denied
        case .time(let condition, let name):
            verdict(on: condition, by: clocks[name ?? zone] ?? .utc, at: moment)
        case .figure(let figure, let comparison):
            Verdict(
                holds: comparison.holds(for: facts[figure]),
                cause: AvailabilityCause(
                    figure, isTooHigh: comparison.asksForMore == comparison.holds(for: facts[figure])))
        }
    }

    /// The first that is so decides; where none is, the first one tells why.
    private func first(of rules: [AvailabilityRule], that holds: Bool, at moment: Timestamp) -> Verdict {
        var firstVerdict: Verdict?
        for rule in rules {
            let verdict = verdict(on: rule, at: moment)
            if verdict.holds == holds { return verdict }
            firstVerdict = firstVerdict ?? verdict
        }
        return firstVerdict ?? Verdict(holds: !holds, cause: .noCondition)
    }

    private func verdict(on condition: TimeCondition, by clock: LocalClock, at moment: Timestamp) -> Verdict {
        if case .dates(let dates) = condition {
            let day = clock.reading(at: moment).day
            let found = dates.first { $0.falls(on: day) }
            return Verdict(holds: found != nil, cause: found.map { .onDate($0.label) } ?? .offDates)
        }
        let isOpen = condition.weeklyHours.map { OpeningTimes($0, by: clock).isOpen(at: moment) } ?? false
        return Verdict(holds: isOpen, cause: isOpen ? .insideHours : .outsideHours)
    }

    /// What figures say alone; `nil` where the clock has a word in it.
    ///
    /// - Parameter isDenied: whether it stands in a `not`. Why something holds matters only there, and why it does not
    ///   only elsewhere.
    private func constant(_ rule: AvailabilityRule, isDenied: Bool = false) -> Verdict? {
        let (rules, deciding): ([AvailabilityRule], Bool)
        switch rule {
        case .all(let all): (rules, deciding) = (all, false)
        case .any(let any): (rules, deciding) = (any, true)
        case .not(let rule): return constant(rule, isDenied: !isDenied)?.denied
        case .time: return nil
        case .figure: return verdict(on: rule, at: Timestamp(milliseconds: 0))
        }
        let verdicts = rules.map { constant($0, isDenied: isDenied) }
        let isWhole = !verdicts.contains { $0 == nil }
        if isWhole { return verdict(on: rule, at: Timestamp(milliseconds: 0)) }
        let mattersWhy = deciding == isDenied
        let candidates = mattersWhy ? Array(verdicts.prefix { $0 != nil }) : verdicts
        return candidates.lazy.compactMap(\.self).first { $0.holds == deciding }
    }

    /// When the outcome is another if nothing else changes.
    private func nextChange(after moment: Timestamp, from verdict: Verdict) -> Timestamp? {
        guard constant(rule) == nil else { return nil }
        let changes = clocks.values.flatMap { $0.changes(after: moment, until: moment + Self.clockHorizon) }
        var at = moment
        let most = Self.mostConditionsLookedAt / max(edges.reduce(0) { $0 + $1.weight }, 1)
        for _ in 0..<min(max(most, Self.looks.lowerBound), Self.looks.upperBound) {
            let candidates = edges.compactMap { $0.next(after: at) } + changes.filter { $0 > at }
            guard let next = candidates.min() else { return nil }
            at = next
            if !self.verdict(on: rule, at: at).isSame(as: verdict) { return at }
        }
        return at
    }
}

extension AvailabilityRule {
    /// Every condition that a clock decides.
    fileprivate var times: [(condition: TimeCondition, zone: String?)] {
        switch self {
        case .all(let rules), .any(let rules): rules.flatMap(\.times)
        case .not(let rule): rule.times
        case .time(let condition, let zone): [(condition, zone)]
        case .figure: []
        }
    }
}
