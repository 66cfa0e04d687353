public import GatewayModel

/// Subscribers, what waits to be delivered to them, and what came of each delivery.
public protocol SubscriberRecords {
    /// In the order in which they were made.
    func subscribers() throws -> [Subscriber]
    func subscriber(_ id: ID<Subscriber>) throws -> Subscriber?
    func insert(_ subscriber: Subscriber, sealedSecret: [UInt8]) throws
    func update(_ subscriber: Subscriber) throws
    /// With all that waits for it, and its history.
    func delete(_ id: ID<Subscriber>) throws
    func sealedSecret(of id: ID<Subscriber>) throws -> [UInt8]?
    func setSealedSecret(_ sealed: [UInt8], of id: ID<Subscriber>) throws

    /// At the end of its lane. Harmless where that position waits already.
    func enqueue(_ waiting: WaitingDelivery) throws
    /// Those that are the first of their lane and due; the longest due first.
    func readyDeliveries(of id: ID<Subscriber>, dueBy: Timestamp, limit: Int) throws -> [WaitingDelivery]
    /// When the next one is due.
    func nextDelivery(of id: ID<Subscriber>) throws -> Timestamp?
    /// How many wait, counted up to `most`.
    func waitingDeliveries(of id: ID<Subscriber>, most: Int) throws -> Int
    func update(_ waiting: WaitingDelivery) throws
    /// Takes it away, and lets the next of its lane be the first. Nothing where it was replayed meanwhile.
    func finish(_ waiting: WaitingDelivery) throws
    /// Takes away everything after a position, which will be read once more.
    func dropWaiting(of id: ID<Subscriber>, after position: Int64) throws
    /// Forgets the failures of everything that waits.
    func retryWaiting(of id: ID<Subscriber>, at now: Timestamp) throws

    func insert(_ delivery: Delivery) throws
    /// Newest first.
    func deliveries(
        of id: ID<Subscriber>, _ outcome: Delivery.Outcome?, _ page: Page<ID<Delivery>>
    ) throws -> [Delivery]
    /// - Returns: how many there were, at most `limit`.
    func deleteDeliveries(before moment: Timestamp, limit: Int) throws -> Int
}
