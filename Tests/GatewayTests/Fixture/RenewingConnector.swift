import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes

@testable import Gateway

/// The platform `test`, where something of each connection ends: a token that counts once, and its end, stand under one
/// key. Each next one ends two hours after the last.
struct RenewingConnector: TestVariant, RenewsGrants {
    static let life = Duration.seconds(7200)
    static let margin = Duration.seconds(1200)

    let base = TestConnector()

    func renewalDue(of connection: OpenConnection, at now: Timestamp) -> Timestamp? {
        Self.grant(of: connection).map { $0.end - Self.margin }
    }

    func renew(
        _ connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(RenewalFailure) -> [String: Secret] {
        let key = Self.key(connection.address)
        guard let grant = Self.grant(of: connection) else {
            throw RenewalFailure(.never(forgetting: []), "There is none.")
        }
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(
                HTTPCall(method: .get, url: "https://platform.test/renew/\(grant.token)"))
        } catch {
            throw RenewalFailure(error)
        }
        switch reply.status {
        case 200: return [key: Self.secret(String(decoding: reply.body, as: UTF8.self), endsAt: grant.end + Self.life)]
        case 400: throw RenewalFailure(.never(forgetting: [key]), "It is refused for good.")
        default:
            let pause = reply.headers[.retryAfter].flatMap { Int($0) }.map { Duration.seconds($0) }
            throw RenewalFailure(.later(after: pause), "Status \(reply.status).")
        }
    }

    static func key(_ address: Address) -> String { "grant.\(address.value)" }

    static func secret(_ token: String, endsAt end: Timestamp) -> Secret { Secret("\(token) \(end.milliseconds)") }

    private static func grant(of connection: OpenConnection) -> (token: String, end: Timestamp)? {
        let words = connection.app.secrets.current(key(connection.address))?.reveal().split(separator: " ") ?? []
        guard words.count == 2, let end = Int64(words[1]) else { return nil }
        return (String(words[0]), Timestamp(milliseconds: end))
    }
}

extension TestGateway {
    static func renewing(duties: DutyTerms? = nil) async throws -> TestGateway {
        try await make(connectors: [RenewingConnector()], duties: duties)
    }

    /// Somebody signs in: it ends two hours later.
    func grant(_ token: String, to number: String = salesNumber) async throws {
        let secret = RenewingConnector.secret(token, endsAt: clock.now + RenewingConnector.life)
        let key = RenewingConnector.key(Address(kind: .phone, value: number))
        _ = try await store.write { [parts, setup] transaction in
            try parts.apps.update(
                setup.app.id, label: nil, settings: [:], granted: [key: secret.reveal()], by: "test", in: transaction)
        }
        parts.apps.changed()
    }

    /// Until whatever was granted now is due.
    func passUntilDue() { pass(RenewingConnector.life - RenewingConnector.margin) }

    /// What is kept for a number; `nil` where nothing is.
    func kept(for number: String = salesNumber) async throws -> String? {
        let app = try await parts.vault.app(setup.app.id)
        let key = RenewingConnector.key(Address(kind: .phone, value: number))
        return app?.access.secrets.current(key)?.reveal().split(separator: " ").first.map(String.init)
    }

    /// The tokens that were shown to be renewed, in their order.
    var renewals: [String] {
        platform.nameCalls.compactMap { $0.split(separator: "/").last.map(String.init) }
    }

    func renew() async throws -> Timestamp? { try await parts.grantRenewal.drain() }
}
