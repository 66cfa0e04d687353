public import ConnectorKit
public import GatewayModel

/// Web chat: visitors of a site who write in a widget of ours, which the gateway serves.
public struct WebChatConnector: Connector, ServesClients {
    private let files: WidgetFiles

    public init() {
        files = WidgetFiles.packaged
    }

    public let platform = Platform(rawValue: "webchat")

    public let capabilities = Capabilities(
        addressKind: WebChatAddress.kind,
        text: TextLimit(perPart: 10_000, maximumParts: 1),
        maximumMedia: 10,
        media: ChatFiles.limits(of: ChatFiles.types),
        // Who has closed the page cannot be reached.
        mayWriteFirst: false,
        reports: [.delivered, .read],
        hasStopWords: false,
        optOutReplies: .gateway,
        connectionsPerContactPoint: 1,
        // A send is a row; only the disk holds it up.
        pacing: Pacing(unitsPerSecond: 1000, burst: 1000),
        timers: TimerSettings(
            response: TimerLength(seconds: 120), inactive: TimerLength(seconds: 600),
            close: TimerLength(seconds: 3600)))

    public var settings: SettingsSchema {
        SettingsSchema(label: "Web Chat", app: IdentityToken.settings, addressLabel: "chat name")
    }

    public var clientForm: ClientForm { ChatForm.form }

    /// Nobody calls us but our own clients.
    public var webhooks: [WebhookRoute] { [] }

    public func hosts(of app: AppAccess) -> Set<String> { [] }

    public func address(from text: String) -> Address? { WebChatAddress.address(from: text) }

    public func customerAddress(from text: String) -> Address? { WebChatAddress.visitor(from: text) }

    public func verify(
        _ request: WebhookRequest, against candidates: [AppAccess]
    ) throws(WebhookRejection) -> ID<PlatformApp> {
        throw .badSignature
    }

    public func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        throw .malformed(reason: "there are no webhooks of web chat")
    }

    public func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] {
        try WebChatPlan.parts(of: message, within: capabilities)
    }

    /// The message is in the transcript, and the gate has let it out: that is all there is to it.
    public func send(
        _ dispatch: Dispatch, over transport: any HTTPTransport
    ) async throws(SendFailure) -> SendReceipt {
        SendReceipt(platformID: dispatch.reference.description)
    }

    public var clientRoutes: [ClientRoute] { ChatCalls.routes }

    public var clientSettings: any ClientSettings { ChatSettingsRule() }

    public func answer(
        _ request: ClientRequest, by host: any ClientHost
    ) async throws(ClientRefusal) -> ClientReply {
        try await ChatCalls(request, host, files).answer()
    }
}
