import ConnectorKit
import GatewayModel

/// Does what the checklist's fixes offer, and believes only what Meta then shows.
struct MessengerFix {
    private let connection: OpenConnection
    private let reader: GraphReader

    init(_ connection: OpenConnection, over transport: any HTTPTransport) throws(GraphTrouble) {
        self.connection = connection
        reader = try GraphReader(connection.app, over: transport)
    }

    func fix(_ item: String) async throws(GraphTrouble) -> [String: Secret] {
        switch item {
        case MessengerChecklist.Item.appWebhook:
            try await registerWebhook()
            return [:]
        case MessengerChecklist.Item.subscription:
            try await subscribe()
            return [:]
        case MessengerChecklist.Item.pageToken: return try await fetchToken()
        default: throw .noAnswer("There is nothing that the gateway could do for it.")
        }
    }

    /// Meta calls the address with the verify token before it answers.
    private func registerWebhook() async throws(GraphTrouble) {
        let ours = connection.webhookAddress(MessengerWebhook.events)
        try await reader.post(
            "\(reader.app.id)/subscriptions",
            [
                (name: "object", value: "page"), (name: "callback_url", value: ours),
                (name: "verify_token", value: MetaApp.verifyTokens(of: connection.app).first ?? ""),
                (name: "fields", value: MessengerFields.needed.joined(separator: ",")),
                (name: "include_values", value: "true"),
            ], as: reader.app.token)
        let now = try await AppSubscription.ofPages(reader)
        guard let now, now.address == ours, now.isActive, now.fields.isSuperset(of: MessengerFields.needed) else {
            throw .noAnswer("Meta took the webhook, and shows another one.")
        }
    }

    /// Whether a subscription replaces the one before or adds to it is not said; so all fields are named each time.
    private func subscribe() async throws(GraphTrouble) {
        let page = connection.address.value
        guard MessengerAddress.isID(page),
            let token = connection.app.secrets.current(MetaApp.Key.pageToken(of: page))?.reveal()
        else { throw .noAnswer("There is no access token for the page.") }
        try await reader.post(
            "\(page)/subscribed_apps",
            [(name: "subscribed_fields", value: MessengerFields.needed.joined(separator: ","))], as: token)
        let fields = try await MessengerChecklist.subscribedFields(of: page, as: token, reader)
        guard let fields, fields.isSuperset(of: MessengerFields.needed) else {
            throw .noAnswer("Meta took the subscription, and shows another one.")
        }
    }

    private func fetchToken() async throws(GraphTrouble) -> [String: Secret] {
        let page = connection.address.value
        guard let token = connection.app.secrets.current(MetaApp.Key.userToken)?.reveal() else {
            throw .noAnswer("No Facebook user is associated.")
        }
        let pages = try await GrantedPage.all(as: token, withTokens: true, reader)
        guard let granted = pages.first(where: { $0.id == page })?.token, !granted.isEmpty else {
            throw .noAnswer("The Facebook user has no token to give for this page.")
        }
        return [MetaApp.Key.pageToken(of: page): Secret(granted)]
    }
}
