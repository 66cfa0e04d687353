import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes
import Signing

/// What a visitor is known by: made and signed here, kept by the page, and nowhere else. Nothing is looked up to believe
/// one.
struct VisitorTicket: Sendable, Equatable {
    /// So long after its end it can still be exchanged for a new one: a page that slept over the week-end is the same
    /// visitor.
    static let grace = Duration.seconds(7 * 24 * 3600)
    private static let mostBytes = 2000

    let visitor: Address
    /// The origin of the page that the chat is on.
    let site: String
    let until: Timestamp
    /// Whom the site's backend vouches for; `nil` for anybody.
    let identity: Identity?

    struct Identity: Sendable, Equatable, Codable {
        let name: String?
        let email: String?
    }

    private struct Claims: Codable {
        let visitor, site: String
        let until: Int64
        let identity: Identity?
    }

    func text(by host: any ClientHost) throws(ClientRefusal) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let claims = Claims(visitor: visitor.value, site: site, until: until.milliseconds, identity: identity)
        guard let json = try? encoder.encode(claims) else {
            throw ClientRefusal(.unavailable, "unavailable", "The ticket cannot be written.")
        }
        let payload = Base64.encodeForURL(Array(json))
        return "\(payload).\(Base64.encodeForURL(try Self.seal(payload, host)))"
    }

    /// The ticket a request carries.
    ///
    /// - Throws: `session-over` where it is none of ours, is of another chat, or has run out.
    static func of(_ request: ClientRequest, _ host: any ClientHost) throws(ClientRefusal) -> VisitorTicket {
        let over = ClientRefusal(.unauthenticated, "session-over", "The session is over; begin another one.")
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer "),
            let ticket = try reading(String(header.dropFirst("bearer ".count)), by: host), host.now < ticket.until
        else { throw over }
        return ticket
    }

    /// Whatever its end.
    static func reading(_ text: String, by host: any ClientHost) throws(ClientRefusal) -> VisitorTicket? {
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= mostBytes, pieces.count == 2,
            constantTimeEquals(
                Array(Base64.encodeForURL(try seal(String(pieces[0]), host)).utf8), Array(pieces[1].utf8)),
            let json = Base64.decodeForURL(String(pieces[0])),
            let claims = try? JSONDecoder().decode(Claims.self, from: Data(json)),
            let visitor = WebChatAddress.visitor(from: claims.visitor)
        else { return nil }
        return VisitorTicket(
            visitor: visitor, site: claims.site, until: Timestamp(milliseconds: claims.until),
            identity: claims.identity)
    }

    /// Bound to the chat: a ticket of one opens no other.
    private static func seal(_ payload: String, _ host: any ClientHost) throws(ClientRefusal) -> [UInt8] {
        try host.seal("ticket\n\(host.connection.address.value)\n\(payload)")
    }
}
