internal import MockPlatform

/// A page's message, checked.
struct OutgoingMessage: Sendable {
    struct Attachment: Sendable {
        enum Source: Sendable {
            case address(String)
            /// Uploaded before.
            case known(String)
            case upload(MultipartForm.Part)
            case template(JSON)
        }

        let type: String
        let source: Source
        let isReusable: Bool
    }

    private static let longestText = 2000
    private static let longestMetadata = 1000
    private static let mostQuickReplies = 13
    private static let longestTitle = 20
    static let fileTypes = ["image", "audio", "video", "file"]

    let text: String?
    let attachment: Attachment?
    let quickReplies: [JSON]
    let metadata: String?
    let replyTo: String?

    init(_ message: JSON, replyTo: String?, upload: MultipartForm.Part?) throws(GraphError) {
        text = message["text"]?.text
        attachment = try message["attachment"].map { (json) throws(GraphError) in try Attachment(json, upload: upload) }
        metadata = message["metadata"]?.text
        self.replyTo = replyTo
        guard text?.isEmpty == false || attachment != nil else {
            throw .parameter("Message cannot be empty, must provide valid attachment or text")
        }
        guard text == nil || attachment == nil else {
            throw .parameter("A message has either a text or an attachment")
        }
        guard text?.unicodeScalars.count ?? 0 <= Self.longestText else {
            throw .parameter("Length of param message[text] must be less than or equal to \(Self.longestText)")
        }
        guard metadata?.unicodeScalars.count ?? 0 <= Self.longestMetadata else {
            throw .parameter(
                "Length of param message[metadata] must be less than or equal to \(Self.longestMetadata)")
        }
        let replies = message["quick_replies"]?.elements ?? []
        guard replies.count <= Self.mostQuickReplies else {
            throw .parameter("Param message[quick_replies] must have at most \(Self.mostQuickReplies) elements.")
        }
        quickReplies = replies.map(Self.cut)
    }

    /// A title is cut at twenty characters, and nobody is told.
    private static func cut(_ reply: JSON) -> JSON {
        .object(
            (reply.members ?? []).map { member in
                guard member.name == "title", let title = member.value.text else { return member }
                return .init("title", .string(String(title.prefix(longestTitle))))
            })
    }
}

extension OutgoingMessage.Attachment {
    init(_ json: JSON, upload: MultipartForm.Part?) throws(GraphError) {
        guard let type = json["type"]?.text, OutgoingMessage.fileTypes.contains(type) || type == "template" else {
            throw .parameter(
                "Param message[attachment][type] must be one of {AUDIO, FILE, IMAGE, TEMPLATE, VIDEO}")
        }
        self.type = type
        let payload = json["payload"]
        isReusable = payload?["is_reusable"].map { $0.isTrue || $0.text == "true" } ?? false
        if type == "template" {
            guard let payload, payload["template_type"]?.text != nil else {
                throw .parameter("Param message[attachment][payload][template_type] is required")
            }
            source = .template(payload)
        } else if let id = payload?["attachment_id"]?.text {
            source = .known(id)
        } else if let url = payload?["url"]?.text {
            source = .address(url)
        } else if let upload {
            source = .upload(upload)
        } else {
            throw .parameter("Param message[attachment][payload] must have an url or an attachment_id")
        }
    }
}
