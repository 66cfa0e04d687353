import ConnectorKit
import GatewayModel

/// X: a new pair of tokens for the one that counts once. The old pair ends with it.
enum TwitterRenewal {
    static func due(of connection: OpenConnection, at now: Timestamp) -> Timestamp? {
        TwitterTokens(of: connection.address.value, in: connection.app.secrets)?.renewalDue(at: now)
    }

    static func renew(
        _ connection: OpenConnection, _ signing: TwitterSigning, over transport: any HTTPTransport
    ) async throws(RenewalFailure) -> [String: Secret] {
        let account = connection.address.value
        guard let refresh = TwitterTokens(of: account, in: connection.app.secrets)?.refresh else {
            throw RenewalFailure(.never(forgetting: []), "There is nothing to renew the login with.")
        }
        guard let client = TwitterClient(connection.app) else {
            throw RenewalFailure(.later(after: Self.patience), "The app has no client ID any more. Enter it.")
        }
        do throws(TwitterTrouble) {
            let reader = try TwitterReader(connection.app, signing, over: transport)
            let form = [(name: "grant_type", value: "refresh_token"), (name: "refresh_token", value: refresh)]
            return try await client.tokens(for: form, reader, at: signing.clock).secrets(of: account)
        } catch {
            switch error {
            case .noGrant(let refusal) where refusal.isOfTheGrant:
                throw RenewalFailure(.never(forgetting: [TwitterKey.refresh(of: account)]), error.explanation)
            case .noGrant: throw RenewalFailure(.later(after: Self.patience), error.explanation)
            case .refused, .noAnswer: throw RenewalFailure(.later(after: nil), error.explanation)
            }
        }
    }

    /// Until somebody may have entered what is right.
    private static let patience = Duration.seconds(5 * 60)
}
