import GatewayModel

/// One look: what the log says since the last, and the reports of what that touches, all of one moment.
struct AvailabilityRound: Sendable {
    /// With more events than that, everything is looked at.
    private static let mostEvents = 2_000

    struct Watched: Sendable {
        let place: AvailabilityPlace
        /// What its rule asks for.
        let figures: Set<AvailabilityFigure>
        /// Whether it is looked at anyhow.
        let isDue: Bool
    }

    struct Result: Sendable {
        let at: Timestamp
        let position: Int64
        /// `nil` of a contact point that is not there.
        let reports: [AvailabilityPlace: AvailabilityReport?]
    }

    /// The last event that was looked at; `nil` where all begins.
    let position: Int64?
    let watched: [Watched]

    func run(at now: Timestamp, in transaction: any StoreTransaction) throws -> Result {
        let news = try news(in: transaction)
        var reading = AvailabilityReading(transaction, at: now)
        var reports: [AvailabilityPlace: AvailabilityReport?] = [:]
        for watched in watched where watched.isDue || news.touch(watched) {
            let report = try reading.report(of: watched.place.contactPoint, on: watched.place.platform)
            reports.updateValue(report, forKey: watched.place)
        }
        return Result(at: now, position: news.position, reports: reports)
    }

    private func news(in transaction: any StoreTransaction) throws -> AvailabilityNews {
        guard let position else {
            return AvailabilityNews(position: try transaction.newestEventPosition(), isAll: true)
        }
        let events = try transaction.events(after: position, limit: Self.mostEvents)
        guard events.count < Self.mostEvents else {
            return AvailabilityNews(position: try transaction.newestEventPosition(), isAll: true)
        }
        var news = AvailabilityNews(position: events.last?.position ?? position)
        for (_, event) in events { news.take(event) }
        return news
    }
}

/// What events say of figures and rules.
struct AvailabilityNews {
    let position: Int64
    /// Whether anything may be another.
    private(set) var isAll: Bool
    /// Where rules, or what they go by, are others.
    private var changed: Set<ContactPointID> = []
    /// Where the queue moved.
    private var queues: Set<ContactPointID> = []
    /// Whether somebody came, went, or has more or less to do. Who that is may answer in many places.
    private var hasAgents = false

    init(position: Int64, isAll: Bool = false) {
        self.position = position
        self.isAll = isAll
    }

    mutating func take(_ event: Event) {
        switch event.kind {
        case .availabilityChanged, .gatewayRestored:
            guard let contactPoint = event.contactPoint else {
                isAll = true
                return
            }
            changed.insert(contactPoint)
        case .agentPresenceChanged: hasAgents = true
        case .messageReceived, .messageCreated: queue(event)
        case .conversationCreated, .conversationClosed, .conversationOwnerChanged, .conversationErased:
            queue(event)
            hasAgents = true
        default: break
        }
    }

    private mutating func queue(_ event: Event) {
        guard let contactPoint = event.contactPoint else {
            isAll = true
            return
        }
        queues.insert(contactPoint)
    }

    func touch(_ watched: AvailabilityRound.Watched) -> Bool {
        let contactPoint = watched.place.contactPoint
        return isAll || changed.contains(contactPoint)
            || watched.figures.contains(.waitingConversations) && queues.contains(contactPoint)
            || !watched.figures.isDisjoint(with: [.availableAgents, .agentCapacity]) && hasAgents
    }
}
