import ConnectorKit
import GatewayModel

/// Does what the checklist's fixes offer, and believes only what X then shows.
struct TwitterFix {
    private let connection: OpenConnection
    private let reader: TwitterReader
    private let api: any ActivityAPI
    private let user: TwitterApp.Caller

    init(
        _ connection: OpenConnection, _ signing: TwitterSigning, over transport: any HTTPTransport
    ) throws(TwitterTrouble) {
        self.connection = connection
        reader = try TwitterReader(connection.app, signing, over: transport)
        api = ActivityKind(connection.app).api
        do { user = try connection.app.caller(connection.address.value, at: signing.clock.now) } catch {
            throw .noAnswer(error.explanation)
        }
    }

    func fix(_ item: String) async throws(TwitterTrouble) {
        switch item {
        case TwitterChecklist.Item.webhook: try await register()
        case TwitterChecklist.Item.validity, TwitterChecklist.Item.challenges: try await validate()
        case TwitterChecklist.Item.subscription: try await subscribe()
        default: throw .noAnswer("There is nothing that the gateway could do for it.")
        }
    }

    /// X asks its challenge before it answers.
    private func register() async throws(TwitterTrouble) {
        if try await find() == nil {
            try await api.register(connection.webhookAddress(TwitterWebhook.events), as: user, reader)
        }
        guard try await find() != nil else { throw .noAnswer("X took the webhook, and does not show it.") }
    }

    private func validate() async throws(TwitterTrouble) {
        try await api.validate(try await webhook(), as: user, reader)
        guard try await find()?.isValid == true else {
            throw .noAnswer("X has asked its challenge, and still does not call the webhook valid.")
        }
    }

    private func subscribe() async throws(TwitterTrouble) {
        let (webhook, account) = (try await webhook(), connection.address.value)
        try await api.subscribe(account, to: webhook, as: user, reader)
        guard try await api.isSubscribed(account, to: webhook, as: user, reader) else {
            throw .noAnswer("X took the subscription, and does not show it.")
        }
    }

    private func webhook() async throws(TwitterTrouble) -> XWebhook {
        guard let webhook = try await find() else { throw .noAnswer("X knows no webhook of ours. Register it first.") }
        return webhook
    }

    private func find() async throws(TwitterTrouble) -> XWebhook? {
        let ours = connection.webhookAddress(TwitterWebhook.events)
        return try await api.webhooks(reader).first { $0.url == ours }
    }
}
