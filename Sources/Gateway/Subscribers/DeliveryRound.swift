import GatewayModel

/// One event on its way to one subscriber.
struct Parcel: Sendable {
    let subscriber: Subscriber
    let secret: SubscriberSecret
    let position: Int64
    let body: [UInt8]
    /// `nil` for what somebody asked to have sent once, outside the order.
    let waiting: WaitingDelivery?
}

/// Decides what is sent next: reads the log on for each subscriber, and takes the first of each lane.
struct DeliveryRound: Sendable {
    /// Calls to one subscriber at the same time.
    static let mostAtOnce = 8
    /// With fewer than this ready to be sent, the log is read on.
    private static let fewReady = 64
    private static let batch = 200
    /// Rows behind a subscriber that is down. What comes after them waits in the log, where it is safe as well.
    static let mostWaiting = 100_000

    let subscribers: Subscribers
    let bodies: any EventBodies
    let links: MediaLinks

    /// Who has events to be read, with how much room there is.
    func behind(at now: Timestamp, in transaction: any StoreTransaction) throws -> [ID<Subscriber>] {
        let last = try transaction.newestEventPosition()
        return try transaction.subscribers().filter { subscriber in
            try subscriber.state == .active && subscriber.position < last
                && transaction.readyDeliveries(of: subscriber.id, dueBy: now, limit: Self.fewReady).count
                    < Self.fewReady
                && transaction.waitingDeliveries(of: subscriber.id, most: Self.mostWaiting) < Self.mostWaiting
        }.map(\.id)
    }

    /// Puts the next events of the log into their lanes.
    func readOn(for id: ID<Subscriber>, at now: Timestamp, in transaction: any StoreTransaction) throws {
        guard var subscriber = try transaction.subscriber(id), subscriber.state == .active else { return }
        let events = try transaction.events(after: subscriber.position, limit: Self.batch)
        guard let last = events.last else { return }
        for (position, event) in events where subscriber.wants(event) {
            try transaction.enqueue(
                WaitingDelivery(
                    subscriber: id, position: position, lane: event.lane, epoch: subscriber.epoch, dueAt: now))
        }
        subscriber.position = last.position
        try transaction.update(subscriber)
    }

    /// What may be sent now.
    func next(
        at now: Timestamp, except underWay: Set<DeliveryKey>, in transaction: any StoreTransaction
    ) throws -> (parcels: [Parcel], gone: [WaitingDelivery], nextDue: Timestamp?) {
        var parcels: [Parcel] = []
        var gone: [WaitingDelivery] = []
        var nextDue: Timestamp?
        for subscriber in try transaction.subscribers() where subscriber.state == .active {
            let busy = underWay.count { $0.subscriber == subscriber.id }
            if busy < Self.mostAtOnce {
                let ready = try transaction.readyDeliveries(
                    of: subscriber.id, dueBy: now, limit: Self.mostAtOnce
                ).filter { !underWay.contains(DeliveryKey($0)) }.prefix(Self.mostAtOnce - busy)
                for waiting in ready {
                    if let parcel = try parcel(waiting.position, waiting, to: subscriber, in: transaction) {
                        parcels.append(parcel)
                    } else {
                        gone.append(waiting)
                    }
                }
            }
            if let due = try transaction.nextDelivery(of: subscriber.id), due > now {
                nextDue = min(due, nextDue ?? due)
            }
        }
        return (parcels, gone, nextDue)
    }

    /// `nil` where the event is no longer kept.
    func parcel(
        _ position: Int64, _ waiting: WaitingDelivery?, to subscriber: Subscriber,
        in transaction: any StoreTransaction
    ) throws -> Parcel? {
        guard let event = try transaction.events(after: position - 1, limit: 1).first, event.position == position,
            let body = try bodies.bodies(of: [event], links: links, in: transaction).first,
            let secret = try subscribers.secret(of: subscriber.id, in: transaction)
        else { return nil }
        return Parcel(subscriber: subscriber, secret: secret, position: position, body: body, waiting: waiting)
    }
}

/// A delivery that is under way.
struct DeliveryKey: Hashable, Sendable {
    let subscriber: ID<Subscriber>
    let position: Int64

    init(_ waiting: WaitingDelivery) {
        subscriber = waiting.subscriber
        position = waiting.position
    }
}
