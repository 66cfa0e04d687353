internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockX {
    /// `POST /2/activity/subscriptions`
    func createActivity(_ call: XCall) async throws(XError) -> XAnswer {
        let (app, now) = (try call.app(), clock.now)
        let body = try call.json(of: ["event_type", "filter", "tag", "webhook_id"])
        guard let type = body["event_type"]?.text, ActivitySubscription.types.contains(type) else {
            throw .invalid("$.event_type: is not a known type of event")
        }
        let account = try Self.account(of: type, body["filter"], call)
        guard let webhook = body["webhook_id"]?.text else {
            throw .invalid("$.webhook_id: this mock has no stream, only webhooks")
        }
        let tag = body["tag"]?.text
        guard tag?.count ?? 0 <= 200 else { throw .invalid("$.tag: must be at most 200 characters long") }
        return try locked { state throws(XError) in
            guard state.webhook(webhook, of: app.id) != nil else {
                throw WebhookRefusal.unknown.error(v2: true)
            }
            guard !state.activities.contains(where: { $0.app == app.id && $0.type == type && $0.account == account })
            else { throw .failure("DuplicateSubscriptionFailed", "The subscription exists already.") }
            let made = ActivitySubscription(
                id: state.newID(at: now), app: app.id, type: type, account: account,
                direction: body["filter"]?["direction"]?.text, keyword: body["filter"]?["keyword"]?.text,
                webhook: webhook, tag: tag, created: now, updated: now)
            state.activities.append(made)
            return state.answer(made)
        }
    }

    /// `GET /2/activity/subscriptions`
    func listActivities(_ call: XCall) async throws(XError) -> XAnswer {
        let app = try call.app()
        return state.withLock { state in
            let own = state.activities.filter { $0.app == app.id }
            return .json([
                "data": .array(own.map(\.json)),
                "meta": ["total_subscriptions": .integer(own.count), "result_count": .integer(own.count)],
            ])
        }
    }

    /// `PUT /2/activity/subscriptions/{id}`: another webhook or tag.
    func changeActivity(_ call: XCall) async throws(XError) -> XAnswer {
        let (app, now) = (try call.app(), clock.now)
        let body = try call.json(of: ["tag", "webhook_id"])
        return try locked { state throws(XError) in
            guard let place = state.activities.firstIndex(where: { $0.id == call["id"] && $0.app == app.id }) else {
                throw .notFound("subscription", call["id"])
            }
            if let webhook = body["webhook_id"]?.text {
                guard state.webhook(webhook, of: app.id) != nil else {
                    throw WebhookRefusal.unknown.error(v2: true)
                }
                state.activities[place].webhook = webhook
            }
            if let tag = body["tag"]?.text { state.activities[place].tag = tag }
            state.activities[place].updated = now
            return state.answer(state.activities[place])
        }
    }

    /// `DELETE /2/activity/subscriptions/{id}`
    func deleteActivity(_ call: XCall) async throws(XError) -> XAnswer {
        let app = try call.app()
        return try locked { state throws(XError) in
            guard state.activities.contains(where: { $0.id == call["id"] && $0.app == app.id }) else {
                throw .notFound("subscription", call["id"])
            }
            state.activities.removeAll { $0.id == call["id"] }
            return .json([
                "data": ["deleted": true],
                "meta": ["total_subscriptions": .integer(state.activities.count { $0.app == app.id })],
            ])
        }
    }

    /// Whom a subscription is about. Messages are an account's own affair: only its token can ask for them.
    private static func account(of type: String, _ filter: JSON?, _ call: XCall) throws(XError) -> String? {
        guard type.hasPrefix("dm.") else {
            guard filter?["user_id"] == nil else { throw .invalid("$.filter: is not supported for \(type)") }
            return nil
        }
        guard let id = filter?["user_id"]?.text else { throw .invalid("$.filter.user_id: is required") }
        guard let caller = call.caller, let account = caller.account, account.id == id,
            caller.level == .readWriteDirectMessages || caller.scopes?.contains("dm.read") == true
        else { throw .forbidden }
        return id
    }
}

extension XState {
    fileprivate func answer(_ subscription: ActivitySubscription) -> XAnswer {
        let json: JSON =
            configuration.nestsActivitySubscriptions ? ["subscription": subscription.json] : subscription.json
        return .json([
            "data": json,
            "meta": ["total_subscriptions": .integer(activities.count { $0.app == subscription.app })],
        ])
    }
}

extension XRoute {
    private static let path = "/2/activity/subscriptions"

    /// The X Activity API.
    static let activityRoutes = [
        XRoute(
            .post, path, .activitySubscriptions, by: .userOrApp, access: [.activity], limit: .subscriptions,
            MockX.createActivity),
        XRoute(
            .get, path, .activitySubscriptions, by: .userOrApp, access: [.activity], limit: .subscriptions,
            MockX.listActivities),
        XRoute(
            .put, "\(path)/:id", .activitySubscriptions, by: .userOrApp, access: [.activity], limit: .subscriptions,
            MockX.changeActivity),
        XRoute(
            .delete, "\(path)/:id", .activitySubscriptions, by: .userOrApp, access: [.activity],
            limit: .subscriptions, MockX.deleteActivity),
    ]
}
