import ConnectorKit
import GatewayModel

/// Decides what leaves next: leased, within the pace, through the gate, and marked as being sent, all in one
/// transaction.
struct Departures: Sendable {
    /// Longer than any call to a platform can take.
    static let lease = Duration.seconds(60)

    private let surroundings: Surroundings
    private let rule: RetryRule
    private let turns = Turns()

    init(_ surroundings: Surroundings, rule: RetryRule) {
        self.surroundings = surroundings
        self.rule = rule
    }

    /// What may leave now, and when to ask again if nothing calls before.
    struct Round: Sendable {
        var departures: [Departure] = []
        var nextDue: Timestamp?

        mutating func wait(until moment: Timestamp?) {
            guard let moment else { return }
            nextDue = min(nextDue ?? moment, moment)
        }
    }

    /// Of which connections messages may leave.
    enum Connections {
        case all
        /// As long as it is not known what came in while the gateway was down: a STOP may be among it. A platform that
        /// keeps nothing to ask for has no part in that.
        case thoseThatMissNothing
    }

    func next(
        limit: Int, of connections: Connections = .all, in transaction: any StoreTransaction
    ) throws -> Round {
        var round = Round()
        for id in turns.inOrder(try transaction.connectionsWithReadyMessages()) {
            guard let connection = try transaction.connection(id) else { continue }
            if connections == .thoseThatMissNothing, surroundings.connectors[connection.platform] is any CatchesUp {
                continue
            }
            guard connection.state == .connected else {
                try expire(on: connection, in: transaction)
                continue
            }
            try depart(on: connection, limit: limit, into: &round, in: transaction)
            if round.departures.count == limit {
                turns.end(with: id)
                break
            }
        }
        return round
    }

    private func depart(
        on connection: Connection, limit: Int, into round: inout Round, in transaction: any StoreTransaction
    ) throws {
        let now = surroundings.clock.now
        let free = limit - round.departures.count
        guard free > 0 else { return }
        let entries = try transaction.readyEntries(on: connection.id, dueBy: now, limit: free)
        let opening =
            entries.contains { $0.purpose == .notification } ? try opening(at: connection, in: transaction) : nil
        for entry in entries {
            switch try depart(entry, on: connection, opening: opening, in: transaction) {
            case .gone(let departure): round.departures.append(departure)
            case .ended: round.wait(until: now)
            case .wait(let moment):
                round.wait(until: moment)
                return
            }
        }
        if entries.count < free { round.wait(until: try transaction.nextDue(on: connection.id)) }
    }

    enum Answer {
        case gone(Departure)
        /// The message is over, or refused, or another connection's, or waits for the sending window.
        case ended
        case wait(until: Timestamp)
    }

    private func opening(at connection: Connection, in transaction: any StoreTransaction) throws -> Timestamp? {
        guard let contactPoint = try transaction.contactPoint(connection.contactPoint) else { return nil }
        return try SendingWindow(surroundings).opening(of: contactPoint, in: transaction)
    }

    /// The next step of one message: a send, or a look-up of one whose outcome is unknown.
    ///
    /// - Parameter opening: when notifications may leave again; `nil` where they may now, and for a message of which a
    ///   part has left: the rest follows.
    func depart(
        _ entry: OutboxEntry, on connection: Connection, opening: Timestamp? = nil,
        in transaction: any StoreTransaction
    ) throws -> Answer {
        let now = surroundings.clock.now
        let progress = Progress(surroundings)
        // A message that came to its end (the carrier could not deliver the first part) leaves the rest unsent.
        let parts = try transaction.parts(of: entry.message)
        guard let message = try transaction.message(entry.message), !message.status.isFinal,
            var record = parts.first(where: { $0.state != .accepted })
        else {
            try transaction.finish(entry.message)
            return .ended
        }
        if record.state == .unknown || record.state == .sending {
            return .gone(
                Departure(
                    task: .lookUp, entry: try lease(entry, in: transaction), record: record, connection: connection))
        }
        if isTooOld(entry) {
            try progress.expire(entry, in: transaction)
            return .ended
        }
        if connection.sending != .standard {
            try DivertedSends(surroundings).divert(entry, from: connection, in: transaction)
            return .ended
        }
        if let reason = try SendGate.refusal(
            of: entry.purpose, to: entry.customer, at: entry.contactPoint, in: transaction)
        {
            try progress.refuse(entry, because: reason, in: transaction)
            return .ended
        }
        let window = try ReplyWindows(surroundings).answer(
            to: entry.customer, from: connection, by: message.author, in: transaction)
        if case .closed(let reason) = window {
            try progress.expire(entry, because: reason, in: transaction)
            return .ended
        }
        if let opening, entry.purpose == .notification, !parts.contains(where: { $0.state == .accepted }) {
            try progress.postpone(entry, until: opening, in: transaction)
            return .ended
        }
        switch PaceMeter(connection.pacing).ask(
            mark: try transaction.paceMark(of: connection.id), units: record.part.units, at: now)
        {
        case .wait(let moment):
            return .wait(until: moment)
        case .go(let mark):
            try transaction.setPaceMark(mark, of: connection.id)
        }

        let isRepeat = record.state == .repeating
        record.state = .sending
        record.attemptedAt = now
        try transaction.update(record, of: message.id)
        let attempt = Attempt(
            id: surroundings.ids.next(), part: PartReference(message: message.id, number: record.number),
            startedAt: now, isPossibleDuplicate: isRepeat)
        try transaction.insert(attempt)
        try progress.begin(message, in: transaction)
        return .gone(
            Departure(
                task: .send(attempt), entry: try lease(entry, in: transaction), record: record,
                connection: connection, window: window.window))
    }

    /// What a connection that carries nothing keeps waiting does not wait for ever.
    private func expire(on connection: Connection, in transaction: any StoreTransaction) throws {
        let few = 20
        for entry in try transaction.readyEntries(on: connection.id, dueBy: surroundings.clock.now, limit: few) {
            let end = isTooOld(entry) ? Progress.tooOld : try closedWindow(for: entry, on: connection, in: transaction)
            guard let end else { continue }
            let mayHaveLeft = try transaction.parts(of: entry.message).contains {
                $0.state == .unknown || $0.state == .sending
            }
            if !mayHaveLeft { try Progress(surroundings).expire(entry, because: end, in: transaction) }
        }
    }

    private func closedWindow(
        for entry: OutboxEntry, on connection: Connection, in transaction: any StoreTransaction
    ) throws -> StatusReason? {
        guard let message = try transaction.message(entry.message),
            case .closed(let reason) = try ReplyWindows(surroundings).answer(
                to: entry.customer, from: connection, by: message.author, in: transaction)
        else { return nil }
        return reason
    }

    private func isTooOld(_ entry: OutboxEntry) -> Bool {
        surroundings.clock.now - entry.agesFrom > rule.life(of: entry.purpose)
    }

    private func lease(_ entry: OutboxEntry, in transaction: any StoreTransaction) throws -> OutboxEntry {
        var entry = entry
        entry.state = .leased
        entry.leasedUntil = surroundings.clock.now + Self.lease
        try transaction.update(entry)
        return entry
    }

    /// Takes back what somebody leased and did not finish: a process that died, or was cut off. Whether its calls
    /// arrived is unknown.
    func takeBack(expiredBy moment: Timestamp, limit: Int, in transaction: any StoreTransaction) throws -> Int {
        let entries = try transaction.leasedEntries(expiredBy: moment, limit: limit)
        for var entry in entries {
            for var record in try transaction.parts(of: entry.message) where record.state == .sending {
                record.state = .unknown
                try transaction.update(record, of: entry.message)
            }
            for var attempt in try transaction.attempts(of: entry.message) where attempt.outcome == nil {
                attempt.outcome = .unknown
                attempt.reason = Outcomes.unproven
                try transaction.update(attempt)
            }
            entry.state = .ready
            entry.leasedUntil = nil
            entry.dueAt = surroundings.clock.now
            try transaction.update(entry)
            try Progress(surroundings).settle(entry.message, reason: Outcomes.unproven, in: transaction)
        }
        return entries.count
    }
}

/// One step of one message, on its way.
struct Departure: Sendable {
    let task: Task
    let entry: OutboxEntry
    let record: PartRecord
    let connection: Connection
    /// What lets it out; `nil` where the platform has no windows, and for a look-up.
    var window: ReplyWindow?

    enum Task: Sendable {
        case send(Attempt)
        /// Ask the platform whether an earlier attempt arrived.
        case lookUp
    }

    var reference: PartReference { PartReference(message: entry.message, number: record.number) }
}
