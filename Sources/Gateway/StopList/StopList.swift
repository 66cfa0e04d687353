public import GatewayModel

/// The stop lists, one for each contact point: who may not be written to.
public struct StopList: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Puts an address on the list and refuses what waits for it, from this moment.
    ///
    /// - Parameter saidAt: when the customer said so, where that is heard late.
    /// - Returns: whether it was not on the list before.
    @discardableResult
    public func stop(
        _ address: Address, at contactPoint: ContactPointID, source: StopEntry.Source, actor: String,
        saidAt: Timestamp? = nil, in transaction: any StoreTransaction
    ) throws -> Bool {
        if let entry = try transaction.stopEntry(for: address, at: contactPoint) {
            if entry.isStopped || isOldNews(saidAt, after: entry) { return false }
        }
        let now = surroundings.clock.now
        try transaction.put(
            StopEntry(
                contactPoint: contactPoint, address: address, isStopped: true, source: source, actor: actor,
                since: min(saidAt ?? now, now)))
        try transaction.append(Event(.stopListAdded, at: now, contactPoint: contactPoint, value: address.value))
        try refuseWhatWaits(for: address, at: contactPoint, in: transaction)
        return true
    }

    /// Takes an address off the list.
    ///
    /// The time is kept: a carrier's refusal of something sent before it does not count any more.
    /// - Returns: whether it was on the list.
    @discardableResult
    public func lift(
        _ address: Address, at contactPoint: ContactPointID, source: StopEntry.Source, actor: String,
        saidAt: Timestamp? = nil, in transaction: any StoreTransaction
    ) throws -> Bool {
        let entry = try transaction.stopEntry(for: address, at: contactPoint)
        let wasStopped = entry?.isStopped == true
        if let entry, isOldNews(saidAt, after: entry) { return false }
        // A customer's START is remembered even if there was nothing to lift.
        guard wasStopped || source == .customer || source == .carrier else { return false }
        let now = surroundings.clock.now
        try transaction.put(
            StopEntry(
                contactPoint: contactPoint, address: address, isStopped: false, source: source, actor: actor,
                since: min(saidAt ?? now, now)))
        if wasStopped {
            try transaction.append(Event(.stopListRemoved, at: now, contactPoint: contactPoint, value: address.value))
        }
        return wasStopped
    }

    /// What a customer said while we could not hear it does not undo what was settled later.
    private func isOldNews(_ saidAt: Timestamp?, after entry: StopEntry) -> Bool {
        saidAt.map { $0 < entry.since } ?? false
    }

    /// Notes that the carrier refused a message because the recipient has opted out with it.
    ///
    /// A refusal of an attempt that is older than the customer's latest START is old news.
    public func carrierRefused(
        _ address: Address, at contactPoint: ContactPointID, attemptedAt: Timestamp,
        in transaction: any StoreTransaction
    ) throws {
        if let entry = try transaction.stopEntry(for: address, at: contactPoint), !entry.isStopped,
            entry.source == .customer || entry.source == .carrier, attemptedAt < entry.since
        {
            return
        }
        try stop(address, at: contactPoint, source: .carrier, actor: "carrier", in: transaction)
    }

    /// What became of an entry that somebody else's list has.
    enum TakeOver {
        case added
        case already
        /// The customer has come back since.
        case outdated
    }

    /// Puts an entry of another list on this one, and says nothing of it: whoever takes many over has one event for
    /// all. Never takes anybody off, and never undoes a START that the customer gave after the entry's time.
    func takeOver(_ entry: StopEntry, in transaction: any StoreTransaction) throws -> TakeOver {
        if let known = try transaction.stopEntry(for: entry.address, at: entry.contactPoint) {
            if known.isStopped { return .already }
            if known.source == .customer || known.source == .carrier, entry.since < known.since { return .outdated }
        }
        try transaction.put(entry)
        try refuseWhatWaits(for: entry.address, at: entry.contactPoint, in: transaction)
        return .added
    }

    private func refuseWhatWaits(
        for address: Address, at contactPoint: ContactPointID, in transaction: any StoreTransaction
    ) throws {
        for entry in try transaction.outboxEntries(to: address, at: contactPoint)
        where SendGate.isHeldBackByStopList(entry.purpose) {
            try refuseIfWaiting(entry, in: transaction)
        }
    }

    /// What a worker has in hand meets the gate again before its next part; what may already have left must first be
    /// proved. Everything else ends here.
    private func refuseIfWaiting(_ entry: OutboxEntry, in transaction: any StoreTransaction) throws {
        guard entry.state != .leased else { return }
        let parts = try transaction.parts(of: entry.message)
        guard !parts.contains(where: { $0.state == .unknown || $0.state == .sending }) else { return }
        try Progress(surroundings).refuse(entry, because: SendGate.onStopList, in: transaction)
    }
}
