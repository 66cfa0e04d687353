internal import Foundation
internal import MockPlatform
private import Signing

/// What an app wants to be told by the X Activity API.
struct ActivitySubscription: Sendable {
    static let types: Set<String> = [
        "dm.received", "dm.sent", "dm.read", "dm.indicate_typing", "oauth.revoke",
    ]

    let id: String
    let app: String
    let type: String
    /// `nil` where the type knows no filter.
    let account: String?
    let direction: String?
    let keyword: String?
    var webhook: String
    var tag: String?
    let created: Date
    var updated: Date

    func wants(_ event: AccountEvent) -> Bool {
        if let direction, event.member == "direct_message_events",
            direction != (type == "dm.sent" ? "outbound" : "inbound")
        {
            return false
        }
        return keyword.map { event.text.lowercased().contains($0.lowercased()) } ?? true
    }

    var json: JSON {
        .having([
            "subscription_id": .string(id), "event_type": .string(type), "filter": filter,
            "tag": tag.map(JSON.string), "webhook_id": .string(webhook),
            "created_at": .string(XState.instant(created)), "updated_at": .string(XState.instant(updated)),
        ])
    }

    /// What goes to the webhook.
    func envelope(_ payload: JSON) -> JSON {
        let uuid = SecureRandom.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return [
            "data": .having([
                "event_uuid": .string(String(Int64(bitPattern: uuid))), "filter": filter,
                "event_type": .string(type), "tag": tag.map(JSON.string), "payload": payload,
            ])
        ]
    }

    private var filter: JSON {
        .having([
            "user_id": account.map(JSON.string), "direction": direction.map(JSON.string),
            "keyword": keyword.map(JSON.string),
        ])
    }
}
