import ConnectorKit
import HTTPTypes

/// The address that X calls: with what happened, and to ask whether we know the secret.
enum TwitterWebhook {
    static let events = "events"

    static let routes = [
        WebhookRoute(method: .get, path: events, purpose: .challenges),
        WebhookRoute(method: .post, path: events, purpose: .events),
    ]

    /// Reads events. A challenge brings none, and its answer takes the secret (``TwitterChallenge``).
    static func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        guard request.route == events, request.method == .post else {
            throw .malformed(reason: "X sends no events this way.")
        }
        return try TwitterBody.read(request.body)
    }
}
