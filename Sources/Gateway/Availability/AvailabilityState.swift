import GatewayModel

/// Who follows what, and what each was told last.
struct AvailabilityState {
    typealias Listener = AsyncStream<AvailabilityStatus>.Continuation

    private struct Watch {
        var listeners: [Int: Listener] = [:]
        /// `nil` before the first look.
        var report: AvailabilityReport?
    }

    private var watches: [AvailabilityPlace: Watch] = [:]
    /// The last event that was looked at; `nil` while nobody follows anything.
    private var position: Int64?
    private var lookedAt: Timestamp?
    private var lastID = 0
    private var isClosed = false

    var listenerCount: Int { watches.values.reduce(0) { $0 + $1.listeners.count } }

    /// Whoever comes first is told after the next look, and the others at once.
    mutating func add(_ listener: Listener, to place: AvailabilityPlace) -> Int {
        lastID += 1
        guard !isClosed else {
            listener.finish()
            return lastID
        }
        watches[place, default: Watch()].listeners[lastID] = listener
        if let report = watches[place]?.report { listener.yield(report.status) }
        return lastID
    }

    mutating func remove(_ id: Int, from place: AvailabilityPlace) {
        watches[place]?.listeners[id] = nil
        guard watches[place]?.listeners.isEmpty == true else { return }
        watches[place] = nil
        if watches.isEmpty { position = nil }
    }

    /// Where the clock was set back, what it said before says nothing.
    ///
    /// - Returns: what is to be looked at; `nil` while nobody follows anything.
    mutating func begin(at now: Timestamp) -> AvailabilityRound? {
        guard !watches.isEmpty else { return nil }
        let isSetBack = lookedAt.map { now < $0 } ?? false
        lookedAt = now
        return AvailabilityRound(
            position: position,
            watched: watches.map { place, watch in
                let isDue = watch.report.map { $0.status.nextChangeAt.map { $0 <= now } ?? false } ?? true
                return AvailabilityRound.Watched(
                    place: place, figures: watch.report?.rule.figures ?? [], isDue: isDue || isSetBack)
            })
    }

    /// Tells everybody whose status is another now. Who came meanwhile waits for the next look.
    ///
    /// - Returns: when to look again, and who follows what is not there.
    mutating func end(_ result: AvailabilityRound.Result) -> (next: Timestamp, gone: [Listener]) {
        var gone: [Listener] = []
        for (place, report) in result.reports {
            guard let watch = watches[place] else { continue }
            guard let report else {
                gone += watch.listeners.values
                watches[place] = nil
                continue
            }
            watches[place]?.report = report
            guard watch.report?.status != report.status else { continue }
            for listener in watch.listeners.values { listener.yield(report.status) }
        }
        position = watches.isEmpty ? nil : result.position
        let next = watches.values.map {
            $0.report == nil ? result.at : $0.report?.status.nextChangeAt ?? .distantFuture
        }
        return (next.min() ?? .distantFuture, gone)
    }

    mutating func open() { isClosed = false }

    /// - Returns: everybody, who are told nothing more.
    mutating func close() -> [Listener] {
        isClosed = true
        defer { watches = [:] }
        position = nil
        return watches.values.flatMap(\.listeners.values)
    }
}
