internal import MockPlatform

/// A message that a call wants to send, checked.
struct OutgoingMessage: Sendable {
    private static let longestText = 10_000
    private static let mostOptions = 20
    private static let mostButtons = 3
    private static let longestLabel = 36
    private static let longestDescription = 72
    private static let longestMetadata = 1000

    let text: String
    var options: [DirectMessage.Option] = []
    var buttons: [JSON] = []
    var media: String?

    /// Of a person's.
    init(text: String) {
        self.text = text
    }

    /// Of `POST /1.1/direct_messages/events/new.json`.
    init(v1 data: JSON) throws(XError) {
        text = data["text"]?.text ?? ""
        if let attachment = data["attachment"] {
            // Clients write ids as texts and as numbers.
            let id = attachment["media"]?["id"]
            media = id?.text ?? id?.number.map(String.init)
            guard attachment["type"] == "media", media != nil else { throw Self.unfit("attachment") }
        }
        guard !text.isEmpty || media != nil else { throw Self.unfit("text") }
        guard text.unicodeScalars.count <= Self.longestText else { throw .coded(354) }
        if let reply = data["quick_reply"] {
            guard reply["type"] == "options", let options = reply["options"]?.elements,
                1...Self.mostOptions ~= options.count
            else { throw Self.unfit("quick_reply") }
            for option in options { self.options.append(try Self.option(option)) }
            let described = self.options.count { $0.description != nil }
            guard described == 0 || described == options.count else { throw Self.unfit("quick_reply.description") }
        }
        buttons = data["ctas"]?.elements ?? []
        guard buttons.count <= Self.mostButtons else { throw Self.unfit("ctas") }
        for button in buttons {
            guard button["type"] == "web_url", button["url"]?.text != nil, let label = button["label"]?.text,
                1...Self.longestLabel ~= label.unicodeScalars.count
            else { throw Self.unfit("ctas") }
        }
    }

    /// Of v2.
    init(v2 body: JSON) throws(XError) {
        text = body["text"]?.text ?? ""
        if let attachments = body["attachments"] {
            guard attachments.elements?.count == 1, let id = attachments.elements?[0]["media_id"]?.text else {
                throw .invalid("$.attachments: must be one object with a media_id")
            }
            media = id
        }
        guard body["text"] == nil || !text.isEmpty else { throw .invalid("$.text: must be at least 1 character long") }
        guard !text.isEmpty || media != nil else { throw .invalid("$: text or attachments are required") }
        guard text.unicodeScalars.count <= Self.longestText else {
            throw .invalid("$.text: must be at most \(Self.longestText) characters long")
        }
    }

    private static func option(_ json: JSON) throws(XError) -> DirectMessage.Option {
        let (label, description, metadata) = (
            json["label"]?.text ?? "", json["description"]?.text, json["metadata"]?.text
        )
        guard 1...longestLabel ~= label.unicodeScalars.count else { throw unfit("quick_reply.label") }
        guard description?.unicodeScalars.count ?? 0 <= longestDescription else {
            throw unfit("quick_reply.description")
        }
        guard metadata?.unicodeScalars.count ?? 0 <= longestMetadata else { throw unfit("quick_reply.metadata") }
        return DirectMessage.Option(label: label, description: description, metadata: metadata)
    }

    private static func unfit(_ what: String) -> XError {
        .coded(151, "There was an error sending your message: message_data.\(what) is missing or not valid.")
    }
}
