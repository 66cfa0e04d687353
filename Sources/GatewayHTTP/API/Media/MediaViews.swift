import Gateway
import GatewayModel

/// A file as the API shows it.
struct MediaView: Encodable {
    let id: String?
    let state: String
    let contentType, fileName, url, urlExpiresAt, message, notification: String?
    let byteCount: Int?
    let reason: ReasonView?

    init(_ media: Media, _ links: MediaLinks) throws {
        id = media.id.description
        state = media.state.rawValue
        contentType = media.type ?? media.declaredType
        fileName = media.fileName
        message = media.message?.description
        notification = media.notification?.description
        byteCount = media.byteCount
        reason = media.reason.map(ReasonView.init)
        let link =
            media.state == .ready
            ? try links.link(to: media.id, type: media.type, for: MediaLinks.lifeForReaders) : nil
        url = link?.url
        urlExpiresAt = TimeText.of(link?.until)
    }

    /// A file of a message that came before files were fetched: only its type is known.
    init(neverFetched contentType: String) {
        (id, fileName, url, urlExpiresAt, message, notification, byteCount) = (nil, nil, nil, nil, nil, nil, nil)
        state = Media.State.failed.rawValue
        self.contentType = contentType
        reason = ReasonView(
            StatusReason(code: "neverFetched", explanation: "It came before the gateway fetched files."))
    }

    static let schema = Schema.named(
        "Media",
        .object([
            .init("id", .string(), isRequired: false),
            .init("state", .string(choices: Media.State.allCases.map(\.rawValue))),
            .init(
                "contentType", .string(), isRequired: false,
                description: "What the bytes show; until they are here, what the sender declares."),
            .init("fileName", .string(), isRequired: false), .init("byteCount", .integer(), isRequired: false),
            .init("message", .string(), isRequired: false), .init("notification", .string(), isRequired: false),
            .init("reason", ReasonView.schema, isRequired: false),
            .init("url", .string(), isRequired: false, description: "A link that works until urlExpiresAt."),
            .init("urlExpiresAt", .time, isRequired: false),
        ]))
}
