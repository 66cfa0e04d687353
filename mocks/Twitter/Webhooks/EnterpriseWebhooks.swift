internal import Foundation
internal import MockPlatform
private import Synchronization

extension MockX {
    /// `POST /1.1/account_activity/webhooks.json?url=`
    func createWebhookV1(_ call: XCall) async throws(XError) -> XAnswer {
        .json(try await register(call.field("url") ?? "", app: try call.app(), v2: false).json(v2: false))
    }

    /// `GET /1.1/account_activity/webhooks.json`: a bare list.
    func listWebhooksV1(_ call: XCall) async throws(XError) -> XAnswer {
        .json(.array(listed(try call.app(), v2: false)))
    }

    /// `PUT /1.1/account_activity/webhooks/{id}.json`
    func validateWebhookV1(_ call: XCall) async throws(XError) -> XAnswer {
        try await validate(call["webhook"], app: try call.app(), v2: false)
        return .empty()
    }

    /// `DELETE /1.1/account_activity/webhooks/{id}.json`
    func deleteWebhookV1(_ call: XCall) async throws(XError) -> XAnswer {
        try delete(call["webhook"], of: try call.app(), v2: false)
        return .empty()
    }

    /// `POST …/webhooks/{id}/subscriptions/all.json`
    func subscribeV1(_ call: XCall) async throws(XError) -> XAnswer {
        try subscribe(call, v2: false)
        return .empty()
    }

    /// `GET …/webhooks/{id}/subscriptions/all.json`
    func readSubscriptionV1(_ call: XCall) async throws(XError) -> XAnswer {
        guard try isSubscribed(call, v2: false) else { throw .noPage }
        return .empty()
    }

    /// `GET …/webhooks/{id}/subscriptions/all/list.json`
    func listSubscriptionsV1(_ call: XCall) async throws(XError) -> XAnswer {
        .json(try subscriptionList(call, v2: false))
    }

    /// `GET …/subscriptions/count.json`
    func countSubscriptionsV1(_ call: XCall) async throws(XError) -> XAnswer {
        .json(subscriptionCount(try call.app()))
    }

    /// `DELETE …/webhooks/{id}/subscriptions/{user}/all.json`
    func unsubscribeV1(_ call: XCall) async throws(XError) -> XAnswer {
        guard try unsubscribe(call, v2: false) else { throw .noPage }
        return .empty()
    }

    /// `POST …/replay/webhooks/{id}/subscriptions/all.json?from_date=&to_date=`
    func replayV1(_ call: XCall) async throws(XError) -> XAnswer {
        .json(
            try replay(
                call["webhook"], from: call.field("from_date"), to: call.field("to_date"), app: try call.app(),
                v2: false), status: 202)
    }

    func listed(_ app: MockXApp, v2: Bool) -> [JSON] {
        state.withLock { $0.webhooks.filter { $0.app == app.id }.map { $0.json(v2: v2) } }
    }

    func delete(_ id: String, of app: MockXApp, v2: Bool) throws(XError) {
        try locked { state throws(XError) in
            guard state.webhook(id, of: app.id) != nil else { throw WebhookRefusal.unknown.error(v2: v2) }
            state.remove(webhook: id)
        }
    }

    func subscribe(_ call: XCall, v2: Bool) throws(XError) {
        let (app, account) = (try call.app(), try call.account())
        try locked { state throws(XError) in
            guard let webhook = state.webhook(call["webhook"], of: app.id) else {
                throw WebhookRefusal.unknown.error(v2: v2)
            }
            guard !state.isSubscribed(account.id, to: webhook.id) else {
                throw v2 ? .failure("DuplicateSubscriptionFailed", "The subscription exists already.") : .coded(355)
            }
            guard state.subscriptions.count(where: { $0.webhook == webhook.id }) < app.mostSubscriptions else {
                throw v2
                    ? .failure("SubscriptionLimitExceeded", "There are as many subscriptions as there may be.")
                    : .coded(214, "Too many resources already created.")
            }
            state.subscriptions.append(AccountSubscription(webhook: webhook.id, account: account.id))
        }
    }

    func isSubscribed(_ call: XCall, v2: Bool) throws(XError) -> Bool {
        let (app, account) = (try call.app(), try call.account())
        return try locked { state throws(XError) in
            guard let webhook = state.webhook(call["webhook"], of: app.id) else {
                throw WebhookRefusal.unknown.error(v2: v2)
            }
            return state.isSubscribed(account.id, to: webhook.id)
        }
    }

    func subscriptionList(_ call: XCall, v2: Bool) throws(XError) -> JSON {
        let app = try call.app()
        return try locked { state throws(XError) in
            guard let webhook = state.webhook(call["webhook"], of: app.id) else {
                throw WebhookRefusal.unknown.error(v2: v2)
            }
            let accounts = state.subscriptions.filter { $0.webhook == webhook.id }.map(\.account)
            return [
                "webhook_id": .string(webhook.id), "webhook_url": .string(webhook.url),
                "application_id": .string(app.id),
                "subscriptions": .array(accounts.map { ["user_id": .string($0)] }),
            ]
        }
    }

    /// The values are texts.
    func subscriptionCount(_ app: MockXApp) -> JSON {
        let count = state.withLock { state in
            let own = Set(state.webhooks.filter { $0.app == app.id }.map(\.id))
            return state.subscriptions.count { own.contains($0.webhook) }
        }
        return [
            "account_name": .string(app.name), "subscriptions_count_all": .string(String(count)),
            "subscriptions_count_direct_messages": "0", "provisioned_count": .string(String(app.mostSubscriptions)),
        ]
    }

    /// - Returns: whether there was anything to end.
    func unsubscribe(_ call: XCall, v2: Bool) throws(XError) -> Bool {
        let app = try call.app()
        return try locked { state throws(XError) in
            guard let webhook = state.webhook(call["webhook"], of: app.id) else {
                throw WebhookRefusal.unknown.error(v2: v2)
            }
            let subscription = AccountSubscription(webhook: webhook.id, account: call["user"])
            guard state.subscriptions.contains(subscription) else { return false }
            state.subscriptions.removeAll { $0 == subscription }
            return true
        }
    }
}
