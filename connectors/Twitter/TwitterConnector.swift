public import ConnectorKit
public import GatewayModel
import Signing

/// Direct messages of X, once Twitter: customers who write to an account.
public struct TwitterConnector: Connector, AnswersChallenges, LooksUpSends, FetchesMedia, Connects, KnowsCustomers,
    ShowsIndicators, RenewsGrants
{
    private let signing: TwitterSigning

    /// - Parameters:
    ///   - clock: the moment is part of each signature.
    ///   - nonce: gives a word that it never gave before, for the same purpose; random if not given.
    public init(clock: any WallClock, nonce: (@Sendable () -> String)? = nil) {
        signing = TwitterSigning(clock: clock, nonce: nonce ?? { SecureRandom.token(24) })
    }

    public let platform = Platform(rawValue: "twitter")

    public let capabilities = Capabilities(
        addressKind: TwitterAddress.kind,
        text: TwitterPlan.textLimit,
        maximumMedia: TwitterPlan.maximumMedia,
        media: TwitterPlan.mediaLimits,
        // Whether somebody takes messages of strangers is theirs to say, and X tells when one is sent.
        mayWriteFirst: true,
        reports: [.read],
        // Who wants no more messages blocks the account, there.
        hasStopWords: false,
        optOutReplies: .gateway,
        connectionsPerContactPoint: 1,
        pacing: TwitterPlan.pacing,
        quickReplies: TwitterPlan.quickReplies)

    public var settings: SettingsSchema {
        SettingsSchema(label: "Twitter", app: TwitterSettings.fields, addressLabel: "account number")
    }

    public var webhooks: [WebhookRoute] { TwitterWebhook.routes }

    public var tracing: TraceRule { .twitter }

    public func hosts(of app: AppAccess) -> Set<String> { TwitterApp.hosts(of: app) }

    public func address(from text: String) -> Address? { TwitterAddress.address(from: text) }

    public func verify(
        _ request: WebhookRequest, against candidates: [AppAccess]
    ) throws(WebhookRejection) -> ID<PlatformApp> {
        for app in candidates where TwitterSignature.isGenuine(request, from: app) { return app.id }
        throw .badSignature
    }

    public func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        try TwitterWebhook.receive(request)
    }

    public func answer(
        _ challenge: WebhookRequest, of app: AppAccess
    ) throws(WebhookRejection) -> WebhookReply {
        try TwitterChallenge.reply(to: challenge, of: app)
    }

    public func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] {
        try TwitterPlan.parts(of: message)
    }

    public func send(
        _ dispatch: Dispatch, over transport: any HTTPTransport
    ) async throws(SendFailure) -> SendReceipt {
        try await TwitterSend(dispatch: dispatch, signing: signing).send(over: transport)
    }

    public func candidates(
        for dispatch: Dispatch, sentAround moment: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) -> [SendReceipt] {
        try await TwitterLookUp(dispatch: dispatch, signing: signing).candidates(around: moment, over: transport)
    }

    public func show(
        _ indicator: Indicator, to customer: Address, after details: [String: String],
        from connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) {
        do throws(TwitterTrouble) {
            try await TwitterIndicator.show(
                indicator, to: customer, after: details, from: connection, signing, over: transport)
        } catch {
            throw PlatformRefusal(error.explanation)
        }
    }

    public func mediaCall(
        for media: RemoteMedia, at connection: OpenConnection
    ) throws(SendFailure) -> HTTPCall {
        try TwitterMedia.call(for: media, at: connection, signing)
    }

    public func name(
        of customer: Address, at connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(NameFailure) -> CustomerName? {
        try await TwitterProfile.name(of: customer, at: connection, signing, over: transport)
    }

    public func renewalDue(of connection: OpenConnection, at now: Timestamp) -> Timestamp? {
        TwitterRenewal.due(of: connection, at: now)
    }

    public func renew(
        _ connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(RenewalFailure) -> [String: Secret] {
        try await TwitterRenewal.renew(connection, signing, over: transport)
    }

    public var checklist: [ChecklistItem] { TwitterChecklist.items }

    public func findings(
        about connection: OpenConnection, _ facts: ConnectionFacts, over transport: any HTTPTransport
    ) async -> [String: Finding] {
        await TwitterChecklist(connection: connection, facts: facts, signing: signing).findings(over: transport)
    }

    public func fix(
        _ item: String, of connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [String: Secret] {
        do throws(TwitterTrouble) {
            try await TwitterFix(connection, signing, over: transport).fix(item)
            return [:]
        } catch {
            throw PlatformRefusal(error.explanation)
        }
    }

    public func nextStep(
        after progress: ConnectingProgress, over transport: any HTTPTransport
    ) async -> ConnectingStep {
        await TwitterConnecting(progress, signing).nextStep(over: transport)
    }
}

extension TraceRule {
    /// X: fields that say nothing of a customer, a secret or a text. Not `message` and `detail` of an error, which may
    /// quote.
    static let twitter = TraceRule(openFields: [
        "code", "status", "type", "title", "valid", "subscribed", "event_type", "event_types", "command", "state",
        "check_after_secs", "progress_percent", "media_category", "media_type", "total_bytes", "segment_index",
        "allow_dms_from", "suspended", "needs_phone_verification", "oauth_callback_confirmed", "token_type",
        "grant_type", "result_count", "dm_event.fields", "user.fields", "max_results", "count", "skip_status",
        "include_entities", "webhook_id", "created_at", "error", "expires_in", "scope", "code_challenge_method",
    ])
}
