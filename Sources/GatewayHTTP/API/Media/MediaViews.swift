import Gateway
import GatewayModel

/// A file as the API shows it.
struct MediaView: Encodable {
    let id: String?
    let state: String
    let contentType, fileName, url, urlExpiresAt, message: String?
    let byteCount: Int?
    let reason: ReasonView?

    init(_ media: Media, _ links: MediaLinks) throws {
        id = media.id.description
        state = media.state.rawValue
        contentType = media.type ?? media.declaredType
        fileName = media.fileName
        message = media.message?.description
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
        (id, fileName, url, urlExpiresAt, message, byteCount) = (nil, nil, nil, nil, nil, nil)
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
            .init("message", .string(), isRequired: false),
            .init("reason", ReasonView.schema, isRequired: false),
            .init("url", .string(), isRequired: false, description: "A link that works until urlExpiresAt."),
            .init("urlExpiresAt", .time, isRequired: false),
        ]))
}

extension MessageView {
    /// With its files, read in the same transaction.
    init(_ message: Message, _ links: MediaLinks, in transaction: any StoreTransaction) throws {
        let files = try transaction.media(of: message.id)
        self.init(
            message,
            media: files.isEmpty
                ? message.media.map { MediaView(neverFetched: $0.contentType) }
                : try files.map { try MediaView($0, links) })
    }
}
