import ConnectorKit
import GatewayModel

/// What belongs into a transcript.
extension TwitterItem {
    func inbound(_ id: String, to account: String, from sender: String, _ create: JSONTree) -> Found {
        let content = Content(create["message_data"] ?? .null)
        var details = details(create, content)
        details["sender.screen_name"] = screenName(of: sender)
        if let value = create["message_data"]?["quick_reply_response"]?["metadata"]?.text, !value.isEmpty {
            details[InboundMessage.quickReplyDetail] = String(value.prefix(1000))
        }
        return found(
            Self.key(ofMessage: id, at: account), of: account,
            .message(
                InboundMessage(
                    from: TwitterAddress.carried(sender), text: content.text, media: content.files,
                    carrierAnswer: .never, sentAt: moment, details: details)))
    }

    /// What was sent in the account's name, by us or by others: X takes no reference of ours that would tell.
    func echo(_ id: String, from account: String, to recipient: String, _ create: JSONTree) -> Found {
        let content = Content(create["message_data"] ?? .null)
        return found(
            Self.key(ofMessage: id, at: account), of: account,
            .echo(
                EchoedMessage(
                    to: TwitterAddress.carried(recipient), sender: app(create["source_app_id"]?.id), platformID: id,
                    text: content.text, media: content.files,
                    sentAt: moment ?? TwitterSnowflake.moment(of: id) ?? Timestamp(milliseconds: 0), mayBeOurs: true,
                    details: details(create, content))))
    }

    private func app(_ id: String?) -> String {
        guard let id else { return "another application" }
        return "app \((envelope["apps"]?[id]?["name"]?.text ?? id).prefix(64))"
    }

    /// X Activity has users as v2 does.
    private func screenName(of user: String) -> String? {
        let user = envelope["users"]?[user]
        return (user?["screen_name"] ?? user?["data"]?["username"])?.text.map { String($0.prefix(64)) }
    }

    /// Everything else that is told, by X's own names: of the content, of the message, of the event around it.
    private func details(_ create: JSONTree, _ content: Content) -> [String: String] {
        let told: Set = ["type", "created_timestamp", "message_create", "message_data", "sender_id", "target"]
        return [item, create].reduce(into: content.details) { details, tree in
            let rest = JSONTree.fields(tree.fields.filter { !told.contains($0.key) })
            details.merge(rest.leaves()) { $1 }
        }
    }

    /// What was written, and the file with it.
    private struct Content {
        let text: String?
        let files: [RemoteMedia]
        /// What neither says.
        let details: [String: String]

        init(_ data: JSONTree) {
            let attachment = TwitterAttachment(data["attachment"])
            text = TwitterText.read(data, without: attachment?.link)
            files = attachment.map { [$0.file] } ?? []
            var rest = data.fields
            for name in ["text", "entities"] { rest[name] = nil }
            if attachment != nil { rest["attachment"] = nil }
            details = JSONTree.fields(rest).leaves().merging(attachment?.details ?? [:]) { $1 }
        }
    }
}
