import ConnectorKit
import GatewayModel

/// Whether quick replies can be offered as they are, within what the platform declares.
enum QuickReplyCheck {
    /// - Throws: ``Refusal`` with the field and the reason.
    static func check(
        _ replies: [QuickReply], under text: String?, within limit: QuickReplyLimit?, on platform: Platform
    ) throws {
        guard !replies.isEmpty else { return }
        guard let limit else { throw refusal("", "messages on \(platform) carry none.") }
        guard text?.isEmpty == false else { throw refusal("", "they need a text above them.") }
        guard replies.count <= limit.most else { throw refusal("", "there must be at most \(limit.most).") }
        guard Set(replies.map(\.label)).count == replies.count else { throw refusal("", "two have the same label.") }
        for (index, reply) in replies.enumerated() {
            try check(reply.label, upTo: limit.label, "[\(index)].label")
            if let description = reply.description {
                guard limit.description > 0 else {
                    throw refusal("[\(index)].description", "\(platform) shows none.")
                }
                try check(description, upTo: limit.description, "[\(index)].description")
            }
            if let value = reply.value { try check(value, upTo: limit.value, "[\(index)].value") }
        }
        // Some platforms take only the one or the other; a list of both looks broken everywhere.
        let described = replies.filter { $0.description != nil }.count
        guard described == 0 || described == replies.count else {
            throw refusal("", "give each of them a description, or none of them.")
        }
    }

    private static func check(_ text: String, upTo most: Int, _ field: String) throws {
        guard (1...most).contains(text.utf16.count), !text.contains("\0"),
            text.contains(where: { !$0.isWhitespace })
        else { throw refusal(field, "it must have 1 to \(most) characters.") }
    }

    private static func refusal(_ field: String, _ reason: String) -> Refusal {
        Refusal.invalid("quickReplies\(field)", reason)
    }
}
