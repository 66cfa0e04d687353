internal import Foundation

/// A version of the Graph API, as in `/v23.0/me`.
struct GraphVersion: Equatable, CustomStringConvertible {
    let major: Int

    var description: String { "v\(major).0" }

    static let latest = GraphVersion(major: 26)

    /// Until when each version is served, in seconds since 1970.
    private static let ends: [(major: Int, end: TimeInterval)] = [
        (19, 1_779_321_600), (20, 1_790_208_000), (21, 1_800_489_600), (22, 1_810_771_200), (23, 1_822_953_600),
        (24, 1_834_444_800), (25, 1_848_441_600),
    ]

    /// `nil` for what is no version or was never one.
    init?(segment: String) {
        guard let match = segment.wholeMatch(of: /v([0-9]{1,2})\.[0-9]/), let major = Int(match.1),
            major <= Self.latest.major
        else { return nil }
        self.major = major
    }

    private init(major: Int) {
        self.major = major
    }

    /// What an address without a version means, and one with an expired version.
    static func oldest(at now: Date) -> GraphVersion {
        ends.first { Date(timeIntervalSince1970: $0.end) > now }.map { GraphVersion(major: $0.major) } ?? latest
    }

    /// The version that answers.
    func served(at now: Date) -> GraphVersion {
        let oldest = Self.oldest(at: now)
        return major < oldest.major ? oldest : self
    }
}
