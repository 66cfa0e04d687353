private import Foundation
public import GatewayModel

/// What is set for a platform on a contact point, and what it says at a moment.
public struct AvailabilityReport: Sendable {
    public let rule: AvailabilityRule
    public let status: AvailabilityStatus
    let facts: AvailabilityFacts

    /// What a figure was; 0 where nobody asked for it.
    public subscript(figure: AvailabilityFigure) -> Int { facts[figure] }
}

/// Reads rules and facts in one transaction, each once, and evaluates.
struct AvailabilityReading {
    private let transaction: any StoreTransaction
    private let now: Timestamp
    private var waiting: [ContactPointID: Int] = [:]
    private var agents: [ContactPointID: [AgentLoad]] = [:]

    init(_ transaction: any StoreTransaction, at now: Timestamp) {
        self.transaction = transaction
        self.now = now
    }

    /// `nil` where there is no such contact point.
    ///
    /// - Parameter figures: what to read, whether the rule asks for it or not.
    mutating func report(
        of id: ContactPointID, on platform: Platform, figures: [AvailabilityFigure] = []
    ) throws -> AvailabilityReport? {
        guard let contactPoint = try transaction.contactPoint(id) else { return nil }
        let rule = try transaction.availabilityRule(of: id, on: platform)
        let facts = try facts(of: id, rule.figures.union(figures))
        guard contactPoint.archivedAt == nil else {
            let cause = AvailabilityCause.archived
            let status = AvailabilityStatus(isAvailable: false, reason: cause.code, explanation: cause.explanation)
            return AvailabilityReport(rule: rule, status: status, facts: facts)
        }
        return AvailabilityReport(
            rule: rule,
            status: AvailabilityJudge(rule, facts, zone: contactPoint.timeZone).status(at: now), facts: facts)
    }

    private mutating func facts(
        of id: ContactPointID, _ figures: Set<AvailabilityFigure>
    ) throws -> AvailabilityFacts {
        if figures.contains(.waitingConversations), waiting[id] == nil {
            waiting[id] = try transaction.waitingConversations(at: id)
        }
        if !figures.isDisjoint(with: [.availableAgents, .agentCapacity]), agents[id] == nil {
            agents[id] = try transaction.availableAgents(at: id)
        }
        return AvailabilityFacts(waiting: waiting[id] ?? 0, agents: agents[id] ?? [])
    }
}

extension AvailabilityRule {
    /// In JSON; the same rule is always the same text.
    public var document: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
