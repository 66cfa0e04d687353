import ConnectorKit
import GatewayModel

/// The platform `test` with an ability more: everything else is as there.
protocol TestVariant: Connector {
    var base: TestConnector { get }
}

extension TestVariant {
    var platform: Platform { base.platform }
    var capabilities: Capabilities { base.capabilities }
    var settings: SettingsSchema { base.settings }
    var webhooks: [WebhookRoute] { base.webhooks }
    func hosts(of app: AppAccess) -> Set<String> { base.hosts(of: app) }
    func address(from text: String) -> Address? { base.address(from: text) }
    func verify(_ request: WebhookRequest, against candidates: [AppAccess]) throws(WebhookRejection) -> ID<PlatformApp>
    {
        try base.verify(request, against: candidates)
    }
    func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome { try base.receive(request) }
    func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] { try base.plan(message) }
    func send(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt {
        try await base.send(dispatch, over: transport)
    }
}
