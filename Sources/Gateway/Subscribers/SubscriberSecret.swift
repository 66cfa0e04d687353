import Foundation
import GatewayModel
import Signing

/// What deliveries to one subscriber are signed with, by Standard Webhooks. A replaced secret signs for another day.
struct SubscriberSecret: Codable {
    private static let overlap = Duration.seconds(24 * 3600)
    private static let prefix = "whsec_"

    private var current: [UInt8]
    private var previous: [UInt8]?
    private var previousUntil: Int64?

    init() { current = SecureRandom.bytes(32) }

    mutating func rotate(at now: Timestamp) {
        previous = current
        previousUntil = (now + Self.overlap).milliseconds
        current = SecureRandom.bytes(32)
    }

    /// As its owner is shown it, once.
    var text: String { Self.prefix + Base64.encode(current) }

    /// The header `webhook-signature`: one value for each secret that is valid.
    func signature(of body: [UInt8], id: String, timestamp: Int64, at now: Timestamp) -> String {
        var keys = [current]
        if let previous, let previousUntil, previousUntil > now.milliseconds { keys.append(previous) }
        let signed = Array("\(id).\(timestamp).".utf8) + body
        return keys.map { "v1," + Base64.encode(Hash.sha256.hmac(key: $0, signed)) }.joined(separator: " ")
    }

    func sealed(with key: KeyRing, for id: ID<Subscriber>) throws -> [UInt8] {
        key.seal(Array(try JSONEncoder().encode(self)), for: Self.place(of: id))
    }

    init(sealed: [UInt8], with key: KeyRing, for id: ID<Subscriber>) throws {
        guard let opened = key.open(sealed, for: Self.place(of: id)) else {
            throw StoreFailure("The secret of \(id) does not open: this is not the master key it was sealed with.")
        }
        self = try JSONDecoder().decode(Self.self, from: Data(opened))
    }

    private static func place(of id: ID<Subscriber>) -> String { SealedPlace.subscriberSecret.name(of: id.rawValue) }
}
