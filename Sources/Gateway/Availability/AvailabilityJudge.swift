import GatewayModel

/// Evaluates a rule: whether it holds at a moment, why not, and when it may be otherwise by the clock alone.
///
/// A value without effects: rule, facts and moment decide everything.
struct AvailabilityJudge {
    /// A rule whose times never change anything is not followed further: it is looked at again then.
    private static let mostLooks = 200
    /// How far ahead changes of the clock are looked for.
    private static let clockHorizon = Duration.seconds(400 * LocalClock.secondsOfDay)

    private let rule: AvailabilityRule
    private let facts: AvailabilityFacts
    private let zone: String
    private let clocks: [String: LocalClock]
    private let times: [(condition: TimeCondition, clock: LocalClock)]

    /// - Parameter zone: the contact point's, which counts where the rule names none.
    init(_ rule: AvailabilityRule, _ facts: AvailabilityFacts, zone: String) {
        self.rule = rule
        self.facts = facts
        self.zone = zone
        let found = rule.times
        var clocks: [String: LocalClock] = [:]
        for name in Set(found.map { $0.zone ?? zone }) { clocks[name] = LocalClock(zone: name) }
        self.clocks = clocks
        times = found.map { ($0.condition, clocks[$0.zone ?? zone] ?? .utc) }
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

    /// When the outcome is another if nothing else changes.
    private func nextChange(after moment: Timestamp, from verdict: Verdict) -> Timestamp? {
        guard !times.isEmpty else { return nil }
        let changes = Set(times.map(\.clock.name)).flatMap { name in
            (clocks[name] ?? .utc).changes(after: moment, until: moment + Self.clockHorizon)
        }
        var at = moment
        for _ in 0..<Self.mostLooks {
            let candidates =
                times.compactMap { $0.condition.edge(after: at, by: $0.clock) } + changes.filter { $0 > at }
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
