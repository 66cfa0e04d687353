import GatewayModel

/// Alerts on their way from the event log to a mail, as transactions.
struct AlertLog: Sendable {
    static let reader = "alerts"
    /// Between two mails about one subject.
    static let quietTime = Duration.seconds(3600)
    private static let batch = 500
    private static let most = 5000

    let surroundings: Surroundings

    /// Takes the next events in; what they tell stands in the queue, and the position behind them, in one transaction.
    ///
    /// The first time everything that happened before is passed over.
    /// - Returns: whether there may be more.
    func takeIn(_ transaction: any StoreTransaction) throws -> Bool {
        guard let position = try transaction.position(ofReader: Self.reader) else {
            try transaction.setPosition(try transaction.newestEventPosition(), ofReader: Self.reader)
            return false
        }
        let events = try transaction.events(after: position, limit: Self.batch)
        guard let last = events.last else { return false }
        for (_, event) in events {
            for rule in AlertRule.byKind[event.kind] ?? [] {
                if let news = try rule.news(event, transaction) { try queue(news, at: event.at, in: transaction) }
            }
        }
        try transaction.setPosition(last.position, ofReader: Self.reader)
        return events.count == Self.batch
    }

    /// Whether ``takeIn(_:)`` has anything to do.
    func hasNew(_ transaction: any StoreTransaction) throws -> Bool {
        guard let position = try transaction.position(ofReader: Self.reader) else { return true }
        return try !transaction.events(after: position, limit: 1).isEmpty
    }

    /// What is known to be wrong is not said twice, and only what was said to be wrong is said to be right again.
    private func queue(_ news: AlertRule.News, at moment: Timestamp, in transaction: any StoreTransaction) throws {
        var subject = try transaction.alertSubject(news.subject) ?? AlertSubject(name: news.subject)
        if let trouble = news.trouble {
            guard subject.troubles.contains(trouble) != news.isWrong else { return }
            if news.isWrong { subject.troubles.insert(trouble) } else { subject.troubles.remove(trouble) }
        }
        try transaction.put(subject)
        try transaction.insert(
            Alert(
                id: surroundings.ids.next(), at: moment, subject: news.subject, headline: news.headline,
                text: news.text))
    }

    /// Everything about the subjects that no mail was about for an hour.
    func due(_ transaction: any StoreTransaction) throws -> [Alert] {
        let now = surroundings.clock.now
        var isDue: [String: Bool] = [:]
        return try transaction.alerts(limit: Self.most).filter { alert in
            if let known = isDue[alert.subject] { return known }
            let last = try transaction.alertSubject(alert.subject)?.mailedAt
            // A clock that was set back must not silence anything.
            let isQuiet = last.map { $0 <= now && now - $0 < Self.quietTime } ?? false
            isDue[alert.subject] = !isQuiet
            return !isQuiet
        }
    }

    /// They were mailed.
    func settle(_ alerts: [Alert], mailedAt moment: Timestamp, in transaction: any StoreTransaction) throws {
        try transaction.deleteAlerts(alerts.map(\.id))
        for name in Set(alerts.map(\.subject)) {
            guard var subject = try transaction.alertSubject(name) else { continue }
            subject.mailedAt = moment
            try transaction.put(subject)
        }
    }

    /// Nobody is told any more. Whoever is told again later hears what happens from then on.
    func forget(_ transaction: any StoreTransaction) throws {
        try transaction.forgetReader(Self.reader)
        try transaction.deleteAllAlerts()
        try transaction.deleteAllAlertSubjects()
    }
}
