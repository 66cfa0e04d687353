internal import HTTPTypes
internal import MockPlatform

extension XRoute {
    private static let following: Set<String> = ["dm.read", "dm.write", "tweet.read", "users.read"]
    private static let enterprise = "/1.1/account_activity"
    private static let v2 = "/2/account_activity"

    private static let either: Set<XAccess> = [.accountActivity, .activity]

    /// Webhooks, and what accounts they are told of.
    static let webhookRoutes = enterpriseRoutes + webhookRoutesV2

    private static let enterpriseRoutes = [
        XRoute(
            .post, "\(enterprise)/webhooks", .registerWebhook, by: .user, access: [.enterprise], limit: .webhooks,
            MockX.createWebhookV1),
        XRoute(
            .get, "\(enterprise)/webhooks", .listWebhooks, by: .app, access: [.enterprise], limit: .webhooks,
            MockX.listWebhooksV1),
        XRoute(
            .put, "\(enterprise)/webhooks/:webhook", .validateWebhook, by: .user, access: [.enterprise],
            limit: .webhooks, MockX.validateWebhookV1),
        XRoute(
            .delete, "\(enterprise)/webhooks/:webhook", .deleteWebhook, by: .user, access: [.enterprise],
            limit: .webhooks, MockX.deleteWebhookV1),
        XRoute(
            .post, "\(enterprise)/webhooks/:webhook/subscriptions/all", .subscribe, by: .user, scopes: following,
            access: [.enterprise], limit: .subscriptions, MockX.subscribeV1),
        XRoute(
            .get, "\(enterprise)/webhooks/:webhook/subscriptions/all", .readSubscription, by: .user,
            access: [.enterprise], limit: .subscriptions, MockX.readSubscriptionV1),
        XRoute(
            .get, "\(enterprise)/webhooks/:webhook/subscriptions/all/list", .listSubscriptions, by: .app,
            access: [.enterprise], limit: .subscriptions, MockX.listSubscriptionsV1),
        XRoute(
            .get, "\(enterprise)/subscriptions/count", .countSubscriptions, by: .app, access: [.enterprise],
            limit: .subscriptions, MockX.countSubscriptionsV1),
        XRoute(
            .delete, "\(enterprise)/webhooks/:webhook/subscriptions/:user/all", .unsubscribe, by: .app,
            access: [.enterprise], limit: .subscriptions, MockX.unsubscribeV1),
        XRoute(
            .post, "\(enterprise)/replay/webhooks/:webhook/subscriptions/all", .replayEvents, by: .app,
            access: [.enterprise], limit: .replay, MockX.replayV1),
    ]

    private static let webhookRoutesV2 = [
        XRoute(
            .post, "/2/webhooks", .registerWebhook, by: .userOrApp, access: either, limit: .webhooks,
            MockX.createWebhookV2),
        XRoute(
            .get, "/2/webhooks", .listWebhooks, by: .userOrApp, access: either, limit: .webhooks,
            MockX.listWebhooksV2),
        XRoute(
            .put, "/2/webhooks/:webhook", .validateWebhook, by: .userOrApp, access: either, limit: .webhooks,
            MockX.validateWebhookV2),
        XRoute(
            .delete, "/2/webhooks/:webhook", .deleteWebhook, by: .userOrApp, access: either, limit: .webhooks,
            MockX.deleteWebhookV2),
        XRoute(
            .post, "/2/webhooks/replay", .replayEvents, by: .userOrApp, access: [.accountActivity], limit: .replay,
            MockX.replayV2),
        XRoute(
            .post, "\(v2)/webhooks/:webhook/subscriptions/all", .subscribe, by: .user, scopes: following,
            access: [.accountActivity], limit: .subscriptions, MockX.subscribeV2),
        XRoute(
            .get, "\(v2)/webhooks/:webhook/subscriptions/all", .readSubscription, by: .user, scopes: ["dm.read"],
            access: [.accountActivity], limit: .subscriptions, MockX.readSubscriptionV2),
        XRoute(
            .get, "\(v2)/webhooks/:webhook/subscriptions/all/list", .listSubscriptions, by: .app,
            access: [.accountActivity], limit: .subscriptions, MockX.listSubscriptionsV2),
        XRoute(
            .get, "\(v2)/subscriptions/count", .countSubscriptions, by: .app, access: [.accountActivity],
            limit: .subscriptions, MockX.countSubscriptionsV2),
        XRoute(
            .delete, "\(v2)/webhooks/:webhook/subscriptions/:user/all", .unsubscribe, by: .app,
            access: [.accountActivity], limit: .subscriptions, MockX.unsubscribeV2),
    ]
}
