internal import HTTPTypes
internal import MockPlatform

extension XRoute {
    private static let sending: Set<String> = ["dm.write", "tweet.read", "users.read"]
    private static let reading: Set<String> = ["dm.read", "tweet.read", "users.read"]

    /// Direct messages of both versions.
    static let messageRoutes =
        [
            XRoute(
                .post, "/1.1/direct_messages/events/new", .sendMessage, by: .user, scopes: sending,
                access: [.enterprise], limit: .sendV1, MockX.sendV1),
            XRoute(
                .get, "/1.1/direct_messages/events/list", .listMessages, by: .user, scopes: reading,
                access: [.enterprise], limit: .readMessages, MockX.listV1),
            XRoute(
                .get, "/1.1/direct_messages/events/show", .showMessage, by: .user, scopes: reading,
                access: [.enterprise], limit: .readMessages, MockX.showV1),
            XRoute(
                .delete, "/1.1/direct_messages/events/destroy", .deleteMessage, by: .user, scopes: sending,
                access: [.enterprise], limit: .deleteMessages, MockX.deleteV1),
            XRoute(
                .post, "/1.1/direct_messages/indicate_typing", .indicateTyping, by: .user, scopes: sending,
                access: [.enterprise], limit: .other, MockX.indicateTyping),
            XRoute(
                .post, "/1.1/direct_messages/mark_read", .markRead, by: .user, scopes: sending,
                access: [.enterprise], limit: .other, MockX.markRead),
        ] + messageRoutesV2

    private static let messageRoutesV2 = [
        XRoute(
            .post, "/2/dm_conversations/with/:participant/messages", .sendMessage, by: .user, scopes: sending,
            limit: .send, MockX.sendToParticipant),
        XRoute(
            .post, "/2/dm_conversations/:conversation/messages", .sendMessage, by: .user, scopes: sending,
            limit: .send, MockX.sendInConversation),
        XRoute(
            .get, "/2/dm_events", .listMessages, by: .user, scopes: reading, limit: .readMessages, MockX.listV2),
        XRoute(
            .get, "/2/dm_conversations/with/:participant/dm_events", .listMessages, by: .user, scopes: reading,
            limit: .readMessages, MockX.listV2),
        XRoute(
            .get, "/2/dm_conversations/:conversation/dm_events", .listMessages, by: .user, scopes: reading,
            limit: .readMessages, MockX.listV2),
        XRoute(
            .get, "/2/dm_events/:event", .showMessage, by: .user, scopes: reading, limit: .readMessages,
            MockX.showV2),
        XRoute(
            .delete, "/2/dm_events/:event", .deleteMessage, by: .user, scopes: ["dm.write", "dm.read"],
            limit: .deleteMessages, MockX.deleteV2),
    ]
}
