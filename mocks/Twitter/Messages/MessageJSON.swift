internal import Foundation
internal import MockPlatform

extension XState {
    /// A message as v1.1 and its events show it.
    /// - Parameter namesApp: also where it was written.
    func json(of message: DirectMessage, namesApp: Bool) -> JSON {
        let data = JSON.having([
            "text": .string(message.wire.text), "entities": message.wire.entities,
            "quick_reply": message.options.isEmpty
                ? nil : ["type": "options", "options": .array(message.options.map(\.json))],
            "quick_reply_response": message.chosen.map { ["type": "options", "metadata": .string($0)] },
            "attachment": attachment(of: message),
            "ctas": message.buttons.isEmpty ? nil : .array(message.buttons),
        ])
        return [
            "type": "message_create", "id": .string(message.id),
            "created_timestamp": .string(Self.milliseconds(message.at)),
            "message_create": .having([
                "target": ["recipient_id": .string(message.recipient)], "sender_id": .string(message.sender),
                "source_app_id": namesApp ? .string(message.app) : nil, "message_data": data,
            ]),
        ]
    }

    /// The apps that messages name.
    func apps(named ids: [String]) -> JSON {
        .object(
            Set(ids).sorted().map { id in
                let app = apps[id] ?? .web
                return JSON.Member(
                    app.id, ["id": .string(app.id), "name": .string(app.name), "url": "https://x.com"])
            })
    }

    private func attachment(of message: DirectMessage) -> JSON? {
        guard let id = message.media, let item = media[id], let link = message.wire.links.last else { return nil }
        let address = mediaOrigin + item.path(in: message.id)
        var members: [JSON.Member] = [
            .init("id", Int(id).map(JSON.integer) ?? .string(id)), .init("id_str", .string(id)),
            .init("indices", [.integer(link.start), .integer(link.end)]), .init("media_url", .string(address)),
            .init("media_url_https", .string(address)), .init("url", .string(link.url)),
            .init("display_url", .string(link.display)), .init("expanded_url", .string(link.expanded)),
            .init("type", .string(item.kind.rawValue)),
            .init(
                "sizes",
                [
                    "thumb": ["w": 150, "h": 150, "resize": "crop"],
                    "large": ["w": 1024, "h": 768, "resize": "fit"],
                ]),
        ]
        if item.kind != .photo {
            var variant: [JSON.Member] = [
                .init("content_type", .string(item.type)), .init("url", .string(address)),
            ]
            if item.kind == .video { variant.insert(.init("bitrate", 2_176_000), at: 0) }
            members.append(.init("video_info", ["variants": [.object(variant)]]))
        }
        return ["type": "media", "media": .object(members)]
    }

    /// A message as v2 shows it.
    func json(of message: DirectMessage, fields: Set<String>) -> JSON {
        func asked(_ field: String, _ value: JSON?) -> JSON? { fields.contains(field) ? value : nil }
        return .having([
            "id": .string(message.id), "event_type": "MessageCreate", "text": .string(message.wire.text),
            "created_at": asked("created_at", .string(Self.instant(message.at))),
            "sender_id": asked("sender_id", .string(message.sender)),
            "dm_conversation_id": asked(
                "dm_conversation_id", .string(Conversation.id(message.sender, message.recipient))),
            "attachments": asked(
                "attachments",
                message.media.flatMap { media[$0] }.map { ["media_keys": [.string($0.key)]] }),
            "entities": asked("entities", message.wire.links.isEmpty ? nil : message.wire.entitiesV2),
        ])
    }

    /// A time as the events of v1.1 tell it.
    static func milliseconds(_ date: Date) -> String {
        String(Int((date.timeIntervalSince1970 * 1000).rounded()))
    }

    /// A time as v2 tells it.
    static func instant(_ date: Date) -> String {
        date.panelText
    }
}

extension DirectMessage.Option {
    var json: JSON {
        .having([
            "label": .string(label), "description": description.map(JSON.string),
            "metadata": metadata.map(JSON.string),
        ])
    }
}
