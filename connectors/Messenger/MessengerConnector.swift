public import ConnectorKit
public import GatewayModel

/// Facebook Messenger: customers who write to a page.
public struct MessengerConnector: Connector, FetchesMedia, Connects, KnowsCustomers, ShowsIndicators {
    public init() {}

    public let platform = Platform(rawValue: "messenger")

    public let capabilities = Capabilities(
        addressKind: MessengerAddress.kind,
        text: MessengerPlan.textLimit,
        maximumMedia: MessengerPlan.maximumMedia,
        media: MessengerPlan.mediaLimits,
        mayWriteFirst: false,
        reports: [.delivered, .read],
        // Who wants no more messages blocks the page, there.
        hasStopWords: false,
        optOutReplies: .gateway,
        connectionsPerContactPoint: nil,
        pacing: MessengerPlan.pacing,
        replyWindows: [MessengerWindow.standard, MessengerWindow.humanAgent],
        quickReplies: MessengerPlan.quickReplies)

    public var settings: SettingsSchema {
        SettingsSchema(
            label: "Facebook", app: MetaApp.settings, connection: MetaApp.connectionSettings, addressLabel: "page")
    }

    public var webhooks: [WebhookRoute] { MessengerWebhook.routes }

    public var tracing: TraceRule { .messenger }

    public func hosts(of app: AppAccess) -> Set<String> {
        let base = MetaApp.base(of: app, MetaApp.Key.graphBase, standard: MetaApp.standardGraph)
        return ConfinedTransport.hostAndPort(of: base).map { [$0] } ?? []
    }

    public func address(from text: String) -> Address? { MessengerAddress.address(from: text) }

    public func verify(
        _ request: WebhookRequest, against candidates: [AppAccess]
    ) throws(WebhookRejection) -> ID<PlatformApp> {
        for app in candidates where MetaSignature.isGenuine(request, from: app) { return app.id }
        throw .badSignature
    }

    public func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        try MessengerWebhook.receive(request)
    }

    public func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] {
        try MessengerPlan.parts(of: message)
    }

    public func send(
        _ dispatch: Dispatch, over transport: any HTTPTransport
    ) async throws(SendFailure) -> SendReceipt {
        try await MessengerSend.send(dispatch, over: transport)
    }

    public func show(
        _ indicator: Indicator, to customer: Address, after details: [String: String], from connection: OpenConnection,
        over transport: any HTTPTransport
    ) async throws(PlatformRefusal) {
        do throws(GraphTrouble) {
            try await MessengerIndicator.show(indicator, to: customer, from: connection, over: transport)
        } catch {
            throw PlatformRefusal(error.explanation)
        }
    }

    public func mediaCall(for media: RemoteMedia, at connection: OpenConnection) throws(SendFailure) -> HTTPCall {
        try MessengerMedia.call(for: media, of: connection.app)
    }

    public func name(
        of customer: Address, at connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(NameFailure) -> CustomerName? {
        try await MessengerProfile.name(of: customer, at: connection, over: transport)
    }

    public var checklist: [ChecklistItem] { MessengerChecklist.items }

    public func findings(
        about connection: OpenConnection, _ facts: ConnectionFacts, over transport: any HTTPTransport
    ) async -> [String: Finding] {
        await MessengerChecklist(connection, facts).findings(over: transport)
    }

    public func fix(
        _ item: String, of connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [String: Secret] {
        do throws(GraphTrouble) {
            return try await MessengerFix(connection, over: transport).fix(item)
        } catch {
            throw PlatformRefusal(error.explanation)
        }
    }

    public func nextStep(
        after progress: ConnectingProgress, over transport: any HTTPTransport
    ) async -> ConnectingStep {
        await MessengerConnecting(progress).nextStep(over: transport)
    }
}

extension TraceRule {
    /// Graph API: fields that say nothing of a customer or a secret. Not `message` of an error, which may quote.
    static let messenger = TraceRule(openFields: [
        "code", "error_subcode", "subcode", "type", "is_transient", "fbtrace_id", "success", "is_valid", "app_id",
        "sender_action", "expires_at", "data_access_expires_at", "issued_at", "profile_id", "scopes", "scope",
        "target_ids", "tasks",
        "is_published", "subscribed_fields", "fields", "object", "active", "version", "messaging_type", "tag", "limit",
        "grant_type", "estimated_time_to_regain_access", "call_count",
    ])
}
