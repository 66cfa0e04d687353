public import ConnectorKit
public import GatewayModel

/// SMS and MMS by way of a provider that has an HTTP API.
///
/// What all providers share is here: what a phone address is, how a text is split and counted. How a provider signs,
/// reports and is called is an ``SMSProvider``; another provider is one more of these.
public struct SMSConnector: Connector, FetchesMedia, LooksUpSends, Connects, CatchesUp {
    private let providers: [any SMSProvider] = [TwilioProvider()]

    public init() {}

    public let platform = Platform(rawValue: "sms")

    public let capabilities = Capabilities(
        addressKind: .phone,
        text: SMSPlan.textLimit,
        maximumMedia: SMSPlan.maximumMedia,
        media: SMSPlan.mediaLimits,
        mayWriteFirst: true,
        reports: [.delivered, .read, .failed, .canceled],
        hasStopWords: true,
        optOutReplies: .carrier,
        connectionsPerContactPoint: nil,
        sendingModes: Set(SendingMode.allCases),
        // Twilio: a long code sends one segment a second; whoever has a faster number says so at the connection.
        pacing: Pacing(unitsPerSecond: 1, burst: 1),
        advice: CarrierAdvice.sending)

    public var settings: SettingsSchema {
        SettingsSchema(
            label: "SMS",
            app: [SMSSettings.providerField(names: providers.map(\.name))] + providers.flatMap(\.settings),
            addressLabel: "phone number")
    }

    public var webhooks: [WebhookRoute] {
        providers.flatMap(\.webhooks)
    }

    public var tracing: TraceRule {
        TraceRule(openFields: providers.reduce(into: []) { $0.formUnion($1.tracing.openFields) })
    }

    public func hosts(of app: AppAccess) -> Set<String> {
        provider(of: app)?.hosts(of: app) ?? []
    }

    public func address(from text: String) -> Address? {
        PhoneAddress(text)?.address
    }

    public func customerAddress(from text: String) -> Address? {
        PhoneAddress(text).flatMap { $0.canReceive ? $0.address : nil }
    }

    public func networkBlocks(at address: Address) -> Bool {
        providers.contains { $0.networkBlocks(at: address) }
    }

    public func verify(
        _ request: WebhookRequest, against candidates: [AppAccess]
    ) throws(WebhookRejection) -> ID<PlatformApp> {
        for app in candidates {
            if let provider = provider(of: app), provider.serves(request), provider.isGenuine(request, from: app) {
                return app.id
            }
        }
        throw .badSignature
    }

    public func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        guard let provider = providers.first(where: { $0.serves(request) }) else {
            throw .malformed(reason: "No SMS provider uses this address.")
        }
        return try provider.receive(request)
    }

    public func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] {
        try SMSPlan.parts(of: message)
    }

    public func send(
        _ dispatch: Dispatch, over transport: any HTTPTransport
    ) async throws(SendFailure) -> SendReceipt {
        try await requireProvider(of: dispatch.app).send(dispatch, over: transport)
    }

    public func mediaCall(for media: RemoteMedia, at connection: OpenConnection) throws(SendFailure) -> HTTPCall {
        try requireProvider(of: connection.app).mediaCall(for: media, of: connection.app)
    }

    public func candidates(
        for dispatch: Dispatch, sentAround moment: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) -> [SendReceipt] {
        try await requireProvider(of: dispatch.app).candidates(for: dispatch, sentAround: moment, over: transport)
    }

    // One list for all providers as long as there is one; a second one with other items makes this the app's.
    public var checklist: [ChecklistItem] { providers.first?.checklist ?? [] }

    public func findings(
        about connection: OpenConnection, _ facts: ConnectionFacts, over transport: any HTTPTransport
    ) async -> [String: Finding] {
        await provider(of: connection.app)?.findings(about: connection, facts, over: transport) ?? [:]
    }

    public func fix(
        _ item: String, of connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [String: Secret] {
        guard let provider = provider(of: connection.app) else { throw Self.unknownProvider }
        return try await provider.fix(item, of: connection, over: transport)
    }

    public func nextStep(
        after progress: ConnectingProgress, over transport: any HTTPTransport
    ) async -> ConnectingStep {
        guard let provider = provider(of: progress.app) else {
            return ConnectingStep(id: "provider", text: Self.unknownProvider.explanation, kind: .failed)
        }
        return await provider.nextStep(after: progress, over: transport)
    }

    public func missed(
        by connection: OpenConnection, since: Timestamp, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [PlatformEvent] {
        guard let provider = provider(of: connection.app) else { throw Self.unknownProvider }
        return try await provider.missed(by: connection, since: since, over: transport)
    }

    private static let unknownProvider = PlatformRefusal(
        "The app names an SMS provider that this gateway does not know. Choose one of its list.")

    private func provider(of app: AppAccess) -> (any SMSProvider)? {
        guard let name = app.settings[SMSSettings.provider] else { return providers.first }
        return providers.first { $0.name == name }
    }

    private func requireProvider(of app: AppAccess) throws(SendFailure) -> any SMSProvider {
        guard let provider = provider(of: app) else {
            throw SendFailure(
                code: "notConfigured", disposition: .reconnect,
                explanation: "The app names an SMS provider that this gateway does not know. Choose one of its list.")
        }
        return provider
    }
}
