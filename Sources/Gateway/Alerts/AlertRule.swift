import GatewayModel

/// From an event to an alert: which kinds there are, in one table.
///
/// A rule tells what stands in the store now, not what stood there at the event: alerts are made within seconds.
struct AlertRule: Sendable {
    /// What an event says about a subject.
    struct News: Sendable, Equatable {
        let subject: String
        /// What may be wrong with the subject; several things may be wrong with one. `nil` for news that is told
        /// each time.
        let trouble: String?
        /// Whether it is wrong, or right again.
        let isWrong: Bool
        let headline: String
        let text: String
    }

    let kind: Event.Kind
    /// `nil` where there is nothing to tell.
    let news: @Sendable (Event, any StoreTransaction) throws -> News?

    static let all = [
        AlertRule(kind: .connectionStateChanged) { try ConnectionNews($0, in: $1)?.credentials },
        AlertRule(kind: .connectionChecklistChanged) { try ConnectionNews($0, in: $1)?.checklist },
        AlertRule(kind: .subscriberDisabled, news: SubscriberNews.disabled),
        AlertRule(kind: .sendingCapReached, news: SendingCapNews.reached),
    ]

    static let byKind = Dictionary(grouping: all, by: \.kind)
}
