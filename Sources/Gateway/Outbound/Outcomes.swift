import ConnectorKit
import GatewayModel

/// Writes down what came of a send or a look-up, and what follows.
struct Outcomes: Sendable {
    static let unproven = StatusReason(
        code: "unproven", explanation: "The call was cut off; whether the platform took the message is being found out.")
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
        (attempt.outcome, attempt.reason) = outcome(of: result)
        try transaction.update(attempt)
        // A report may have come before the answer, and proved what the answer could not.
        guard var record = try currentPart(departure, in: transaction), record.state == .sending else {
            return try proceed(departure, in: transaction)
        }
        switch result {
        case .success(let receipt):
            return try accept(receipt, record, departure, in: transaction)
        case .failure(let failure) where failure.certainty == .unknown:
            record.state = .unknown
            try transaction.update(record, of: departure.entry.message)
            try wait(departure, until: surroundings.clock.now, in: transaction)
            try progress.settle(departure.entry.message, reason: failure.reason, in: transaction)
        case .failure(let failure):
            try fail(failure, record, departure, attempt, chance: chance, in: transaction)
        }
        return nil
    }

    /// A look-up's answer: every message the platform has that could be this one.
    func record(
        _ candidates: [SendReceipt], of departure: Departure, in transaction: any StoreTransaction
    ) throws -> Departure? {
        guard let record = try currentPart(departure, in: transaction),
            record.state == .unknown || record.state == .sending
        else { return try proceed(departure, in: transaction) }
        // What belongs to another message of ours proves nothing about this one.
        let app = departure.connection.app
        let own = try candidates.first { try transaction.part(app: app, platformID: $0.platformID) == nil }
        if let own { return try accept(own, record, departure, in: transaction) }
        return try notFound(record, departure, in: transaction)
    }

    /// Nothing was learned: ask again later, without counting this time.
    func lookUpFailed(
        _ departure: Departure, retryAfter: Duration?, in transaction: any StoreTransaction
    ) throws {
        try wait(
            departure, until: surroundings.clock.now + (retryAfter ?? rule.lookUpInterval), in: transaction)
    }

    private func notFound(
        _ record: PartRecord, _ departure: Departure, in transaction: any StoreTransaction
    ) throws -> Departure? {
        var entry = departure.entry
        entry.lookUps += 1
        guard entry.lookUps >= rule.lookUps else {
            try wait(departure, until: surroundings.clock.now + rule.lookUpInterval, lookUps: entry.lookUps, in: transaction)
            return nil
        }
        var record = record
        record.state = .repeating
        try transaction.update(record, of: entry.message)
        entry.leasedUntil = nil
        entry.lookUps = 0
        switch try transaction.contactPoint(entry.contactPoint)?.unprovenSends ?? .hold {
        case .sendAgain:
            entry.state = .ready
            entry.dueAt = surroundings.clock.now
            try transaction.update(entry)
        case .hold:
            entry.state = .held
            try transaction.update(entry)
            try progress.hold(entry.message, because: Self.heldForPerson, in: transaction)
        }
        return nil
    }

    private func accept(
        _ receipt: SendReceipt, _ record: PartRecord, _ departure: Departure, in transaction: any StoreTransaction
    ) throws -> Departure? {
        var record = record
        record.state = .accepted
        record.platformID = receipt.platformID
        record.status = .sent
        try transaction.update(record, of: departure.entry.message)
        let next = try proceed(departure, in: transaction)
        for parked in try transaction.unpark(app: departure.connection.app, platformID: receipt.platformID) {
            _ = try DeliveryReports(surroundings).apply(
                parked.report, from: departure.connection.app, in: transaction)
        }
        return next
    }

    /// On to the next part, if the gate and the pace let it.
    private func proceed(_ departure: Departure, in transaction: any StoreTransaction) throws -> Departure? {
        try progress.settle(departure.entry.message, in: transaction)
        guard let entry = try transaction.outboxEntry(departure.entry.message) else { return nil }
        try progress.goOn(entry, in: transaction)
        guard let left = try transaction.outboxEntry(departure.entry.message),
            case .gone(let next) = try departures.depart(left, on: departure.connection, in: transaction)
        else { return nil }
        return next
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
            try wait(departure, until: surroundings.clock.now + pause, tries: entry.tries + 1, in: transaction)
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
            try wait(departure, until: surroundings.clock.now, in: transaction)
            if let connection = try transaction.connection(entry.connection) {
                try Connections(surroundings).needsReconnect(
                    connection, because: failure.explanation, in: transaction)
            }
            try progress.hold(entry.message, because: Progress.waitsForReconnect, in: transaction)
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

    private func outcome(of result: Result<SendReceipt, SendFailure>) -> (Attempt.Outcome, StatusReason?) {
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
