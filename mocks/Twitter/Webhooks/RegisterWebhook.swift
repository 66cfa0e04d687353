internal import Foundation
internal import MockPlatform
private import Synchronization

extension MockX {
    /// The webhooks of all apps.
    public var webhooks: [MockXWebhook] {
        state.withLock { state in
            state.webhooks.map { record in
                MockXWebhook(
                    id: record.id, app: record.app, url: record.url, isValid: record.isValid,
                    accounts: state.subscriptions.filter { $0.webhook == record.id }.map(\.account))
            }
        }
    }

    /// A webhook is no longer valid, as if its last challenge had failed.
    public func invalidateWebhook(_ id: String) {
        state.withLock { $0.update(webhook: id) { $0.isValid = false } }
    }

    /// Somebody deletes a webhook, and its subscriptions with it.
    public func removeWebhook(_ id: String) {
        state.withLock { $0.remove(webhook: id) }
    }

    /// Somebody ends an account's subscription, of both kinds, without a word.
    public func removeSubscription(of account: String, app: String) {
        state.withLock { state in
            guard let id = state.account(named: account)?.id else { return }
            state.endSubscriptions(of: id, app: app)
        }
    }

    /// Registers a webhook as an app does, with its challenge.
    /// - Returns: its id; `nil` where it was refused.
    @discardableResult
    public func registerWebhook(_ url: String, app: String) async -> String? {
        guard let app = self.app(app) else { return nil }
        return try? await register(url, app: app, v2: true).id
    }

    /// Subscribes an account to an app's webhook, as its owner's token does.
    public func subscribe(_ account: String, to webhook: String) {
        state.withLock { state in
            guard let id = state.account(named: account)?.id, !state.isSubscribed(id, to: webhook) else { return }
            state.subscriptions.append(AccountSubscription(webhook: webhook, account: id))
        }
    }

    func register(_ url: String, app: MockXApp, v2: Bool) async throws(XError) -> WebhookRecord {
        try locked { state throws(XError) in
            guard state.allows(url) else { throw WebhookRefusal.badURL.error(v2: v2) }
            let own = state.webhooks.filter { $0.app == app.id }
            guard !own.contains(where: { $0.url == url }) else { throw WebhookRefusal.duplicate.error(v2: v2) }
            guard own.count < app.mostWebhooks else { throw WebhookRefusal.tooMany.error(v2: v2) }
        }
        let result = await challenge(url, app: app.id)
        guard result == .passed else { throw WebhookRefusal.failed(result).error(v2: v2) }
        let now = clock.now
        let record = state.withLock { state in
            let record = WebhookRecord(
                id: state.newID(at: now), app: app.id, url: url, created: now, lastSuccess: now)
            state.webhooks.append(record)
            return record
        }
        keepChecking(record.id)
        return record
    }

    /// Asks now; whoever passes is valid again.
    func validate(_ id: String, app: MockXApp, v2: Bool) async throws(XError) {
        guard state.withLock({ $0.webhook(id, of: app.id) }) != nil, let result = await settle(id) else {
            throw WebhookRefusal.unknown.error(v2: v2)
        }
        guard result == .passed else { throw WebhookRefusal.failed(result).error(v2: v2) }
    }
}

extension XState {
    /// Over TLS and without a port, unless it is known where the address really leads.
    fileprivate func allows(_ url: String) -> Bool {
        guard 1...200 ~= url.count, let address = WebAddress(url), address.fragment == nil, address.userInfo == nil,
            !url.contains(where: \.isWhitespace)
        else { return false }
        if configuration.origins[address.origin] != nil { return true }
        if configuration.acceptsLoopbackWebhooks, address.host == "127.0.0.1" || address.host == "localhost" {
            return true
        }
        return address.scheme == "https" && address.port == nil
    }
}
