import ConnectorKit
import GatewayModel

/// What the widget is told, as JSON.
struct ChatViews {
    /// So long after its end a conversation is still shown.
    static let afterlife = Duration.seconds(24 * 3600)
    static let clientIDDetail = "clientId"

    let host: any ClientHost

    /// Whether a visitor still has this one before them.
    func isShown(_ conversation: ClientConversation) -> Bool {
        conversation.isOpen || host.now - conversation.updatedAt < Self.afterlife
    }

    func chat(_ conversation: ClientConversation?) -> JSONTree {
        guard let conversation, isShown(conversation) else {
            return .fields([
                "state": .text("none"), "conversation": .null, "agent": .null, "mayAskForTranscript": .bool(false),
            ])
        }
        return .fields([
            "state": .text(conversation.isOpen ? "open" : "closed"),
            "conversation": .text(conversation.id.description), "agent": Self.text(conversation.agent),
            "mayAskForTranscript": .bool(conversation.isAnswered),
        ])
    }

    func status(_ status: AvailabilityStatus) -> JSONTree {
        .fields(["isAvailable": .bool(status.isAvailable), "reason": Self.text(status.reason)])
    }

    /// - Parameter isRead: whether somebody of ours has just read it, which is shown and stored nowhere.
    func message(_ message: ClientMessage, isRead: Bool = false) -> JSONTree {
        .fields([
            "id": .text(message.id.description), "clientId": Self.text(message.details[Self.clientIDDetail]),
            "from": .text(message.isFromCustomer ? "visitor" : "agent"), "name": Self.text(message.author),
            "text": Self.text(message.text), "files": .list(message.files.map { file($0, id: $0.id.description) }),
            "at": .integer(message.createdAt.milliseconds), "status": .text((isRead ? .read : message.status).rawValue),
        ])
    }

    func file(_ file: ClientFile, id: String) -> JSONTree {
        .fields([
            "id": .text(id), "type": Self.text(file.type), "name": Self.text(file.name),
            "bytes": file.byteCount.map { .integer(Int64($0)) } ?? .null, "url": Self.text(file.url),
        ])
    }

    func settings(_ settings: ClientSettingsDocument) -> JSONTree {
        ChatSettings(settings).shown(as: host.label)
    }

    /// Everything up to this moment has been told.
    var cursor: String { String(host.now.milliseconds) }

    static func moment(of cursor: String?) -> Timestamp? {
        cursor.flatMap { Int64($0) }.map { Timestamp(milliseconds: $0) }
    }

    private static func text(_ text: String?) -> JSONTree { text.map { .text($0) } ?? .null }
}
