internal import MockPlatform

/// What the Send API is asked to do, checked as far as nobody else needs to be asked.
struct SendRequest: Sendable {
    enum Content: Sendable {
        case message(OutgoingMessage)
        case action(SenderAction)
    }

    enum SenderAction: Equatable, Sendable {
        case typingOn, typingOff, markSeen
        case react(mid: String, reaction: String)
        case unreact(mid: String)
    }

    private static let messagingTypes = ["RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"]
    private static let notificationTypes = ["REGULAR", "SILENT_PUSH", "NO_PUSH"]

    let psid: String
    let tag: String?
    let content: Content

    init(_ parameters: GraphParameters) throws(GraphError) {
        guard let recipient = try parameters.object("recipient") else {
            throw .parameter("The parameter recipient is required")
        }
        // This mock knows people by their page-scoped ids only.
        guard let psid = recipient["id"]?.text ?? recipient["id"]?.number.map({ String($0) }), !psid.isEmpty else {
            throw .table(100, 2_018_001)
        }
        self.psid = psid
        tag = parameters["tag"]
        try Self.check("messaging_type", of: parameters, Self.messagingTypes)
        try Self.check("notification_type", of: parameters, Self.notificationTypes)
        if let tag, tag != "HUMAN_AGENT" {
            throw .parameter("Param tag must be one of {HUMAN_AGENT} - got \"\(tag)\".")
        }
        if parameters["messaging_type"] == "MESSAGE_TAG", tag == nil {
            throw .parameter("The parameter tag is required for messages of type MESSAGE_TAG")
        }
        let message = try parameters.object("message")
        if let action = parameters["sender_action"] {
            guard message == nil else { throw .table(100, 2_018_014) }
            content = .action(try Self.action(action, try parameters.object("payload")))
        } else {
            guard let message else { throw .parameter("The parameter message is required") }
            content = .message(
                try OutgoingMessage(
                    message, replyTo: try parameters.object("reply_to")?["mid"]?.text,
                    upload: parameters.files["filedata"]))
        }
    }

    private static func check(
        _ name: String, of parameters: GraphParameters, _ allowed: [String]
    ) throws(GraphError) {
        guard let value = parameters[name], !allowed.contains(value) else { return }
        throw .parameter("Param \(name) must be one of {\(allowed.joined(separator: ", "))} - got \"\(value)\".")
    }

    private static func action(_ name: String, _ payload: JSON?) throws(GraphError) -> SenderAction {
        switch name.lowercased() {
        case "typing_on": return .typingOn
        case "typing_off": return .typingOff
        case "mark_seen": return .markSeen
        case "react", "unreact":
            guard let mid = payload?["message_id"]?.text else {
                throw .parameter("The parameter payload[message_id] is required")
            }
            guard name.lowercased() == "react" else { return .unreact(mid: mid) }
            guard let reaction = payload?["reaction"]?.text, !reaction.isEmpty else {
                throw .parameter("The parameter payload[reaction] is required")
            }
            return .react(mid: mid, reaction: reaction)
        default:
            throw .parameter(
                "Param sender_action must be one of {TYPING_ON, TYPING_OFF, MARK_SEEN, REACT, UNREACT} - got \"\(name)\"."
            )
        }
    }
}
