import ConnectorKit
import GatewayModel

/// What belongs into a transcript.
extension MessengerItem {
    /// Under which a message's id stands among its details.
    static let idDetail = "mid"

    func message(_ message: JSONTree) -> Found {
        guard let customer = customer() else { return stray("message") }
        let id = message["mid"]?.id
        let (media, told) = Self.files(of: message)
        return found(
            id.map { "\(page)/\($0)" } ?? key("message", customer, item),
            .message(
                InboundMessage(
                    from: customer, text: message["text"]?.text, media: media, carrierAnswer: .never, sentAt: moment,
                    details: details(of: message, told: told.union(["text"]))
                        .merging(Self.tapped(message)) { $1 })))
    }

    private static func tapped(_ message: JSONTree) -> [String: String] {
        guard let value = message["quick_reply"]?["payload"]?.text, !value.isEmpty else { return [:] }
        return [InboundMessage.quickReplyDetail: String(value.prefix(1000))]
    }

    /// What a customer did that says something and is no message: a button pressed, a link followed.
    func asMessage(_ told: JSONTree, text: String?, _ kind: String, opensReplyWindow: Bool = true) -> Found {
        guard let customer = customer() else { return stray(kind) }
        var details = details(of: told, told: [], except: kind)
        details["kind"] = kind
        return found(
            told["mid"]?.id.map { "\(page)/\($0)" } ?? key(kind, customer, told),
            .message(
                InboundMessage(
                    from: customer, text: text, carrierAnswer: .never, sentAt: moment,
                    opensReplyWindow: opensReplyWindow, details: details)))
    }

    /// What was sent in the page's name. What we sent has the part's reference in it, which proves the send; whatever
    /// else comes is somebody else's.
    func echo(_ message: JSONTree) -> Found {
        guard let id = message["mid"]?.id, let customer = customer("recipient") else { return stray("echo") }
        if let part = message["metadata"]?.text.flatMap({ PartReference($0) }) {
            return found("echo/\(page)/\(id)", .report(DeliveryReport(part: part, platformID: id, status: .sent)))
        }
        let app = message["app_id"]?.id
        let sender =
            app == Self.pageInbox ? "Page Inbox" : app.map { "app \($0.prefix(32))" } ?? "another application"
        let (media, told) = Self.files(of: message)
        return found(
            "\(page)/\(id)",
            .echo(
                EchoedMessage(
                    to: customer, sender: sender, platformID: id, text: message["text"]?.text, media: media,
                    sentAt: moment ?? Timestamp(milliseconds: 0),
                    details: details(of: message, told: told.union(["text"])))))
    }

    func unsent(_ message: JSONTree) -> Found {
        guard let id = message["mid"]?.id else { return stray("unsend") }
        return change(id, "unsent/\(page)/\(id)", .unsent)
    }

    /// Meta: at most five edits of a message, each with its number.
    func edited(_ edit: JSONTree) -> Found {
        guard let id = edit["mid"]?.id, let text = edit["text"]?.text else { return stray("edit") }
        return change(id, "edit/\(page)/\(id)/\(edit["num_edit"]?.id ?? "\(at ?? 0)")", .edited(text))
    }

    func reacted(_ reaction: JSONTree) -> Found {
        guard let id = reaction["mid"]?.id, let customer = customer() else { return stray("reaction") }
        let isTakenAway = reaction["action"]?.text == "unreact"
        let what = (reaction["emoji"] ?? reaction["reaction"])?.text.map { String($0.prefix(64)) }
        guard isTakenAway || what != nil else { return stray("reaction") }
        return change(
            id, key("reaction/\(id)", customer, reaction), .reaction(isTakenAway ? nil : what),
            opensReplyWindow: !isTakenAway)
    }

    private func change(
        _ id: String, _ key: String, _ kind: MessageChange.Kind, opensReplyWindow: Bool = false
    ) -> Found {
        guard let customer = customer() else { return stray("change") }
        return found(
            key,
            .change(
                MessageChange(
                    by: customer, to: id, under: Self.idDetail, kind, at: moment ?? Timestamp(milliseconds: 0),
                    opensReplyWindow: opensReplyWindow)))
    }

    /// Everything else that is told: of the message by its own names, of the event around it by those there.
    private func details(of message: JSONTree, told: Set<String>, except kind: String = "message") -> [String: String] {
        var details = message.leaves().filter { !told.contains($0.key) }
        let around = item.fields.filter { $0.key != kind && $0.key != "timestamp" }
        for (name, value) in JSONTree.fields(around).leaves() where !["sender.id", "recipient.id"].contains(name) {
            details[name] = value
        }
        if isStandby { details["standby"] = "true" }
        return details
    }

    /// The page's own inbox, as Meta's documentation names its app.
    private static let pageInbox = "263902037430900"

    private static let mostFiles = 20

    /// Kinds of attachments that are a file. A `template` or a `fallback` has an address, too, which is a link.
    private static let declaredTypes = [
        "image": "image/*", "video": "video/*", "audio": "audio/*", "file": "application/octet-stream",
        "sticker": "image/*", "reel": "video/*", "ig_reel": "video/*",
    ]

    /// - Returns: the files, and the names of the leaves that they make superfluous.
    private static func files(of message: JSONTree) -> (media: [RemoteMedia], told: Set<String>) {
        var media: [RemoteMedia] = []
        var told: Set<String> = []
        for (index, attachment) in (message["attachments"]?.list ?? []).enumerated() {
            guard let type = declaredTypes[attachment["type"]?.text ?? ""],
                let url = attachment["payload"]?["url"]?.text, !url.isEmpty, media.count < mostFiles
            else { continue }
            told.insert("attachments.\(index).payload.url")
            // A sticker may come twice, as itself and as a picture.
            if !media.contains(where: { $0.url == url }) { media.append(RemoteMedia(url: url, contentType: type)) }
        }
        return (media, told)
    }
}
