public import ConnectorKit
public import GatewayModel
public import HTTPTypes
public import Logging

/// How a message comes in: the whole story.
///
/// Webhook bytes → whose webhook address, hence which secrets → verified, on the bytes as they came → read → every
/// event stored, in one transaction → and only then the answer the platform wants.
public struct InboundFlow: Sendable {
    /// Of one address in a minute: a platform whose secret we have wrong must get into quarantine.
    static let mostFailures = 600
    /// Of one address in a minute: platforms ask once an hour, and whenever somebody tries a webhook out.
    public static let mostChallenges = 60

    private let surroundings: Surroundings
    private let vault: AppVault
    private let store: any Store
    private let intake: Intake
    private let quarantine: Quarantine
    private let outboxChanged: @Sendable () -> Void
    private let failures: FailureLimiter
    private let challenges: FailureLimiter
    private let meters: Meters
    private let mediaArrived: @Sendable () -> Void
    private let namesWanted: @Sendable () -> Void
    private let storeFailed: @Sendable () -> Void
    private let logger: Logger

    /// - Parameters:
    ///   - outboxChanged: called after events were stored that may have put something on the outbox.
    ///   - mediaArrived: called after messages with files were stored.
    ///   - namesWanted: called after conversations began with customers whose names are to be looked up.
    ///   - storeFailed: called when a webhook is refused because nothing could be stored.
    public init(
        _ surroundings: Surroundings, store: any Store, vault: AppVault, quarantine: Quarantine,
        outboxChanged: @escaping @Sendable () -> Void, mediaArrived: @escaping @Sendable () -> Void,
        namesWanted: @escaping @Sendable () -> Void, storeFailed: @escaping @Sendable () -> Void, meters: Meters,
        logger: Logger
    ) {
        self.surroundings = surroundings
        self.store = store
        self.vault = vault
        self.intake = Intake(surroundings)
        self.quarantine = quarantine
        self.outboxChanged = outboxChanged
        failures = FailureLimiter(most: Self.mostFailures, clock: surroundings.clock)
        challenges = FailureLimiter(most: Self.mostChallenges, clock: surroundings.clock)
        self.meters = meters
        self.mediaArrived = mediaArrived
        self.namesWanted = namesWanted
        self.storeFailed = storeFailed
        self.logger = logger
    }

    /// A webhook call, before anybody knows what it is.
    public struct Call: Sendable {
        public let platform: Platform
        public let endpoint: String
        public let route: String
        public let method: HTTPRequest.Method
        /// Path and query, as called.
        public let target: String
        public let headers: HTTPFields
        public let body: [UInt8]
        /// The address it came from, where that is known.
        public let client: String?

        public init(
            platform: Platform, endpoint: String, route: String, method: HTTPRequest.Method, target: String,
            headers: HTTPFields, body: [UInt8], client: String? = nil
        ) {
            self.platform = platform
            self.endpoint = endpoint
            self.route = route
            self.method = method
            self.target = target
            self.headers = headers
            self.body = body
            self.client = client
        }
    }

    /// Whether there is such a webhook address: asked before a body is read, for anybody on the internet may call.
    public func expects(
        _ method: HTTPRequest.Method, platform: Platform, endpoint: String, route: String
    ) async throws -> Bool {
        guard let connector = surroundings.connectors[platform],
            connector.webhooks.contains(where: { $0.method == method && $0.path == route })
        else { return false }
        do {
            return try await vault.app(endpoint: endpoint)?.app.platform == platform
        } catch {
            storeFailed()
            throw error
        }
    }

    /// - Throws: ``Refusal`` for what nobody should call, and whatever the store throws: then nothing was stored, and
    ///   the platform must hear that it failed.
    public func receive(_ call: Call) async throws -> WebhookReply {
        let begin = ContinuousClock.now
        do {
            let (reply, isAccepted) = try await answer(call)
            meters.count(.webhooks, call.platform.rawValue, isAccepted ? "accepted" : "rejected")
            meters.note(ContinuousClock.now - begin, of: .webhookSeconds, call.platform.rawValue)
            return reply
        } catch let refusal as Refusal {
            // Nobody's address: whoever calls those decides what it is named.
            throw refusal
        } catch {
            meters.count(.webhooks, call.platform.rawValue, "failed")
            storeFailed()
            throw error
        }
    }

    private func answer(_ call: Call) async throws -> (reply: WebhookReply, isAccepted: Bool) {
        guard let connector = surroundings.connectors[call.platform],
            connector.webhooks.contains(where: { $0.method == call.method && $0.path == call.route }),
            let (app, access) = try await vault.app(endpoint: call.endpoint), app.platform == call.platform
        else { throw Refusal.notFound("webhook address") }
        let request = WebhookRequest(
            method: call.method, url: surroundings.publicURL + call.target, route: call.route, headers: call.headers,
            body: call.body, receivedAt: surroundings.clock.now)
        if let connector = connector as? any AnswersChallenges, connector.isChallenge(request) {
            return try answer(request, from: call.client, by: connector, of: app, access)
        }
        let outcome: WebhookOutcome
        do throws(WebhookRejection) {
            outcome = try connector.read(request, of: access)
        } catch {
            return (try await reject(request, from: call.client, of: app, because: error), false)
        }
        try await accept(outcome, of: app)
        if let kind = outcome.unknownKind {
            // Kept whole: a later version of the connector may know what it is.
            try await quarantine.keep(request, of: app, because: "it brought an event of an unknown kind: \(kind)")
        }
        return (outcome.reply, true)
    }

    /// Waits for nothing: a platform gives us seconds, also while thousands of messages come in. That it asked is noted
    /// afterwards.
    private func answer(
        _ challenge: WebhookRequest, from client: String?, by connector: any AnswersChallenges, of app: PlatformApp,
        _ access: AppAccess
    ) throws -> (reply: WebhookReply, isAccepted: Bool) {
        try challenges.failed(client)
        do throws(WebhookRejection) {
            let reply = try connector.answer(challenge, of: access)
            Task { [store, logger] in
                do {
                    try await store.write { try $0.noteChallenge(of: app.id, at: challenge.receivedAt) }
                } catch {
                    logger.warning("an answered challenge is not noted", metadata: ["error": "\(error)"])
                }
            }
            return (reply, true)
        } catch {
            logger.warning(
                "challenge rejected",
                metadata: ["app": "\(app.id)", "reason": "\(error.reason)", "client": "\(client ?? "unknown")"])
            return (WebhookReply(status: error == .badSignature ? 403 : 400), false)
        }
    }

    /// Looks once more at a request from quarantine, after the secret was mended.
    ///
    /// - Returns: how many events it brought.
    public func replay(_ id: ID<QuarantinedRequest>) async throws -> Int {
        let (app, request) = try await quarantine.request(id)
        guard let connector = surroundings.connectors[app.platform], let (_, access) = try await vault.app(app.id)
        else { throw Refusal.notFound("platform app") }
        let outcome: WebhookOutcome
        do throws(WebhookRejection) {
            outcome = try connector.read(request, of: access)
        } catch {
            throw Refusal(.conflict, "still-rejected", "The request is still rejected: \(error.reason)")
        }
        if let kind = outcome.unknownKind {
            throw Refusal(.conflict, "still-rejected", "The kind of event is still unknown: \(kind).")
        }
        try await accept(outcome, of: app, thenDeleting: id)
        return outcome.events.count
    }

    /// Stores what clients did that the gateway serves itself, and returns when it is on the disk.
    func take(_ events: [PlatformEvent], of app: PlatformApp) async throws {
        try await accept(WebhookOutcome(events: events, reply: WebhookReply(status: 200)), of: app)
    }

    private func accept(
        _ outcome: WebhookOutcome, of app: PlatformApp, thenDeleting quarantined: ID<QuarantinedRequest>? = nil
    ) async throws {
        let signs = outcome.signs
        guard !outcome.events.isEmpty || !signs.isEmpty || quarantined != nil else { return }
        let events = outcome.events.map(Intake.ReadEvent.init)
        let sequel = try await store.write { transaction in
            var sequel: Intake.Sequel = []
            try transaction.noteGenuineWebhook(of: app.id)
            for event in events {
                sequel.formUnion(try intake.store(event, from: app, in: transaction))
            }
            for sign in signs { try look(sign, of: app, in: transaction) }
            if let quarantined { try transaction.deleteQuarantined(quarantined) }
            return sequel
        }
        if sequel.contains(.outbox) { outboxChanged() }
        if sequel.contains(.names) { namesWanted() }
        if events.contains(where: \.bringsMedia) { mediaArrived() }
    }

    /// Has the checklists look again, at once.
    private func look(_ sign: WebhookOutcome.Sign, of app: PlatformApp, in transaction: any StoreTransaction) throws {
        let now = surroundings.clock.now
        switch sign {
        case .app(let reason):
            for connection in try transaction.connections(of: app.id) {
                try transaction.setCheckDue(now, of: connection.id)
            }
            try transaction.append(
                AuditEntry(
                    at: now, actor: app.platform.rawValue, action: "platform-app.notice",
                    subject: "platform-app/\(app.id)", after: reason))
        case .connection(let address):
            guard let connection = try transaction.connection(app.platform, at: address), connection.app == app.id
            else { return }
            try transaction.setCheckDue(now, of: connection.id)
        }
    }

    private func reject(
        _ request: WebhookRequest, from client: String?, of app: PlatformApp, because rejection: WebhookRejection
    ) async throws -> WebhookReply {
        // First: who forges at random neither fills the log nor quarantine.
        try failures.failed(client)
        logger.warning(
            "webhook rejected",
            metadata: ["app": "\(app.id)", "reason": "\(rejection.reason)", "client": "\(client ?? "unknown")"])
        if rejection == .badSignature {
            let now = surroundings.clock.now
            try await store.write { try $0.noteRejectedWebhook(of: app.id, at: now) }
        }
        meters.count(
            .webhooksRejected, app.platform.rawValue, rejection == .badSignature ? "signature" : "malformed")
        try await quarantine.keep(request, of: app, because: rejection.reason)
        return WebhookReply(status: rejection == .badSignature ? 403 : 400)
    }
}

extension Connector {
    /// Nothing of a request is read that the app's secrets do not vouch for.
    fileprivate func read(_ request: WebhookRequest, of app: AppAccess) throws(WebhookRejection) -> WebhookOutcome {
        _ = try verify(request, against: [app])
        return try receive(request)
    }
}

extension AnswersChallenges {
    fileprivate func isChallenge(_ request: WebhookRequest) -> Bool {
        webhooks.contains {
            $0.purpose == .challenges && $0.method == request.method && $0.path == request.route
        }
    }
}

extension WebhookOutcome {
    /// By the platform's name for it, if there is one.
    fileprivate var unknownKind: String? {
        events.lazy.compactMap { if case .other(let kind) = $0.content { kind } else { nil } }.first
    }
}

extension WebhookRejection {
    /// For a person.
    var reason: String {
        switch self {
        case .badSignature: "the signature is missing or wrong"
        case .malformed(let reason): reason
        }
    }
}
