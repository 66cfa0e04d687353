public import ConnectorKit
import HTTPTypes
public import Signing

/// Whether what platforms send to the public URL arrives here, found out by sending something there.
///
/// What is sent is a word that nobody has seen before, and what must come back is its signature by a key of this
/// installation: so neither a page that answers everything nor another installation passes. Any node may answer.
public struct PublicReach: Sendable {
    /// Below the path of all webhooks: whatever stands before the gateway passes both on, or neither.
    public static let path = "hooks/reachability"
    private static let timeout = Duration.seconds(10)

    private let surroundings: Surroundings
    private let store: any Store
    private let transport: any HTTPTransport
    private let key: OwnKey

    public init(_ surroundings: Surroundings, store: any Store, transport: any HTTPTransport, sealingKey: KeyRing) {
        self.surroundings = surroundings
        self.store = store
        self.transport = transport
        key = OwnKey(.publicReach, sealingKey: sealingKey)
    }

    /// What to answer whoever calls.
    ///
    /// - Returns: `nil` for what is no such word.
    public func answer(to word: String) async throws -> String? {
        guard (16...64).contains(word.utf8.count), word.utf8.allSatisfy(Self.isSafe) else { return nil }
        return try await signature(of: word)
    }

    /// Calls the public URL.
    public func call() async -> Reachability {
        let word = SecureRandom.token(16)
        let expected: String
        do { expected = try await signature(of: word) } catch { return .untried }
        var call = HTTPCall(method: .get, url: "\(surroundings.publicURL)/\(Self.path)/\(word)")
        call.timeout = Self.timeout
        call.maximumReplyBytes = 4096
        do throws(TransportFailure) {
            let reply = try await transport.exchange(call)
            guard reply.status == 200 else { return .elsewhere("Status \(reply.status) came back.") }
            guard constantTimeEquals(reply.body, Array(expected.utf8)) else {
                return .elsewhere("Somebody else answers there.")
            }
            return .arrives
        } catch {
            switch error.kind {
            case .addressRefused, .nameNotFound, .tls, .tooLarge: return .elsewhere(error.explanation)
            case .notConnected, .timedOut, .cutOff, .notKept, .canceled: return .noAnswer(error.explanation)
            }
        }
    }

    private func signature(of word: String) async throws -> String {
        if !key.isPrepared { try await store.write { [key] in try key.prepare(in: $0) } }
        return Base64.encodeForURL(try key.sign("reachability/\(word)"))
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
