import ConnectorKit
import GatewayModel

/// Writes down what came of a send or a look-up, and what follows.
struct Outcomes: Sendable {
    static let unproven = StatusReason(
        code: "unproven", explanation: "The call was cut off; whether the platform took the message is being found out."
    )
    static let heldForPerson = StatusReason(
        code: "unproven",
        explanation: "Nobody can say whether the platform took the message; this contact point leaves it to a person.")

    private let surroundings: Surroundings
    private let rule: RetryRule
    private let departures: Departures
    private let progress: Progress

    init(_ surroundings: Surroundings, rule: RetryRule) {
        self.surroundings = surroundings
        self.rule = rule
        departures = Departures(surroundings, rule: rule)
        progress = Progress(surroundings)
    }

    /// - Returns: the next part, if it may leave at once.
    func record(
        _ result: Result<SendReceipt, SendFailure>, of departure: Departure, _ attempt: Attempt, chance: Double,
        in transaction: any StoreTransaction
    ) throws -> Departure? {
        var attempt = attempt
        attempt.endedAt = surroundings.clock.now
        (attempt.outcome, attempt.reason) = Self.outcome(of: result)
        try transaction.update(attempt)
        // A report may have come before the answer, and proved what the answer could not.
        guard var record = try currentPart(departure, in: transaction), record.isOpen else {
            return try proceed(departure, in: transaction)
        }
        if case .success(let receipt) = result {
            return try accept(receipt, record, departure, in: transaction)
        }
        // After the lease a failure tells nothing any more: the part counts as unknown, or is with somebody else.
        guard case .failure(let failure) = result, try isInHand(departure, in: transaction) else { return nil }
        if failure.certainty == .unknown {
            record.state = .unknown
            try transaction.update(record, of: departure.entry.message)
            try wait(departure, until: surroundings.clock.now, in: transaction)
            try progress.settle(departure.entry.message, reason: failure.reason, in: transaction)
        } else {
            try fail(failure, record, departure, attempt, chance: chance, in: transaction)
        }
        return nil
    }

    /// The platform has taken the part, says a worker that does not hold the message any more. It is noted like any
    /// other proof; what follows is left to whoever holds it.
    func prove(_ receipt: SendReceipt, of departure: Departure, in transaction: any StoreTransaction) throws {
        guard let record = try currentPart(departure, in: transaction), record.isOpen else { return }
        try note(receipt, record, departure, in: transaction)
        try transaction.putBack(departure.entry.message, dueAt: surroundings.clock.now)
        try progress.settle(departure.entry.message, in: transaction)
        guard var entry = try transaction.outboxEntry(departure.entry.message), entry.state != .leased else { return }
        entry.dueAt = surroundings.clock.now
        try progress.goOn(entry, in: transaction)
    }

    /// A look-up's answer: every message the platform has that could be this one.
    func record(
        _ candidates: [SendReceipt], of departure: Departure, in transaction: any StoreTransaction
    ) throws -> Departure? {
        guard let record = try currentPart(departure, in: transaction), record.isOpen else {
            return try proceed(departure, in: transaction)
        }
        // What belongs to another message of ours proves nothing about this one.
        let app = departure.connection.app
        let own = try candidates.first { try transaction.part(app: app, platformID: $0.platformID) == nil }
        if let own { return try accept(own, record, departure, in: transaction) }
        if try isInHand(departure, in: transaction) { try notFound(record, departure, in: transaction) }
        return nil
    }

    /// Nothing was learned: ask again later, without counting this time, until it has become too late for any of it.
    ///
    /// - Returns: the next part, where a report proved this one meanwhile.
    func lookUpFailed(
        _ failure: SendFailure, _ departure: Departure, in transaction: any StoreTransaction
    ) throws -> Departure? {
        guard let record = try currentPart(departure, in: transaction), record.isOpen else {
            return try proceed(departure, in: transaction)
        }
        guard try isInHand(departure, in: transaction) else { return nil }
        let now = surroundings.clock.now
        let askedSince = record.attemptedAt ?? departure.entry.agesFrom
        if now - askedSince > rule.longestLife {
            try leaveToPerson(record, departure.entry, in: transaction)
            return nil
        }
        let hint: Duration? = if case .retry(let after) = failure.disposition { after } else { nil }
        try wait(departure, until: now + (hint ?? rule.lookUpInterval), in: transaction)
        if failure.disposition == .reconnect {
            try askToReconnect(departure, callAt: now, because: failure.explanation, in: transaction)
        }
        return nil
    }

    private func notFound(
        _ record: PartRecord, _ departure: Departure, in transaction: any StoreTransaction
    ) throws {
        var entry = departure.entry
        entry.lookUps += 1
        guard entry.lookUps >= rule.lookUps else {
            try wait(
                departure, until: surroundings.clock.now + rule.lookUpInterval, lookUps: entry.lookUps,
                in: transaction)
            return
        }
        if let reason = try SendGate.refusal(
            of: entry.purpose, to: entry.customer, at: entry.contactPoint, in: transaction)
        {
            // It may not be sent again, so there is nothing left to decide.
            try progress.refuse(entry, because: reason, in: transaction)
            return
        }
        switch try transaction.contactPoint(entry.contactPoint)?.unprovenSends ?? .hold {
        case .sendAgain:
            var record = record
            record.state = .repeating
            try transaction.update(record, of: entry.message)
            try wait(departure, until: surroundings.clock.now, lookUps: 0, in: transaction)
        case .hold:
            try leaveToPerson(record, entry, in: transaction)
        }
    }

    private func leaveToPerson(
        _ record: PartRecord, _ entry: OutboxEntry, in transaction: any StoreTransaction
    ) throws {
        var record = record
        record.state = .repeating
        try transaction.update(record, of: entry.message)
        try transaction.setAside(entry.message)
        try progress.hold(entry.message, because: Self.heldForPerson, in: transaction)
    }

    private func accept(
        _ receipt: SendReceipt, _ record: PartRecord, _ departure: Departure, in transaction: any StoreTransaction
    ) throws -> Departure? {
        try note(receipt, record, departure, in: transaction)
        return try proceed(departure, in: transaction)
    }

    private func note(
        _ receipt: SendReceipt, _ record: PartRecord, _ departure: Departure, in transaction: any StoreTransaction
    ) throws {
        var record = record
        record.state = .accepted
        record.platformID = receipt.platformID
        record.status = .sent
        try transaction.update(record, of: departure.entry.message)
        if let pause = receipt.pause {
            try holdPace(of: departure.connection, until: surroundings.clock.now + pause, in: transaction)
        }
        // Before the next part: what came ahead of this answer may be the end of the message.
        for parked in try transaction.unpark(app: departure.connection.app, platformID: receipt.platformID) {
            _ = try DeliveryReports(surroundings).apply(
                parked.report, from: departure.connection.app, in: transaction)
        }
    }

    /// On to the next part, if the gate, the pace and the connection let it.
    private func proceed(_ departure: Departure, in transaction: any StoreTransaction) throws -> Departure? {
        let parts = try transaction.parts(of: departure.entry.message)
        try progress.settle(departure.entry.message, parts, in: transaction)
        guard let entry = try transaction.outboxEntry(departure.entry.message) else { return nil }
        if entry.state == .leased, entry.leasedUntil != departure.entry.leasedUntil { return nil }
        guard let left = try progress.goOn(entry, parts, in: transaction), left.state == .ready,
            let connection = try transaction.connection(left.connection), connection.state == .connected,
            case .gone(let next) = try departures.depart(left, on: connection, in: transaction)
        else { return nil }
        return next
    }

    /// Whether the message is still with the worker that departed with it: the lease has not run out, nor gone to
    /// another.
    private func isInHand(_ departure: Departure, in transaction: any StoreTransaction) throws -> Bool {
        let entry = try transaction.outboxEntry(departure.entry.message)
        return entry?.state == .leased && entry?.leasedUntil == departure.entry.leasedUntil
    }

    private func fail(
        _ failure: SendFailure, _ record: PartRecord, _ departure: Departure, _ attempt: Attempt, chance: Double,
        in transaction: any StoreTransaction
    ) throws {
        var record = record
        let entry = departure.entry
        switch failure.disposition {
        case .retry(let hint):
            // What may be a duplicate stays marked as one.
            record.state = attempt.isPossibleDuplicate ? .repeating : .waiting
            try transaction.update(record, of: entry.message)
            let pause = hint ?? rule.wait(afterTries: entry.tries + 1, chance: chance)
            let next = surroundings.clock.now + pause
            // The platform's own hint is meant for everything we would send there.
            if hint != nil { try holdPace(of: departure.connection, until: next, in: transaction) }
            try wait(departure, until: next, tries: entry.tries + 1, in: transaction)
            try progress.settle(entry.message, in: transaction)
        case .giveUp:
            record.state = .failed
            record.status = .failed
            try transaction.update(record, of: entry.message)
            try transaction.finish(entry.message)
            try progress.settle(entry.message, reason: failure.reason, in: transaction)
        case .stopContact:
            try StopList(surroundings).carrierRefused(
                entry.customer, at: entry.contactPoint, attemptedAt: attempt.startedAt, in: transaction)
            try progress.refuse(
                entry,
                because: StatusReason(
                    code: SendGate.onStopList.code, platformCode: failure.platformCode,
                    explanation: failure.explanation),
                in: transaction)
        case .reconnect:
            record.state = attempt.isPossibleDuplicate ? .repeating : .waiting
            try transaction.update(record, of: entry.message)
            let mustReconnect = try askToReconnect(
                departure, callAt: attempt.startedAt, because: failure.explanation, in: transaction)
            let pause = mustReconnect ? Duration.zero : rule.firstWait
            try wait(departure, until: surroundings.clock.now + pause, in: transaction)
            try progress.settle(entry.message, in: transaction)
        }
    }

    /// - Returns: `false` where the credentials changed so short a time before the call that it may have been made with
    ///   the old ones: another call will tell.
    @discardableResult
    private func askToReconnect(
        _ departure: Departure, callAt moment: Timestamp, because reason: String, in transaction: any StoreTransaction
    ) throws -> Bool {
        guard let connection = try transaction.connection(departure.entry.connection),
            moment - connection.stateSince > AppVault.freshness
        else { return false }
        try Connections(surroundings).needsReconnect(connection, because: reason, in: transaction)
        return true
    }

    private func holdPace(
        of connection: Connection, until moment: Timestamp, in transaction: any StoreTransaction
    ) throws {
        let mark = PaceMeter(connection.pacing).mark(waitingUntil: moment)
        if try transaction.paceMark(of: connection.id) < mark {
            try transaction.setPaceMark(mark, of: connection.id)
        }
    }

    private func currentPart(_ departure: Departure, in transaction: any StoreTransaction) throws -> PartRecord? {
        try transaction.parts(of: departure.entry.message).first { $0.number == departure.record.number }
    }

    private func wait(
        _ departure: Departure, until moment: Timestamp, tries: Int? = nil, lookUps: Int? = nil,
        in transaction: any StoreTransaction
    ) throws {
        guard var entry = try transaction.outboxEntry(departure.entry.message) else { return }
        entry.state = .ready
        entry.leasedUntil = nil
        entry.dueAt = moment
        if let tries { entry.tries = tries }
        if let lookUps { entry.lookUps = lookUps }
        try transaction.update(entry)
    }

    static func outcome(of result: Result<SendReceipt, SendFailure>) -> (Attempt.Outcome, StatusReason?) {
        switch result {
        case .success: (.accepted, nil)
        case .failure(let failure) where failure.certainty == .unknown: (.unknown, failure.reason)
        case .failure(let failure):
            switch failure.disposition {
            case .retry: (.retry, failure.reason)
            case .giveUp, .stopContact: (.refused, failure.reason)
            case .reconnect: (.reconnect, failure.reason)
            }
        }
    }
}
