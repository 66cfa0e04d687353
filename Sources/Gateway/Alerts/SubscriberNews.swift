import GatewayModel

/// What there is to tell about a subscriber that is not called any more.
enum SubscriberNews {
    /// `nil` where somebody has enabled or removed it meanwhile.
    static func disabled(_ event: Event, in transaction: any StoreTransaction) throws -> AlertRule.News? {
        guard let id = event.value.flatMap({ ID<Subscriber>($0) }), let subscriber = try transaction.subscriber(id),
            subscriber.state == .disabled
        else { return nil }
        return AlertRule.News(
            subject: "subscriber/\(id)", trouble: nil, isWrong: true,
            headline: "the subscriber “\(subscriber.label)” is disabled",
            text: """
                It is not called any more. Reason: \(subscriber.stateReason ?? "it failed for too long").
                Subscriber \(id). What happens is kept for it as long as the log keeps events.
                What to do: mend it, and enable it (PATCH /v1/subscribers/\(id)); it goes on where it stopped.
                """)
    }
}
