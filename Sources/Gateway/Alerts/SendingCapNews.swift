import GatewayModel

/// What there is to tell about a cap that was reached.
enum SendingCapNews {
    /// Once a day for each subject, as the event comes.
    static func reached(_ event: Event, in transaction: any StoreTransaction) throws -> AlertRule.News? {
        guard let subject = event.value else { return nil }
        let key = try ID<APIKey>(subject).flatMap(transaction.apiKey)
        let name = key.map { "the key “\($0.label)” (\(subject))" } ?? subject
        return AlertRule.News(
            subject: "sending-cap/\(subject)", trouble: nil, isWrong: true,
            headline: "the sending cap of \(name) is reached",
            text: """
                Messages are refused until the next day begins at the contact point.
                \(event.contactPoint.map { "It was last used at the contact point \($0)." } ?? "")
                What to do: find out whether it is meant to send so much. If it is, raise its cap; if it is not, revoke the \
                key.
                """)
    }
}
