import ConnectorKit
import HTTPTypes

/// One of X's APIs that bring events: its webhooks, and which accounts' events come there.
protocol ActivityAPI {
    /// All webhooks of the app.
    func webhooks(_ reader: TwitterReader) async throws(TwitterTrouble) -> [XWebhook]
    /// X asks its challenge at that address before it answers.
    func register(_ url: String, as user: TwitterApp.Caller, _ reader: TwitterReader) async throws(TwitterTrouble)
    /// Has X ask its challenge again, and deliver if it is answered well.
    func validate(
        _ webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble)
    /// Whether the account's events come there.
    func isSubscribed(
        _ account: String, to webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) -> Bool
    /// To be repeated at will: that it is there already is no trouble.
    func subscribe(
        _ account: String, to webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble)
}

extension ActivityKind {
    var api: any ActivityAPI {
        switch self {
        case .accountActivity1: EnterpriseAccountActivity()
        case .accountActivity2: AccountActivity()
        case .xActivity: XActivity()
        }
    }
}

/// X: enterprise Account Activity API, v1.1.
struct EnterpriseAccountActivity: ActivityAPI {
    private static let base = "1.1/account_activity"

    func webhooks(_ reader: TwitterReader) async throws(TwitterTrouble) -> [XWebhook] {
        let app = try await reader.appToken()
        let answer = try await reader.answer(to: reader.app.call(.get, "\(Self.base)/webhooks.json", as: app))
        guard case .list(let list) = answer.tree else { throw .noAnswer("X's list of webhooks cannot be read.") }
        return try list.all()
    }

    func register(_ url: String, as user: TwitterApp.Caller, _ reader: TwitterReader) async throws(TwitterTrouble) {
        let answer = try await reader.answer(
            to: reader.app.call(.post, "\(Self.base)/webhooks.json", [(name: "url", value: url)], as: user))
        guard XWebhook(answer.tree) != nil else { throw .noAnswer("X's answer about the webhook cannot be read.") }
    }

    func validate(
        _ webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) {
        let answer = try await reader.answer(
            to: reader.app.call(.put, "\(Self.base)/webhooks/\(webhook.id).json", as: user))
        guard answer.status == 204 else { throw .noAnswer("X's answer does not say that it was done.") }
    }

    func isSubscribed(
        _ account: String, to webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) -> Bool {
        do throws(TwitterTrouble) {
            let call = reader.app.call(.get, Self.subscription(webhook), as: user)
            guard try await reader.answer(to: call).status == 204 else {
                throw TwitterTrouble.noAnswer("X's answer about the subscription cannot be read.")
            }
            return true
        } catch {
            guard error.isMissing else { throw error }
            return false
        }
    }

    func subscribe(
        _ account: String, to webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) {
        do throws(TwitterTrouble) {
            let answer = try await reader.answer(to: reader.app.call(.post, Self.subscription(webhook), as: user))
            guard answer.status == 204 else {
                throw TwitterTrouble.noAnswer("X's answer does not say that it was done.")
            }
        } catch {
            guard error.refuses(with: [355]) else { throw error }
        }
    }

    private static func subscription(_ webhook: XWebhook) -> String {
        "\(base)/webhooks/\(webhook.id)/subscriptions/all.json"
    }
}

/// X: webhooks of v2, which its two APIs of v2 share.
enum SharedWebhooks {
    static func all(_ reader: TwitterReader) async throws(TwitterTrouble) -> [XWebhook] {
        let app = try await reader.appToken()
        let answer = try await reader.answer(to: reader.app.call(.get, "2/webhooks", as: app))
        // X leaves an empty list out.
        if answer["data"] == nil, answer["meta"]?["result_count"]?.integer == 0 { return [] }
        guard case .list(let list) = answer["data"] else { throw .noAnswer("X's list of webhooks cannot be read.") }
        return try list.all()
    }

    static func register(_ url: String, _ reader: TwitterReader) async throws(TwitterTrouble) {
        let app = try await reader.appToken()
        let answer = try await reader.answer(to: reader.json(.post, "2/webhooks", ["url": url], as: app))
        guard XWebhook(answer["data"] ?? answer.tree) != nil else {
            throw .noAnswer("X's answer about the webhook cannot be read.")
        }
    }

    static func validate(_ webhook: XWebhook, _ reader: TwitterReader) async throws(TwitterTrouble) {
        let app = try await reader.appToken()
        let answer = try await reader.answer(to: reader.app.call(.put, "2/webhooks/\(webhook.id)", as: app))
        guard answer["data"]?["valid"]?.isTrue == true else {
            throw .noAnswer("X asked its challenge, and does not call the webhook valid.")
        }
    }
}

/// X: Account Activity API, v2.
struct AccountActivity: ActivityAPI {
    func webhooks(_ reader: TwitterReader) async throws(TwitterTrouble) -> [XWebhook] {
        try await SharedWebhooks.all(reader)
    }

    func register(_ url: String, as user: TwitterApp.Caller, _ reader: TwitterReader) async throws(TwitterTrouble) {
        try await SharedWebhooks.register(url, reader)
    }

    func validate(
        _ webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) {
        try await SharedWebhooks.validate(webhook, reader)
    }

    func isSubscribed(
        _ account: String, to webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) -> Bool {
        let answer = try await reader.answer(to: reader.app.call(.get, Self.subscription(webhook), as: user))
        guard case .bool(let isSubscribed) = answer["data"]?["subscribed"] else {
            throw .noAnswer("X's answer about the subscription cannot be read.")
        }
        return isSubscribed
    }

    func subscribe(
        _ account: String, to webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) {
        if try await isSubscribed(account, to: webhook, as: user, reader) { return }
        let answer = try await reader.answer(
            to: reader.json(.post, Self.subscription(webhook), [String: String](), as: user))
        guard answer["data"]?["subscribed"]?.isTrue == true else {
            throw .noAnswer("X's answer does not say that it was done.")
        }
    }

    private static func subscription(_ webhook: XWebhook) -> String {
        "2/account_activity/webhooks/\(webhook.id)/subscriptions/all"
    }
}

/// X: X Activity API, where each kind of event is subscribed to by itself.
struct XActivity: ActivityAPI {
    /// What a transcript is made of, and that the account has taken its leave back.
    static let kinds = ["dm.received", "dm.sent", "dm.read", "oauth.revoke"]

    private static let path = "2/activity/subscriptions"

    func webhooks(_ reader: TwitterReader) async throws(TwitterTrouble) -> [XWebhook] {
        try await SharedWebhooks.all(reader)
    }

    func register(_ url: String, as user: TwitterApp.Caller, _ reader: TwitterReader) async throws(TwitterTrouble) {
        try await SharedWebhooks.register(url, reader)
    }

    func validate(
        _ webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) {
        try await SharedWebhooks.validate(webhook, reader)
    }

    func isSubscribed(
        _ account: String, to webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) -> Bool {
        try await missing(account, webhook, reader).isEmpty
    }

    func subscribe(
        _ account: String, to webhook: XWebhook, as user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) {
        for kind in try await missing(account, webhook, reader) {
            let order = Order(
                eventType: kind, filter: kind == "oauth.revoke" ? nil : ["user_id": account], webhookID: webhook.id)
            let answer = try await reader.answer(to: reader.json(.post, Self.path, order, as: user))
            let made = answer["data"]?["subscription"] ?? answer["data"]
            guard made?["subscription_id"]?.id != nil || made?["id"]?.id != nil else {
                throw .noAnswer("X's answer about the subscription cannot be read.")
            }
        }
    }

    private func missing(
        _ account: String, _ webhook: XWebhook, _ reader: TwitterReader
    ) async throws(TwitterTrouble) -> [String] {
        let app = try await reader.appToken()
        let answer = try await reader.answer(to: reader.app.call(.get, Self.path, as: app))
        let list: [JSONTree]
        switch answer["data"] {
        case .list(let data): list = data
        case nil where answer["meta"]?["total_subscriptions"]?.integer == 0: list = []
        default: throw .noAnswer("X's list of subscriptions cannot be read.")
        }
        let there = list.filter { subscription in
            let user = subscription["filter"]?["user_id"]?.id
            return subscription["webhook_id"]?.id == webhook.id && (user == nil || user == account)
        }.compactMap { $0["event_type"]?.text }
        return Self.kinds.filter { !there.contains($0) }
    }

    private struct Order: Encodable {
        let eventType: String
        let filter: [String: String]?
        let webhookID: String

        enum CodingKeys: String, CodingKey {
            case filter
            case eventType = "event_type"
            case webhookID = "webhook_id"
        }
    }
}

extension [JSONTree] {
    /// Each of them, or none: a list that is half understood is not understood.
    fileprivate func all() throws(TwitterTrouble) -> [XWebhook] {
        let webhooks = compactMap { XWebhook($0) }
        guard webhooks.count == count else { throw .noAnswer("X's list of webhooks cannot be read.") }
        return webhooks
    }
}

extension TwitterReader {
    /// A call with JSON of ids and addresses, which can always be written.
    fileprivate func json(
        _ method: HTTPRequest.Method, _ path: String, _ body: some Encodable, as caller: TwitterApp.Caller
    ) throws(TwitterTrouble) -> HTTPCall {
        do { return try app.call(method, path, json: body, as: caller) } catch { throw .noAnswer(error.explanation) }
    }
}
