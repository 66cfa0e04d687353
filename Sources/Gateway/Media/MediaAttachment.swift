import ConnectorKit
import GatewayModel

/// The files of a message that is being sent: which may go, and whose they become.
struct MediaAttachment {
    let media: [Media]

    /// - Throws: ``Refusal`` naming the file at fault.
    init(
        _ ids: [ID<Media>], over platform: Platform, within capabilities: Capabilities,
        in transaction: any StoreTransaction
    ) throws {
        guard ids.count <= capabilities.maximumMedia else {
            throw Refusal.invalid(
                "media", "a message on \(platform) carries at most \(capabilities.maximumMedia) files.")
        }
        guard Set(ids).count == ids.count else { throw Refusal.invalid("media", "a file is named twice.") }
        media = try ids.enumerated().map { index, id in
            try Self.file(id, at: index, over: platform, within: capabilities.media, in: transaction)
        }
        let total = media.reduce(0) { $0 + ($1.byteCount ?? 0) }
        guard media.isEmpty || total <= capabilities.media.mostBytesTogether else {
            throw Refusal.invalid(
                "media",
                """
                the files have \(total) bytes together; \(platform) carries at most \
                \(capabilities.media.mostBytesTogether).
                """)
        }
    }

    private static func file(
        _ id: ID<Media>, at index: Int, over platform: Platform, within limits: MediaLimits,
        in transaction: any StoreTransaction
    ) throws -> Media {
        let field = "media[\(index)]"
        guard let media = try transaction.media(id), media.direction == .outbound, media.state == .ready else {
            throw Refusal.invalid(field, "there is no such upload.")
        }
        guard media.message == nil, media.notification == nil else {
            throw Refusal.invalid(field, "it was sent already; upload it again.")
        }
        guard let type = media.type, let most = limits.mostBytesByType[type] else {
            throw Refusal.invalid(field, "files of the type \(media.type ?? "unknown") do not go over \(platform).")
        }
        guard let count = media.byteCount, count <= most else {
            throw Refusal.invalid(
                field, "it has \(media.byteCount ?? 0) bytes; \(platform) carries at most \(most) of \(type).")
        }
        return media
    }

    /// The files belong to the message from now on.
    func attach(to message: ID<Message>, in transaction: any StoreTransaction) throws {
        for (position, var file) in media.enumerated() {
            file.message = message
            file.position = position
            try transaction.update(file)
        }
    }

    /// The files belong to the notification from now on, and all of its messages carry them.
    func attach(to notification: ID<Notification>, in transaction: any StoreTransaction) throws {
        for (position, var file) in media.enumerated() {
            file.notification = notification
            file.position = position
            try transaction.update(file)
        }
    }
}
