public import GatewayModel
import Signing

/// Addresses at which a file can be had for a time, by whoever knows them.
///
/// A link is signed with a key of its own, made at the first start and kept sealed; it says which file and until when,
/// and nothing else is asked of its bearer.
public final class MediaLinks: Sendable {
    /// For a link in an answer of the API: long enough to look at a conversation.
    public static let lifeForReaders = Duration.seconds(3600)
    /// For a link given to a platform, which may fetch the file late.
    public static let lifeForPlatforms = Duration.seconds(24 * 3600)

    /// Where files are served, without a slash at the end: best an origin that serves nothing else.
    public let baseURL: String
    private let clock: any WallClock
    private let key: OwnKey

    init(baseURL: String, sealingKey: KeyRing, clock: any WallClock) {
        self.baseURL = baseURL
        self.clock = clock
        key = OwnKey(.mediaLinks, sealingKey: sealingKey)
    }

    /// Reads the key, or makes it. Once, before the first link.
    public func prepare(in transaction: any StoreTransaction) throws {
        try key.prepare(in: transaction)
    }

    /// A link to a file that is ready.
    public func link(to media: ID<Media>, type: String?, for life: Duration) throws -> (url: String, until: Timestamp) {
        let until = clock.now + life
        let seconds = until.milliseconds / 1000
        let ending = (type.flatMap { MediaType(rawValue: $0) } ?? .unknown).ending
        let signature = Base64.encodeForURL(try signature(media, seconds))
        return (
            "\(baseURL)/media/\(media)/\(seconds).\(signature)/file.\(ending)",
            Timestamp(milliseconds: seconds * 1000)
        )
    }

    /// Whether the ticket, `<expiry>.<signature>`, gives the file out now. Compared in constant time.
    public func opens(_ media: ID<Media>, ticket: String) throws -> Bool {
        let pieces = ticket.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 2, let seconds = Int64(pieces[0]), String(seconds) == pieces[0] else { return false }
        let expected = Base64.encodeForURL(try signature(media, seconds))
        guard constantTimeEquals(Array(expected.utf8), Array(pieces[1].utf8)) else { return false }
        return clock.now.milliseconds / 1000 < seconds
    }

    private func signature(_ media: ID<Media>, _ seconds: Int64) throws -> [UInt8] {
        try key.sign("\(media)/\(seconds)")
    }
}
