import ConnectorKit
import GatewayModel

/// The file of a message; X takes one for each.
struct TwitterAttachment {
    let file: RemoteMedia
    /// The link to it that X writes behind the text.
    let link: String?
    /// What else is told of it.
    let details: [String: String]

    /// `nil` where there is none, or none that this connector knows.
    init?(_ attachment: JSONTree?) {
        guard let attachment, let media = attachment["media"], let file = Self.file(media) else { return nil }
        self.file = file
        link = media["url"]?.text
        var rest = media.fields
        for name in Self.told { rest[name] = nil }
        details = JSONTree.fields(attachment.fields.merging(["media": .fields(rest)]) { $1 }).leaves()
            .reduce(into: [:]) { $0["attachment.\($1.key)"] = $1.value }
    }

    /// The address of the file itself, or what only its picture in a list needs.
    private static let told = [
        "id", "indices", "media_url", "media_url_https", "url", "display_url", "expanded_url", "sizes", "video_info",
    ]

    /// X's moving pictures are films without sound.
    private static func file(_ media: JSONTree) -> RemoteMedia? {
        switch media["type"]?.text {
        case "photo": address(media["media_url_https"]).map { RemoteMedia(url: $0, contentType: "image/*") }
        case "animated_gif", "video": film(media).map { RemoteMedia(url: $0, contentType: "video/mp4") }
        default: nil
        }
    }

    /// The best of those that every player understands.
    private static func film(_ media: JSONTree) -> String? {
        (media["video_info"]?["variants"]?.list ?? [])
            .filter { $0["content_type"]?.text == "video/mp4" && address($0["url"]) != nil }
            .max { ($0["bitrate"]?.integer ?? 0) < ($1["bitrate"]?.integer ?? 0) }
            .flatMap { address($0["url"]) }
    }

    private static func address(_ tree: JSONTree?) -> String? { tree?.text.flatMap { $0.isEmpty ? nil : $0 } }
}
