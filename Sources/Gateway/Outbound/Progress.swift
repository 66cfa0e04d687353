import ConnectorKit
import GatewayModel

/// Moves a message along: its status, its events, and its place on the outbox.
struct Progress: Sendable {
    static let waitsForReconnect = StatusReason(
        code: "needsReconnect", explanation: "The platform refuses our credentials; held until somebody reconnects.")

    /// Why what is queued on a connection is rather held.
    private static func obstacle(
        on connection: Connection, in transaction: any StoreTransaction
    ) throws -> StatusReason? {
        if try Diversion.sender(for: connection, in: transaction) == nil { return Diversion.isMissing }
        return connection.state == .needsReconnect ? waitsForReconnect : nil
    }

    private let surroundings: Surroundings

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// After a part was accepted: the next one, or done.
    ///
    /// - Parameter parts: those of the message, where they have been read.
    /// - Returns: what is left on the outbox, `nil` for nothing.
    @discardableResult
    func goOn(
        _ entry: OutboxEntry, _ parts: [PartRecord]? = nil, in transaction: any StoreTransaction
    ) throws -> OutboxEntry? {
        let parts = try parts ?? transaction.parts(of: entry.message)
        if parts.contains(where: { $0.state == .failed }) || parts.allSatisfy({ $0.state == .accepted }) {
            try transaction.finish(entry.message)
            return nil
        }
        var entry = entry
        entry.leasedUntil = nil
        entry.tries = 0
        entry.lookUps = 0
        if entry.state == .leased { entry.state = .ready }
        try transaction.update(entry)
        return entry
    }

    /// A call for one of its parts begins. No event tells of it.
    func begin(_ message: Message, in transaction: any StoreTransaction) throws {
        guard message.status != .sending else { return }
        try transaction.setStatus(.sending, nil, of: message.id, at: surroundings.clock.now)
    }

    /// Derives the message's status from its parts and notes the change.
    ///
    /// - Parameters:
    ///   - parts: those of the message, where they have been read.
    ///   - reason: why, where the status is not a good one.
    func settle(
        _ id: ID<Message>, _ parts: [PartRecord]? = nil, reason: StatusReason? = nil,
        in transaction: any StoreTransaction
    ) throws {
        let status = MessageProgress.status(of: try parts ?? transaction.parts(of: id))
        if status == .queued, let message = try transaction.message(id),
            let obstacle = try transaction.connection(message.connection).flatMap({
                try Self.obstacle(on: $0, in: transaction)
            })
        {
            return try hold(id, because: obstacle, in: transaction)
        }
        try set(status, reason, of: id, in: transaction)
    }

    /// Ends a message that may not go: nothing of it leaves from now on.
    func refuse(_ entry: OutboxEntry, because reason: StatusReason, in transaction: any StoreTransaction) throws {
        try end(entry, as: .refused, because: reason, in: transaction)
    }

    /// Ends a message that became too old, or whose time is over for another reason.
    func expire(
        _ entry: OutboxEntry, because reason: StatusReason = tooOld, in transaction: any StoreTransaction
    ) throws {
        try end(entry, as: .expired, because: reason, in: transaction)
    }

    static let tooOld = StatusReason(code: "expired", explanation: "It could not be sent in time.")

    /// Ends a message that somebody took back. Only one of which nothing can have left.
    func cancel(_ entry: OutboxEntry, because reason: StatusReason, in transaction: any StoreTransaction) throws {
        try end(entry, as: .canceled, because: reason, in: transaction)
    }

    /// Has a message wait for the sending window. How long it waits for that does not count against its life.
    func postpone(_ entry: OutboxEntry, until opening: Timestamp, in transaction: any StoreTransaction) throws {
        let now = surroundings.clock.now
        var entry = entry
        entry.dueAt = opening
        entry.agesFrom = entry.agesFrom + (opening - now)
        try transaction.update(entry)
        guard let message = try transaction.message(entry.message), message.status == .queued,
            message.statusReason != SendingWindow.waiting
        else { return }
        try transaction.setStatus(.queued, SendingWindow.waiting, of: message.id, at: now)
    }

    func hold(_ id: ID<Message>, because reason: StatusReason, in transaction: any StoreTransaction) throws {
        try set(.held, reason, of: id, in: transaction)
    }

    func release(_ id: ID<Message>, in transaction: any StoreTransaction) throws {
        try settle(id, in: transaction)
    }

    private func end(
        _ entry: OutboxEntry, as status: DeliveryStatus, because reason: StatusReason,
        in transaction: any StoreTransaction
    ) throws {
        var unspent = 0
        for var part in try transaction.parts(of: entry.message) where part.state != .accepted {
            if part.state == .waiting { unspent += part.part.units }
            part.state = .failed
            part.status = status
            try transaction.update(part, of: entry.message)
        }
        try transaction.finish(entry.message)
        if let message = try transaction.message(entry.message) {
            try SendingCaps(surroundings).giveBack(unspent, of: message, in: transaction)
        }
        try set(status, reason, of: entry.message, in: transaction)
    }

    private func set(
        _ status: DeliveryStatus, _ reason: StatusReason?, of id: ID<Message>, in transaction: any StoreTransaction
    ) throws {
        guard let message = try transaction.message(id), !message.status.isFinal,
            message.status != status || status == .held && message.statusReason != reason
        else { return }
        let now = surroundings.clock.now
        try transaction.setStatus(status, reason, of: id, at: now)
        // That a call is under way is no news for anybody outside, nor that it is back where they know it to be.
        guard status != .sending, !(message.status == .sending && status == .queued) else { return }
        try transaction.append(
            Event(
                .messageStatusChanged, at: now, contactPoint: message.contactPoint,
                conversation: message.conversation, message: id, value: status.rawValue))
    }
}

/// The status of a message, from those of its parts.
enum MessageProgress {
    /// A bad end of one part is the end of the message; otherwise it is as far as its slowest part.
    static func status(of parts: [PartRecord]) -> DeliveryStatus {
        if let ended = parts.first(where: \.status.isFinal) { return ended.status }
        if parts.contains(where: { $0.state == .unknown || $0.state == .repeating }) { return .unknown }
        if parts.contains(where: { $0.state == .sending }) { return .sending }
        if parts.contains(where: { $0.state == .waiting }) { return .queued }
        let inOrder: [DeliveryStatus] = [.sent, .delivered, .read]
        return inOrder.first { status in parts.contains { $0.status == status } } ?? .sent
    }
}
