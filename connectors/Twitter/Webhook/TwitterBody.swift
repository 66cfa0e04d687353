import ConnectorKit
import GatewayModel

/// The body of a webhook, in whichever shape it comes: that of Account Activity, the same in v1.1 and v2, or that of X
/// Activity, which wraps it.
enum TwitterBody {
    static func read(_ body: [UInt8]) throws(WebhookRejection) -> WebhookOutcome {
        guard let tree = JSONTree(reading: body), !tree.fields.isEmpty else {
            throw .malformed(reason: "The body is not an object with events, which is what X sends.")
        }
        let found =
            if let data = tree["data"], let kind = data["event_type"]?.text {
                activity(data, kind)
            } else {
                accountActivity(tree, of: tree["for_user_id"]?.id)
            }
        // X promises no order: it is made by the times.
        let inOrder = found.enumerated().sorted { left, right in
            let (first, second) = (left.element.at ?? 0, right.element.at ?? 0)
            return first == second ? left.offset < right.offset : first < second
        }
        return WebhookOutcome(
            events: inOrder.compactMap(\.element.event), reply: WebhookReply(status: 200),
            signs: found.compactMap(\.sign).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }

    /// X: Account Activity data objects. A list for each kind of event; who takes part stands beside them.
    private static func accountActivity(_ tree: JSONTree, of account: String?) -> [TwitterItem.Found] {
        tree.fields.sorted { $0.key < $1.key }.flatMap { name, value -> [TwitterItem.Found] in
            let item = { TwitterItem($0, of: account, in: tree) }
            return switch (name, value) {
            case ("direct_message_events", .list(let items)): items.map { item($0).message() }
            case ("direct_message_mark_read_events", .list(let items)): items.flatMap { item($0).read() }
            case ("user_event", _): [revoked(value["revoke"]?["source"]?["user_id"], value, name)]
            default: isOfNoUse(name, value) ? [] : [.unknown(name, value, of: account)]
            }
        }
    }

    /// X: X Activity API. One event, with the account that it was subscribed for.
    private static func activity(_ data: JSONTree, _ kind: String) -> [TwitterItem.Found] {
        let payload = data["payload"] ?? .null
        let recipient = payload["direct_message_events"]?.list.first?["message_create"]?["target"]?["recipient_id"]
        let account = data["filter"]?["user_id"]?.id ?? (kind == "dm.received" ? recipient?.id : nil)
        switch kind {
        case "dm.received", "dm.sent", "dm.read":
            // Each brings one of these lists; without, it says something else.
            let lists = ["direct_message_events", "direct_message_mark_read_events"]
            guard lists.contains(where: { payload[$0]?.list.isEmpty == false }) else {
                return [.unknown(kind, data, of: account)]
            }
            return accountActivity(payload, of: account)
        case "dm.indicate_typing": return []
        case "oauth.revoke": return [revoked(payload["user_id"], data, kind)]
        default: return [.unknown(kind, data, of: account)]
        }
    }

    /// Somebody has taken the app's access away: the checklist tells what that means.
    private static func revoked(_ user: JSONTree?, _ tree: JSONTree, _ kind: String) -> TwitterItem.Found {
        guard let user = TwitterItem.user(user?.id) else { return .unknown(kind, tree, of: nil) }
        return TwitterItem.Found(sign: .connection(TwitterAddress.carried(user)))
    }

    /// What a desk has no use for: posts, followers, whom our account blocks, who types; and what is no event.
    ///
    /// That a customer has blocked the account is never told; the next message is refused.
    private static func isOfNoUse(_ name: String, _ value: JSONTree) -> Bool {
        switch name {
        case "users", "apps", "direct_message_indicate_typing_events", "follow_events", "block_events", "mute_events",
            "favorite_events", "tweet_create_events", "tweet_delete_events", "replay_job_status":
            true
        default: value.list.isEmpty && value.fields.isEmpty
        }
    }
}
