import ConnectorKit
import Foundation
import GatewayModel
import Signing

/// The secrets of one platform app, as they are sealed and stored.
///
/// A replaced secret is honoured for a day, for verifying only: platforms go on signing with the old one for a while.
struct AppSecrets: Codable {
    private static let overlap = Duration.seconds(24 * 3600)

    /// Under each key the current text first.
    private var texts: [String: [Text]] = [:]

    private struct Text: Codable {
        var text: String
        /// `nil` for the current one; milliseconds.
        var honouredUntil: Int64?
    }

    mutating func set(_ text: String, for key: String, at now: Timestamp) {
        var kept = texts[key] ?? []
        if let current = kept.first, current.text == text { return }
        if !kept.isEmpty { kept[0].honouredUntil = (now + Self.overlap).milliseconds }
        texts[key] =
            [Text(text: text)] + kept.filter { ($0.honouredUntil ?? 0) > now.milliseconds && $0.text != text }.prefix(3)
    }

    /// Nothing is honoured any more under this key.
    mutating func remove(_ key: String) { texts[key] = nil }

    func has(_ key: String) -> Bool { texts[key] != nil }

    func opened(at now: Timestamp) -> Secrets {
        Secrets(
            texts.mapValues { list in
                list.filter { $0.honouredUntil.map { $0 > now.milliseconds } ?? true }.map { Secret($0.text) }
            })
    }

    func sealed(with key: KeyRing, for app: ID<PlatformApp>) throws -> [UInt8] {
        key.seal(Array(try JSONEncoder().encode(self)), for: Self.place(of: app))
    }

    init() {}

    init(sealed: [UInt8], with key: KeyRing, for app: ID<PlatformApp>) throws {
        guard let opened = key.open(sealed, for: Self.place(of: app)) else {
            throw StoreFailure("The secrets of \(app) do not open: this is not the master key they were sealed with.")
        }
        self = try JSONDecoder().decode(AppSecrets.self, from: Data(opened))
    }

    private static func place(of app: ID<PlatformApp>) -> String { SealedPlace.appSecrets.name(of: app.rawValue) }
}
