import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

/// How X signs what it sends: the HMAC-SHA256 under the app's consumer secret, never under a token's.
enum TwitterSignature {
    /// Whether X sent it.
    ///
    /// A challenge need not be signed: the newer documentation knows of no signature there, and who asks learns no more
    /// than the hash of a token that can be nothing else (``TwitterChallenge``). One that is signed, though, and with
    /// none of the secrets that are honoured, is refused. The answer to it would be wrong, and X takes a webhook with a
    /// wrong answer out of service at once, but bears with refusals for more than a day.
    static func isGenuine(_ request: WebhookRequest, from app: AppAccess) -> Bool {
        switch (request.route, request.method) {
        case (TwitterWebhook.events, .post): secret(thatSigned: request, of: app) != nil
        case (TwitterWebhook.events, .get): TwitterChallenge.secret(for: request, of: app) != nil
        default: false
        }
    }

    /// Which of the app's secrets signed it; `nil` where none did, or where it is not signed.
    ///
    /// Of a POST the body is signed, of a GET the query, each as it came.
    static func secret(thatSigned request: WebhookRequest, of app: AppAccess) -> Secret? {
        guard let given = request.headers[header] else { return nil }
        let signed = request.method == .get ? Array(request.query.utf8) : request.body
        return app.secrets.all(TwitterKey.consumerSecret).first { secret in
            let key = secret.reveal()
            return !key.isEmpty && constantTimeEquals(Array(hash(signed, key).utf8), Array(given.utf8))
        }
    }

    /// As X writes it, and wants it written: standard base64 with its padding.
    static func hash(_ bytes: [UInt8], _ secret: String) -> String {
        "sha256=" + Base64.encode(Hash.sha256.hmac(key: Array(secret.utf8), bytes))
    }

    static let header = HTTPField.Name("x-twitter-webhooks-signature")!
}
