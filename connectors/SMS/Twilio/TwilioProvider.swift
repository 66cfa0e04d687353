import ConnectorKit
import GatewayModel
import HTTPTypes

/// Twilio Programmable Messaging.
struct TwilioProvider: SMSProvider {
    let name = "twilio"

    let settings = TwilioAccount.settings

    /// Twilio, messaging webhooks: each number chooses POST or GET.
    let webhooks = [
        WebhookRoute(method: .post, path: TwilioWebhook.messagePath, purpose: .events),
        WebhookRoute(method: .get, path: TwilioWebhook.messagePath, purpose: .events),
        WebhookRoute(method: .post, path: TwilioWebhook.statusPath, purpose: .deliveryReports),
        WebhookRoute(method: .get, path: TwilioWebhook.statusPath, purpose: .deliveryReports),
    ]

    var tracing: TraceRule { .twilio }

    func hosts(of app: AppAccess) -> Set<String> {
        guard let host = ConfinedTransport.hostAndPort(of: TwilioAccount.apiBase(of: app)) else { return [] }
        return [host]
    }

    func networkBlocks(at number: Address) -> Bool { TwilioKeywords.isTollFree(number) }

    func isGenuine(_ request: WebhookRequest, from app: AppAccess) -> Bool {
        TwilioSignature.isGenuine(request, from: app)
    }

    func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        let parameters = try TwilioParameters(of: request)
        return switch request.route {
        case TwilioWebhook.statusPath: try TwilioWebhook.report(parameters, query: request.query)
        default: try TwilioWebhook.message(parameters)
        }
    }
}
