import Foundation
public import HTTPTypes
import Hummingbird

/// Whose request it is, seen through reverse proxies.
///
/// Anybody can send `X-Forwarded-For`. Each proxy appends the address that called it, so it is read from its end, and
/// only for as long as the one who wrote an entry is trusted. `Forwarded` (RFC 7239) is not read: a proxy that writes
/// one of the two passes the other on as a stranger sent it.
public struct ClientAddress: Sendable {
    static let header = HTTPField.Name("X-Forwarded-For")!

    private let isTrusted: @Sendable (String) -> Bool

    /// - Parameter isTrusted: whether this address is one of our proxies.
    public init(isTrusted: @escaping @Sendable (String) -> Bool) {
        self.isTrusted = isTrusted
    }

    public func of(peer: String?, _ headers: HTTPFields) -> String? {
        guard var client = peer else { return nil }
        let entries = headers[values: Self.header].joined(separator: ",").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        for entry in entries.reversed() {
            guard isTrusted(client), !entry.isEmpty else { break }
            client = String(entry.prefix(64))
        }
        return client
    }

    func of(_ request: Request, _ context: some RequestContext) -> String? {
        of(peer: (context as? any RemoteAddressRequestContext)?.remoteAddress?.ipAddress, request.headers)
    }
}
