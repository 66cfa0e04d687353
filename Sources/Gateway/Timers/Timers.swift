import ConnectorKit
public import GatewayModel

/// The timers that administrators set, for the tenant, a contact point, or a platform on one.
public struct Timers: Sendable {
    private let surroundings: Surroundings
    public let precedence: TimerPrecedence

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        precedence = TimerPrecedence(surroundings.connectors)
    }

    /// Sees to it that there is such a place.
    public func require(_ scope: TimerScope, in transaction: any StoreTransaction) throws {
        switch scope {
        case .tenant: return
        case .contactPoint(let contactPoint):
            guard try transaction.contactPoint(contactPoint) != nil else { throw Refusal.notFound("contact point") }
        case .platform(let platform, let contactPoint):
            try require(.contactPoint(contactPoint), in: transaction)
            guard surroundings.connectors[platform] != nil else { throw Refusal.notFound("platform") }
        }
    }

    /// Changes what is set in a place. Open conversations follow: where something may be due sooner now, a note to look
    /// at them is part of the same transaction, and ``Timekeeper`` does it.
    public func change(
        in scope: TimerScope, by actor: String, in transaction: any StoreTransaction,
        _ change: (inout TimerSettings) -> Void
    ) throws {
        try require(scope, in: transaction)
        let before = try transaction.timers(in: scope)
        var after = before
        change(&after)
        guard after != before else { return }
        let governed = try governed(by: scope, in: transaction)
        let old = try governed.map { try precedence.timers(for: $0.contactPoint, on: $0.platform, in: transaction) }
        try transaction.setTimers(after, in: scope)
        for (retiming, old) in zip(governed, old) {
            let new = try precedence.timers(for: retiming.contactPoint, on: retiming.platform, in: transaction)
            // A timer that became longer is found by whoever looks too early.
            if new.isShorter(than: old) { try transaction.put(retiming) }
        }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "timers.update", subject: Self.subject(scope),
                before: Self.describe(before), after: Self.describe(after)))
    }

    /// Has every open conversation looked at.
    func lookAtAll(in transaction: any StoreTransaction) throws {
        for retiming in try governed(by: .tenant, in: transaction) { try transaction.put(retiming) }
    }

    private func governed(by scope: TimerScope, in transaction: any StoreTransaction) throws -> [Retiming] {
        let platforms = surroundings.connectors.all.map(\.platform)
        return switch scope {
        case .tenant:
            try transaction.contactPoints().flatMap { contactPoint in
                platforms.map { Retiming(contactPoint: contactPoint.id, platform: $0) }
            }
        case .contactPoint(let contactPoint):
            platforms.map { Retiming(contactPoint: contactPoint, platform: $0) }
        case .platform(let platform, let contactPoint):
            [Retiming(contactPoint: contactPoint, platform: platform)]
        }
    }

    private static func subject(_ scope: TimerScope) -> String {
        switch scope {
        case .tenant: "timers"
        case .contactPoint(let contactPoint): "contact-point/\(contactPoint)/timers"
        case .platform(let platform, let contactPoint): "contact-point/\(contactPoint)/platforms/\(platform)/timers"
        }
    }

    private static func describe(_ settings: TimerSettings) -> String {
        ConversationTimer.allCases.map { "\($0.rawValue): \(settings[$0]?.description ?? "not set")" }
            .joined(separator: ", ")
    }
}
