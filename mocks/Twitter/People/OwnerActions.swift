internal import Foundation
public import MockPlatform
private import Signing
private import Synchronization

extension MockX {
    /// The owner of an account removes an app in X's settings: its tokens end, X ends its subscriptions, and tells it.
    /// - Returns: the first attempts at telling.
    @discardableResult
    public func removeApp(_ app: String, of account: String) async -> [Delivery] {
        let now = clock.now
        let posts = state.withLock { state -> [EventPost] in
            guard let id = state.account(named: account)?.id else { return [] }
            let webhooks = state.webhooks.filter { $0.app == app && state.isSubscribed(id, to: $0.id) }
            let post = { (webhook: String, shape: String, json: JSON) in
                EventPost(
                    app: app, webhook: webhook, account: id, at: now, body: json.bytes, what: "revoke", shape: shape,
                    subject: id, about: [id])
            }
            let told = webhooks.map { post($0.id, "activity", Self.revocation(of: id, app: app, at: now)) }
            let payload: JSON = [
                "date_time": .string(Self.zoned(now)), "user_id": .string(id), "app_id": .string(app),
            ]
            let activities = state.activities.filter { $0.app == app && $0.type == "oauth.revoke" }.map {
                post($0.webhook, $0.type, $0.envelope(payload))
            }
            let hadGranted = state.hasGranted(id, app: app)
            state.endTokens(of: id, app: app)
            state.endSubscriptions(of: id, app: app)
            return hadGranted ? told + activities : told
        }
        return await send(posts)
    }

    /// All tokens of an account end, at every app, without a word: as X does with whoever it suspects.
    public func revokeTokens(of account: String) {
        state.withLock { state in
            guard let id = state.account(named: account)?.id else { return }
            for app in state.appOrder { state.endTokens(of: id, app: app) }
        }
    }

    /// The developer regenerates the app's consumer secret; its bearer token ends with the old one.
    /// - Returns: the new secret.
    @discardableResult
    public func regenerateConsumerSecret(of app: String) -> String {
        let secret = SecureRandom.token(37)
        state.withLock { state in
            state.apps[app]?.consumerSecret = secret
            state.bearers = state.bearers.filter { $0.value != app }
        }
        return secret
    }

    /// `user_event` names no account that it is for: the subscription is gone already.
    private static func revocation(of account: String, app: String, at now: Date) -> JSON {
        [
            "user_event": [
                "revoke": [
                    "date_time": .string(zoned(now)), "target": ["app_id": .string(app)],
                    "source": ["user_id": .string(account)],
                ]
            ]
        ]
    }

    /// `2026-01-05T09:48:12+00:00`
    private static func zoned(_ date: Date) -> String {
        String(XState.instant(date).prefix(19)) + "+00:00"
    }
}

extension XState {
    fileprivate mutating func endTokens(of account: String, app: String) {
        userTokens = userTokens.filter { $0.value.app != app || $0.value.account != account }
        for (value, token) in accessTokens where token.app == app && token.account == account {
            accessTokens[value]?.isRevoked = true
        }
    }
}
