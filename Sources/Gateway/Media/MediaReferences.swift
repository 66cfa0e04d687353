import ConnectorKit
import GatewayModel

/// Files of ours in planned parts: named by their ids, for a link would be old by the time the part leaves.
enum MediaReferences {
    private static let scheme = "media:"

    static func reference(to media: Media) -> RemoteMedia {
        RemoteMedia(url: scheme + media.id.description, contentType: media.type ?? MediaType.unknown.rawValue)
    }

    /// Which file of ours it names; `nil` for an address.
    static func id(in media: RemoteMedia) -> ID<Media>? {
        guard media.url.hasPrefix(scheme) else { return nil }
        return ID(String(media.url.dropFirst(scheme.count)))
    }

    /// The part as it leaves, with links.
    static func linked(_ part: Part, by links: MediaLinks) throws -> Part {
        let media = try part.media.map { media in
            guard let id = id(in: media) else { return media }
            return RemoteMedia(
                url: try links.link(to: id, type: media.contentType, for: MediaLinks.lifeForPlatforms).url,
                contentType: media.contentType)
        }
        return Part(text: part.text, media: media, units: part.units, quickReplies: part.quickReplies)
    }
}
