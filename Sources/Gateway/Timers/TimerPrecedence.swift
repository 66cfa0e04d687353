import ConnectorKit
public import GatewayModel

/// Finds the timers that apply: platform on the contact point, contact point, tenant, connector, program.
public struct TimerPrecedence: Sendable {
    private let connectors: InstalledConnectors

    public init(_ connectors: InstalledConnectors) {
        self.connectors = connectors
    }

    /// What applies to conversations of a platform on a contact point.
    public func timers(
        for contactPoint: ContactPointID, on platform: Platform, in transaction: any StoreTransaction
    ) throws -> EffectiveTimers {
        let set = try transaction.timers(governing: contactPoint, platform)
        return EffectiveTimers([
            .platform: set[.platform(platform, at: contactPoint)] ?? TimerSettings(),
            .contactPoint: set[.contactPoint(contactPoint)] ?? TimerSettings(),
            .tenant: set[.tenant] ?? TimerSettings(),
            .connector: declared(on: platform),
        ])
    }

    /// What applies in a place to whatever has nothing of its own there.
    ///
    /// - Parameter platform: one whose connector may declare something; `nil` for one that declares nothing.
    public func timers(
        in scope: TimerScope, on platform: Platform? = nil, in transaction: any StoreTransaction
    ) throws -> EffectiveTimers {
        switch scope {
        case .platform(let platform, let contactPoint):
            return try timers(for: contactPoint, on: platform, in: transaction)
        case .contactPoint(let contactPoint):
            if let platform { return try timers(for: contactPoint, on: platform, in: transaction) }
            return EffectiveTimers([
                .contactPoint: try transaction.timers(in: scope), .tenant: try transaction.timers(in: .tenant),
            ])
        case .tenant:
            return EffectiveTimers([
                .tenant: try transaction.timers(in: .tenant), .connector: platform.map(declared) ?? TimerSettings(),
            ])
        }
    }

    /// When the timers of a conversation expire, if nothing is said before.
    public func due(of conversation: Conversation, in transaction: any StoreTransaction) throws -> DueTimes {
        guard conversation.state.isOpen else { return DueTimes() }
        let timers = try timers(for: conversation.contactPoint, on: conversation.platform, in: transaction)
        return conversation.due(by: timers, after: try lastWord(in: conversation, transaction))
    }

    /// Where every message was erased, the conversation's own beginning counts.
    func lastWord(in conversation: Conversation, _ transaction: any StoreTransaction) throws -> LastWord {
        try transaction.lastWord(in: conversation.id)
            ?? LastWord(message: ID(rawValue: 0), at: conversation.createdAt)
    }

    private func declared(on platform: Platform) -> TimerSettings {
        connectors[platform]?.capabilities.timers ?? TimerSettings()
    }
}
