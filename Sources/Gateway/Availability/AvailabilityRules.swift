public import GatewayModel

/// The rules of availability that administrators set, for each platform on each contact point.
public struct AvailabilityRules: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// What was set, and what it says at this moment.
    public func report(
        of contactPoint: ContactPointID, on platform: Platform, in transaction: any StoreTransaction
    ) throws -> AvailabilityReport {
        guard surroundings.connectors[platform] != nil else { throw Refusal.notFound("platform") }
        var reading = AvailabilityReading(transaction, at: surroundings.clock.now)
        guard let report = try reading.report(of: contactPoint, on: platform, figures: AvailabilityFigure.allCases)
        else { throw Refusal.notFound("contact point") }
        return report
    }

    /// Replaces what was set.
    public func set(
        _ rule: AvailabilityRule, of contactPoint: ContactPointID, on platform: Platform, by actor: String,
        in transaction: any StoreTransaction
    ) throws {
        guard rule.conditionCount <= AvailabilityRule.mostConditions else {
            throw Refusal.invalid("rules", "at most \(AvailabilityRule.mostConditions) conditions.")
        }
        try rule.checkZones(at: "rules")
        let before = try report(of: contactPoint, on: platform, in: transaction).rule
        guard rule != before else { return }
        try transaction.setAvailabilityRule(rule, of: contactPoint, on: platform)
        try changed(at: contactPoint, on: platform, in: transaction)
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "contact-point.availability",
                subject: "contact-point/\(contactPoint)/\(platform)", before: before.document, after: rule.document))
    }

    /// Tells that something is another that availability goes by.
    ///
    /// - Parameters:
    ///   - contactPoint: `nil` where it may be any.
    ///   - platform: `nil` for all of them.
    func changed(
        at contactPoint: ContactPointID? = nil, on platform: Platform? = nil, in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            Event(
                .availabilityChanged, at: surroundings.clock.now, contactPoint: contactPoint, value: platform?.rawValue)
        )
    }
}

extension AvailabilityRule {
    /// Zones are known by the system, not by the noun.
    fileprivate func checkZones(at path: String) throws {
        switch self {
        case .all(let rules):
            for (index, rule) in rules.enumerated() { try rule.checkZones(at: "\(path).all[\(index)]") }
        case .any(let rules):
            for (index, rule) in rules.enumerated() { try rule.checkZones(at: "\(path).any[\(index)]") }
        case .not(let rule): try rule.checkZones(at: "\(path).not")
        case .time(_, let zone?) where !TimeZoneName.isValid(zone):
            throw Refusal.invalid("\(path).timeZone", "it must be an IANA time zone such as Europe/Paris.")
        case .time, .figure: break
        }
    }
}
