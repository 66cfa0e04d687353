public import GatewayModel

/// Caps on what is sent in a day, so that a key that has run away, or leaked, cannot spend a fortune.
///
/// What a person or system sends counts against the contact point and against the sender, by the date at the contact
/// point, in the transaction that accepts it. What never left is given back. The gateway's own answers do not count: a
/// STOP is confirmed, whatever was spent.
public struct SendingCaps: Sendable {
    /// For so many days it stays known what was spent.
    private static let daysKept = 31
    private static let most = 1_000_000_000

    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    static func counts(_ purpose: Message.Purpose) -> Bool {
        switch purpose {
        case .reply, .start, .notification: true
        case .customer, .stopConfirmation, .keywordReply: false
        }
    }

    func allowance(
        of author: String, at contactPoint: ContactPoint, in transaction: any StoreTransaction
    ) throws -> Allowance {
        let day = day(of: surroundings.clock.now, at: contactPoint)
        let meters = try Self.subjects(author, contactPoint.id).map { subject in
            Allowance.Meter(
                subject: subject, cap: try cap(of: subject, in: transaction),
                spent: try transaction.unitsSpent(by: subject.description, on: day))
        }
        return Allowance(day: day, meters: meters)
    }

    /// Writes down what was taken.
    func spend(_ allowance: Allowance, in transaction: any StoreTransaction) throws {
        guard allowance.taken > 0 else { return }
        for meter in allowance.meters {
            let subject = meter.subject.description
            if meter.spent == 0 { try transaction.deleteSpending(by: subject, before: allowance.day - Self.daysKept) }
            try transaction.spend(allowance.taken, by: subject, on: allowance.day)
        }
    }

    /// Gives back what a message will not cost after all.
    func giveBack(_ units: Int, of message: Message, in transaction: any StoreTransaction) throws {
        guard units > 0, Self.counts(message.purpose),
            let contactPoint = try transaction.contactPoint(message.contactPoint)
        else { return }
        let day = day(of: message.createdAt, at: contactPoint)
        for subject in Self.subjects(message.author, contactPoint.id) {
            try transaction.spend(-units, by: subject.description, on: day)
        }
    }

    /// Why a message may not be sent today.
    func refusal(by meter: Allowance.Meter, on day: Int, at contactPoint: ContactPoint) -> Refusal {
        let now = surroundings.clock.now
        let clock = LocalClock(zone: contactPoint.timeZone)
        let reset = clock?.nextDay(after: now) ?? now + .seconds(LocalClock.secondsOfDay)
        let explanation = """
            The sending cap of \(meter.subject) is reached: \(meter.spent) of \(meter.cap.most) units of \
            \(LocalClock.name(ofDay: day)) are spent, and this message does not fit. The count begins anew at \
            \(clock?.text(of: reset) ?? "midnight"). An administrator can raise the cap.
            """
        let seconds = Int((reset - now).components.seconds) + 1
        return Refusal(
            .overCap(meter.subject, day: day, contactPoint: contactPoint.id, retryAfter: seconds), "sending-cap",
            explanation)
    }

    /// Tells of a cap that was reached, once a day for each subject.
    public func noteReached(
        by subject: SpendingSubject, on day: Int, at contactPoint: ContactPointID,
        in transaction: any StoreTransaction
    ) throws {
        guard try transaction.noteCapReached(by: subject.description, on: day) else { return }
        try transaction.append(
            Event(
                .sendingCapReached, at: surroundings.clock.now, contactPoint: contactPoint,
                value: subject.description))
    }

    /// - Parameter cap: `nil` for the standard.
    public func set(
        _ cap: SendingCap?, of subject: SpendingSubject, by actor: String, in transaction: any StoreTransaction
    ) throws {
        if case .units(let units) = cap, !(0...Self.most).contains(units) {
            throw Refusal.invalid("unitsPerDay", "it must be from 0 to \(Self.most).")
        }
        let before = try transaction.sendingCap(of: subject.description)
        guard before != cap else { return }
        try transaction.setSendingCap(cap, of: subject.description)
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "sending-cap.set", subject: "sending-cap/\(subject)",
                before: Self.describe(before), after: Self.describe(cap)))
    }

    /// What a subject may send, and what it has sent of late.
    public func state(
        of subject: SpendingSubject, in transaction: any StoreTransaction
    ) throws -> (cap: SendingCap, isStandard: Bool, days: [(day: String, units: Int)]) {
        let days = try transaction.daysOfSpending(by: subject.description, limit: Self.daysKept)
        return (
            try cap(of: subject, in: transaction), try transaction.sendingCap(of: subject.description) == nil,
            days.map { (LocalClock.name(ofDay: $0.day), $0.units) }
        )
    }

    private func cap(of subject: SpendingSubject, in transaction: any StoreTransaction) throws -> SendingCap {
        try transaction.sendingCap(of: subject.description) ?? subject.standard
    }

    private func day(of moment: Timestamp, at contactPoint: ContactPoint) -> Int {
        LocalClock(zone: contactPoint.timeZone)?.reading(at: moment).day
            ?? Int(moment.milliseconds / 1000) / LocalClock.secondsOfDay
    }

    private static func subjects(_ author: String, _ contactPoint: ContactPointID) -> [SpendingSubject] {
        [.contactPoint(contactPoint), .principal(author)]
    }

    private static func describe(_ cap: SendingCap?) -> String {
        switch cap {
        case nil: "standard"
        case .unlimited: "unlimited"
        case .units(let units): "\(units) a day"
        }
    }
}
