import ConnectorKit
import GatewayModel
import Signing

/// One event, and what stands around it.
struct TwitterItem {
    let item: JSONTree
    /// Ours; `nil` where the request does not say.
    let account: String?
    /// Names of users and apps.
    let envelope: JSONTree
    /// Milliseconds; `nil` where none is told, or none that can be.
    let at: Int64?

    init(_ item: JSONTree, of account: String?, in envelope: JSONTree) {
        self.item = item
        self.account = Self.user(account)
        self.envelope = envelope
        // Beyond the year 2100 it is none.
        at = item["created_timestamp"]?.integer.flatMap { (1..<4_102_444_800_000).contains($0) ? $0 : nil }
    }

    /// What an event comes to.
    struct Found {
        var at: Int64?
        var event: PlatformEvent?
        var sign: WebhookOutcome.Sign?

        /// Something that is not known; the whole request is kept for its sake.
        static func unknown(_ kind: String, _ tree: JSONTree, of account: String?) -> Found {
            let account = TwitterItem.user(account) ?? "unknown"
            let text = tree.leaves().sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
            let digest = Hex.encode(Hash.sha256.digest(Array(text.utf8))).prefix(32)
            return Found(
                event: PlatformEvent(
                    key: EventKey(id: "unknown/\(account)/\(digest)"), address: TwitterAddress.carried(account),
                    content: .other(kind: kind.isEmpty ? "nothing" : String(kind.prefix(64)))))
        }
    }

    /// A message to us, or one in our name.
    func message() -> Found {
        let create = item["message_create"] ?? .null
        guard item["type"]?.text == "message_create" else {
            return stray("direct message event of \(item["type"]?.text ?? "nothing")")
        }
        guard let id = Self.event(item["id"]?.id), let account, let sender = Self.user(create["sender_id"]?.id),
            let recipient = Self.user(create["target"]?["recipient_id"]?.id), sender != recipient
        else { return stray("message_create without its parts") }
        if recipient == account { return inbound(id, to: account, from: sender, create) }
        if sender == account { return echo(id, from: account, to: recipient, create) }
        return stray("message_create between others")
    }

    /// The key of a message, the same in every shape, from lists, and whenever it comes again.
    ///
    /// Of two accounts of ours that write to each other each has it. The time is in the id: that of the event is told to
    /// the millisecond in some places, and to the second in others.
    static func key(ofMessage id: String, at account: String) -> EventKey {
        EventKey(time: TwitterSnowflake.moment(of: id), id: "\(account)/\(id)")
    }

    var moment: Timestamp? { at.map { Timestamp(milliseconds: $0) } }

    /// The id of a user; `nil` for what is none.
    static func user(_ id: String?) -> String? { id.flatMap { TwitterAddress.isID($0) ? $0 : nil } }

    /// The id of an event; `nil` for what no key can be made of.
    static func event(_ id: String?) -> String? {
        id.flatMap { id in
            (1...64).contains(id.utf8.count) && id.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? id : nil
        }
    }

    func found(_ key: EventKey, of account: String, _ content: PlatformEvent.Content) -> Found {
        Found(
            at: at, event: PlatformEvent(key: key, address: TwitterAddress.carried(account), content: content))
    }

    /// An event without anything that makes it ours.
    func stray(_ kind: String) -> Found { .unknown(kind, item, of: account) }
}
