public import MockPlatform

extension MockPlatform.Operation {
    public static let requestToken: Self = "oauth.request_token"
    /// The pages on which somebody logs in and allows an app.
    public static let authorizePage: Self = "oauth.authorize"
    public static let accessToken: Self = "oauth.access_token"
    public static let invalidateToken: Self = "oauth.invalidate_token"
    public static let appToken: Self = "oauth2.app_token"
    public static let exchangeCode: Self = "oauth2.token"
    public static let revokeToken: Self = "oauth2.revoke"
    /// Who am I, in both versions.
    public static let readSelf: Self = "users.me"
    public static let readUsers: Self = "users.read"
    public static let settings: Self = "account.settings"
    /// A direct message, in both versions; a fault for `v1.1` or `v2` is for that version only.
    public static let sendMessage: Self = "messages.send"
    public static let listMessages: Self = "messages.list"
    public static let showMessage: Self = "messages.show"
    public static let deleteMessage: Self = "messages.delete"
    public static let indicateTyping: Self = "messages.typing"
    public static let markRead: Self = "messages.read"
    public static let uploadMedia: Self = "media.upload"
    public static let mediaStatus: Self = "media.status"
    public static let fetchMedia: Self = "media.fetch"
    public static let registerWebhook: Self = "webhooks.create"
    public static let listWebhooks: Self = "webhooks.list"
    public static let validateWebhook: Self = "webhooks.validate"
    public static let deleteWebhook: Self = "webhooks.delete"
    public static let replayEvents: Self = "webhooks.replay"
    public static let subscribe: Self = "subscriptions.create"
    public static let readSubscription: Self = "subscriptions.read"
    public static let listSubscriptions: Self = "subscriptions.list"
    public static let countSubscriptions: Self = "subscriptions.count"
    public static let unsubscribe: Self = "subscriptions.delete"
    public static let activitySubscriptions: Self = "activity.subscriptions"
    /// A webhook with events.
    public static let event: Self = "webhook.event"
    /// The GET that asks whether whoever is at a webhook knows the app's secret.
    public static let challenge: Self = "webhook.challenge"
}
