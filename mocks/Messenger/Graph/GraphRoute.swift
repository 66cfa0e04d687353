internal import HTTPTypes
public import MockPlatform

extension MockPlatform.Operation {
    public static let dialog: Self = "dialog"
    public static let exchangeToken: Self = "token.exchange"
    public static let debugToken: Self = "token.debug"
    public static let fetchNode: Self = "node.fetch"
    public static let listAccounts: Self = "accounts.list"
    public static let listPermissions: Self = "permissions.list"
    public static let readPageSubscription: Self = "subscribed_apps.read"
    public static let subscribePage: Self = "subscribed_apps.create"
    public static let unsubscribePage: Self = "subscribed_apps.delete"
    public static let readAppSubscription: Self = "subscriptions.read"
    public static let subscribeApp: Self = "subscriptions.create"
    public static let unsubscribeApp: Self = "subscriptions.delete"
    public static let sendMessage: Self = "messages.send"
    public static let uploadAttachment: Self = "attachments.upload"
    public static let messengerProfile: Self = "messenger_profile"
    public static let threadControl: Self = "thread.control"
    public static let threadOwner: Self = "thread.owner"
    /// A file of the content network.
    public static let fetchContent: Self = "content.fetch"
    /// A webhook with events.
    public static let event: Self = "webhook.event"
    /// The GET that asks whether a callback address is the app's own.
    public static let verification: Self = "webhook.verification"
    public static let deauthorization: Self = "callback.deauthorize"
    public static let dataDeletion: Self = "callback.data_deletion"
}

/// What a request to the Graph API is for.
enum GraphRoute: Equatable {
    /// What an app does with the control of a thread.
    enum ThreadAction: String {
        case pass = "pass_thread_control"
        case take = "take_thread_control"
        case request = "request_thread_control"
        case release = "release_thread_control"
        case extend = "extend_thread_control"
    }

    case exchangeToken
    case debugToken
    /// By its id, a page's user name, or `me`.
    case node(String)
    case accounts(String)
    case permissions(String)
    case subscribedApps(String, HTTPRequest.Method)
    case subscriptions(String, HTTPRequest.Method)
    case messages(String)
    case attachments(String)
    case messengerProfile(String, HTTPRequest.Method)
    case thread(String, ThreadAction)
    case threadOwner(String)

    static func find(_ method: HTTPRequest.Method, _ segments: [String]) -> GraphRoute? {
        switch (method, segments.count) {
        case (.get, 1): segments[0] == "debug_token" ? .debugToken : .node(segments[0])
        case (.get, 2) where segments == ["oauth", "access_token"]: .exchangeToken
        case (.get, 2): reading(segments[0], segments[1])
        case (.post, 2), (.delete, 2): writing(method, segments[0], segments[1])
        default: nil
        }
    }

    private static func reading(_ node: String, _ edge: String) -> GraphRoute? {
        switch edge {
        case "accounts": .accounts(node)
        case "permissions": .permissions(node)
        case "subscribed_apps": .subscribedApps(node, .get)
        case "subscriptions": .subscriptions(node, .get)
        case "messenger_profile": .messengerProfile(node, .get)
        case "thread_owner": .threadOwner(node)
        default: nil
        }
    }

    private static func writing(_ method: HTTPRequest.Method, _ node: String, _ edge: String) -> GraphRoute? {
        switch edge {
        case "subscribed_apps": .subscribedApps(node, method)
        case "subscriptions": .subscriptions(node, method)
        case "messenger_profile": .messengerProfile(node, method)
        case "messages" where method == .post: .messages(node)
        case "message_attachments" where method == .post: .attachments(node)
        case _ where method == .post: ThreadAction(rawValue: edge).map { GraphRoute.thread(node, $0) }
        default: nil
        }
    }

    var operation: MockPlatform.Operation {
        switch self {
        case .exchangeToken: .exchangeToken
        case .debugToken: .debugToken
        case .node: .fetchNode
        case .accounts: .listAccounts
        case .permissions: .listPermissions
        case .subscribedApps(_, .get): .readPageSubscription
        case .subscribedApps(_, .post): .subscribePage
        case .subscribedApps: .unsubscribePage
        case .subscriptions(_, .get): .readAppSubscription
        case .subscriptions(_, .post): .subscribeApp
        case .subscriptions: .unsubscribeApp
        case .messages: .sendMessage
        case .attachments: .uploadAttachment
        case .messengerProfile: .messengerProfile
        case .thread: .threadControl
        case .threadOwner: .threadOwner
        }
    }

    /// The node that is named in the path.
    var node: String? {
        switch self {
        case .exchangeToken, .debugToken: nil
        case .node(let node), .accounts(let node), .permissions(let node), .subscribedApps(let node, _),
            .subscriptions(let node, _), .messages(let node), .attachments(let node),
            .messengerProfile(let node, _), .thread(let node, _), .threadOwner(let node):
            node
        }
    }
}
