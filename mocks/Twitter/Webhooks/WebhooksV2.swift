internal import MockPlatform

extension MockX {
    /// `POST /2/webhooks`
    func createWebhookV2(_ call: XCall) async throws(XError) -> XAnswer {
        let url = try call.json(of: ["url"])["url"]?.text ?? ""
        return .data(try await register(url, app: try call.app(), v2: true).json(v2: true))
    }

    /// `GET /2/webhooks`
    func listWebhooksV2(_ call: XCall) async throws(XError) -> XAnswer {
        let all = listed(try call.app(), v2: true)
        return .json(
            .having([
                "data": all.isEmpty ? nil : .array(all), "meta": ["result_count": .integer(all.count)],
            ]))
    }

    /// `PUT /2/webhooks/{id}`
    func validateWebhookV2(_ call: XCall) async throws(XError) -> XAnswer {
        try await validate(call["webhook"], app: try call.app(), v2: true)
        return .data(["valid": true])
    }

    /// `DELETE /2/webhooks/{id}`
    func deleteWebhookV2(_ call: XCall) async throws(XError) -> XAnswer {
        try delete(call["webhook"], of: try call.app(), v2: true)
        return .data(["deleted": true])
    }

    /// `POST /2/account_activity/webhooks/{id}/subscriptions/all`
    func subscribeV2(_ call: XCall) async throws(XError) -> XAnswer {
        try subscribe(call, v2: true)
        return .data(["subscribed": true])
    }

    /// `GET /2/account_activity/webhooks/{id}/subscriptions/all`
    func readSubscriptionV2(_ call: XCall) async throws(XError) -> XAnswer {
        .data(["subscribed": .bool(try isSubscribed(call, v2: true))])
    }

    /// `GET /2/account_activity/webhooks/{id}/subscriptions/all/list`
    func listSubscriptionsV2(_ call: XCall) async throws(XError) -> XAnswer {
        .data(try subscriptionList(call, v2: true))
    }

    /// `GET /2/account_activity/subscriptions/count`
    func countSubscriptionsV2(_ call: XCall) async throws(XError) -> XAnswer {
        .data(subscriptionCount(try call.app()))
    }

    /// `DELETE /2/account_activity/webhooks/{id}/subscriptions/{user}/all`
    func unsubscribeV2(_ call: XCall) async throws(XError) -> XAnswer {
        guard try unsubscribe(call, v2: true) else {
            throw .failure("SubscriptionNotFound", "There is no such subscription.")
        }
        return .data(["subscribed": false])
    }

    /// `POST /2/webhooks/replay`
    func replayV2(_ call: XCall) async throws(XError) -> XAnswer {
        let body = try call.json(of: ["webhook_id", "from_date", "to_date"])
        return .data(
            try replay(
                body["webhook_id"]?.text ?? "", from: body["from_date"]?.text, to: body["to_date"]?.text,
                app: try call.app(), v2: true))
    }
}
