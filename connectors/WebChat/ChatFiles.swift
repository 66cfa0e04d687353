import ConnectorKit

/// Which files go through a chat, by what their first bytes say. None of them can act where it is shown.
enum ChatFiles {
    static let mostBytes = 25 << 20
    /// Of one message.
    static let mostFiles = 10

    static let types: Set<String> = [
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/heic", "image/bmp", "application/pdf",
        "video/mp4", "video/webm", "audio/mpeg", "audio/ogg", "audio/wav", "text/plain", "text/vcard",
    ]

    static func limits(of types: Set<String>) -> MediaLimits {
        MediaLimits(
            mostBytesByType: Dictionary(uniqueKeysWithValues: types.map { ($0, mostBytes) }),
            mostBytesTogether: mostFiles * mostBytes, mostBytesFetched: 0)
    }
}
