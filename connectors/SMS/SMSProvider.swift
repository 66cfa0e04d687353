import ConnectorKit
import GatewayModel

/// One company that carries SMS for us: how it signs its webhooks, what they say, and how it is called.
///
/// The promises are those of ``Connector`` and its refinements, for the apps of this provider alone.
protocol SMSProvider: Sendable {
    /// As the app's settings name it.
    var name: String { get }

    /// What an administrator fills in for an app of this provider.
    var settings: [SettingsField] { get }

    /// No two providers share a path: by it a request finds the provider that can read it.
    var webhooks: [WebhookRoute] { get }

    var tracing: TraceRule { get }

    func hosts(of app: AppAccess) -> Set<String>

    /// Whether the network behind a number of ours has its own handling of STOP, which nobody can switch off.
    func networkBlocks(at number: Address) -> Bool

    func isGenuine(_ request: WebhookRequest, from app: AppAccess) -> Bool

    func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome

    func mediaCall(for media: RemoteMedia, of app: AppAccess) throws(SendFailure) -> HTTPCall

    func send(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt

    func candidates(
        for dispatch: Dispatch, sentAround moment: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) -> [SendReceipt]

    var checklist: [ChecklistItem] { get }

    func findings(
        about connection: OpenConnection, _ facts: ConnectionFacts, over transport: any HTTPTransport
    ) async -> [String: Finding]

    func fix(
        _ item: String, of connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [String: Secret]

    func nextStep(after progress: ConnectingProgress, over transport: any HTTPTransport) async -> ConnectingStep

    func missed(
        by connection: OpenConnection, since: Timestamp, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [PlatformEvent]
}

extension SMSProvider {
    func serves(_ request: WebhookRequest) -> Bool {
        webhooks.contains { $0.path == request.route && $0.method == request.method }
    }
}

/// The settings that do not depend on the provider.
enum SMSSettings {
    static let provider = "provider"

    static func providerField(names: [String]) -> SettingsField {
        SettingsField(
            key: provider, label: "Provider", help: "The company that carries your messages.", kind: .choice(names),
            isRequired: false, standard: names.first)
    }
}
