import ConnectorKit
import GatewayModel
import Signing

/// One event of a batch. Which keys it has tells what it is.
struct MessengerItem {
    let item: JSONTree
    let page: String
    /// Another application has the conversation; we only listen.
    let isStandby: Bool
    /// Milliseconds; `nil` where none is told, or none that can be.
    let at: Int64?

    init(_ item: JSONTree, of page: String, isStandby: Bool) {
        self.item = item
        self.page = page
        self.isStandby = isStandby
        at = Self.milliseconds(item["timestamp"]?.integer)
    }

    /// What an event comes to.
    struct Found {
        var at: Int64?
        var event: PlatformEvent?
        var sign: WebhookOutcome.Sign?

        /// Something that is not known; the whole request is kept for its sake.
        static func unknown(_ kind: String, _ tree: JSONTree, of page: String) -> Found {
            let text = tree.leaves().sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
            let digest = Hex.encode(Hash.sha256.digest(Array(text.utf8))).prefix(32)
            return Found(
                event: PlatformEvent(
                    key: EventKey(id: "unknown/\(page)/\(digest)"), address: MessengerAddress.carried(page),
                    content: .other(kind: kind.isEmpty ? "nothing" : kind)))
        }
    }

    func read() -> [Found] {
        let fields = item.fields
        if let message = fields["message"] {
            if message["is_echo"]?.isTrue == true || fields["sender"]?["id"]?.id == page { return [echo(message)] }
            return [message["is_deleted"]?.isTrue == true ? unsent(message) : self.message(message)]
        }
        if let edit = fields["message_edit"] { return [edited(edit)] }
        if let reaction = fields["reaction"] { return [reacted(reaction)] }
        if let postback = fields["postback"] { return [asMessage(postback, text: postback["title"]?.text, "postback")] }
        if let referral = fields["referral"] { return [asMessage(referral, text: nil, "referral")] }
        for kind in ["optin", "account_linking"] {
            if let told = fields[kind] { return [asMessage(told, text: nil, kind, opensReplyWindow: false)] }
        }
        if let read = fields["read"] { return [watermark(read, .read)] }
        if let delivery = fields["delivery"] { return delivered(delivery) }
        // Who answers a conversation, or what the app may do, has changed: the checklist tells what that means.
        let signs = [
            "pass_thread_control", "take_thread_control", "request_thread_control", "app_roles", "policy_enforcement",
        ]
        if signs.contains(where: { fields[$0] != nil }) {
            return [Found(at: at, sign: .connection(MessengerAddress.carried(page)))]
        }
        let envelope: Set = ["sender", "recipient", "timestamp"]
        return [
            .unknown(fields.keys.filter { !envelope.contains($0) }.sorted().joined(separator: ", "), item, of: page)
        ]
    }

    /// Meta: milliseconds, sometimes seconds. Beyond the year 2100 it is none.
    static func milliseconds(_ time: Int64?) -> Int64? {
        guard let time, time > 0, time < 4_102_444_800_000 else { return nil }
        return time < 1_000_000_000_000 ? time * 1000 : time
    }

    var moment: Timestamp? { at.map { Timestamp(milliseconds: $0) } }

    /// Whom the page talks with: the sender, or of an echo the recipient.
    func customer(_ side: String = "sender") -> Address? {
        item[side]?["id"]?.id.flatMap { $0 == page ? nil : MessengerAddress.carried($0) }
    }

    func found(_ id: String, _ content: PlatformEvent.Content) -> Found {
        Found(
            at: at,
            event: PlatformEvent(
                key: EventKey(id: id), address: MessengerAddress.carried(page), content: content))
    }

    /// An event without anything that makes it somebody's.
    func stray(_ kind: String) -> Found { .unknown("\(kind) without its parts", item, of: page) }

    /// The key of what has no id of its own: whose, when, and what it says.
    func key(_ kind: String, _ customer: Address, _ tree: JSONTree) -> String {
        let text = tree.leaves().sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        let digest = Hex.encode(Hash.sha256.digest(Array(text.utf8))).prefix(16)
        return "\(kind)/\(page)/\(customer.value)/\(at ?? 0)/\(digest)"
    }
}
