public import GatewayModel

/// When a contact point sends notifications: the hours of the week, by the clock of its time zone.
///
/// Outside of them notifications wait for the next opening. Whatever somebody is waiting for does not: replies,
/// conversations that are started, confirmations.
public struct SendingWindow: Sendable {
    /// Of a message that waits for it.
    public static let reasonCode = "sendingWindow"
    static let waiting = StatusReason(
        code: reasonCode, explanation: "It waits for the contact point's sending window.")
    private static let mostRanges = 12

    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// When notifications may leave again; `nil` where they may now.
    public func opening(
        of contactPoint: ContactPoint, in transaction: any StoreTransaction
    ) throws -> Timestamp? {
        guard let hours = try transaction.sendingWindow(of: contactPoint.id),
            let clock = LocalClock(zone: contactPoint.timeZone)
        else { return nil }
        return OpeningTimes(hours, by: clock).opening(after: surroundings.clock.now)
    }

    /// What waits meets the new hours at once.
    ///
    /// - Parameter hours: `nil` for any time.
    public func set(
        _ hours: WeeklyHours?, of id: ContactPointID, by actor: String, in transaction: any StoreTransaction
    ) throws {
        guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
        if let hours { try check(hours) }
        let before = try transaction.sendingWindow(of: id)
        guard before != hours else { return }
        try transaction.setSendingWindow(hours, of: id)
        try changed(at: id, in: transaction)
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "contact-point.sending-window",
                subject: "contact-point/\(id)", before: before?.description ?? "any time",
                after: hours?.description ?? "any time"))
    }

    /// The hours, or the clock that they go by.
    func changed(at contactPoint: ContactPointID, in transaction: any StoreTransaction) throws {
        try transaction.endWaitForOpening(at: contactPoint, now: surroundings.clock.now)
    }

    private func check(_ hours: WeeklyHours) throws {
        guard !hours.isEmpty else {
            throw Refusal.invalid("hours", "there must be some; without the field it is any time.")
        }
        for (day, ranges) in hours.days where ranges.count > Self.mostRanges {
            throw Refusal.invalid("hours.\(day.rawValue)", "at most \(Self.mostRanges) of a day.")
        }
    }
}
