import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

/// How Meta signs: the HMAC-SHA256 of the bytes as they are sent, under the app secret.
///
/// Meta escapes what it sends (`\u00e9`, `\/`) and signs that, so a body that was read and written again never fits.
enum MetaSignature {
    static func isGenuine(_ request: WebhookRequest, from app: AppAccess) -> Bool {
        switch (request.route, request.method) {
        case (MessengerWebhook.events, .post): isSigned(request, by: app)
        case (MessengerWebhook.events, .get): isVerification(request, of: app)
        case (MessengerWebhook.deauthorization, .post), (MessengerWebhook.dataDeletion, .post):
            SignedRequest(inForm: request.body).map { $0.isSigned(by: app) } ?? false
        case (MessengerWebhook.dataDeletion, .get):
            SignedRequest(inQuery: request.query).map { $0.isSigned(by: app) } ?? false
        default: false
        }
    }

    private static func isSigned(_ request: WebhookRequest, by app: AppAccess) -> Bool {
        guard let given = request.headers[header] else { return false }
        return app.secrets.all(MetaApp.Key.appSecret).contains { secret in
            let key = Array(secret.reveal().utf8)
            guard !key.isEmpty else { return false }
            let expected = "sha256=" + Hex.encode(Hash.sha256.hmac(key: key, request.body))
            return constantTimeEquals(Array(expected.utf8), Array(given.utf8))
        }
    }

    /// Meta, validating verification requests: the token is what makes it genuine.
    private static func isVerification(_ request: WebhookRequest, of app: AppAccess) -> Bool {
        guard let pairs = FormBody.decode(request.query),
            let given = pairs.first(where: { $0.name == "hub.verify_token" })?.value
        else { return false }
        return MetaApp.verifyTokens(of: app).contains { constantTimeEquals(Array($0.utf8), Array(given.utf8)) }
    }

    private static let header = HTTPField.Name("X-Hub-Signature-256")!
}

/// Meta's `signed_request`: a signature and what it signs, each in base64 for addresses.
struct SignedRequest {
    let text: String
    private let signature: Substring
    private let payload: Substring

    init?(inForm body: [UInt8]) {
        self.init(FormBody.decode(body, maximumPairs: 20))
    }

    init?(inQuery query: Substring) {
        self.init(FormBody.decode(query, maximumPairs: 20))
    }

    private init?(_ pairs: [(name: String, value: String)]?) {
        guard let text = pairs?.first(where: { $0.name == Self.name })?.value, text.utf8.count <= 4096 else {
            return nil
        }
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 2, !pieces[0].isEmpty, !pieces[1].isEmpty else { return nil }
        self.text = text
        (signature, payload) = (pieces[0], pieces[1])
    }

    /// The payload is signed as it stands, still encoded.
    func isSigned(by app: AppAccess) -> Bool {
        app.secrets.all(MetaApp.Key.appSecret).contains { secret in
            let key = Array(secret.reveal().utf8)
            guard !key.isEmpty else { return false }
            let expected = Base64.encodeForURL(Hash.sha256.hmac(key: key, Array(payload.utf8)))
            return constantTimeEquals(Array(expected.utf8), Array(signature.utf8))
        }
    }

    /// Whom it is about, by the id that the app knows them by; `nil` where it cannot be read.
    var user: String? {
        var base64 = payload.replacing("-", with: "+").replacing("_", with: "/")
        while base64.utf8.count % 4 != 0 { base64 += "=" }
        guard let bytes = Base64.decode(String(base64)), let tree = JSONTree(reading: bytes),
            tree["algorithm"]?.text?.uppercased() == "HMAC-SHA256", let user = tree["user_id"]?.id,
            MessengerAddress.isID(user)
        else { return nil }
        return user
    }

    static let name = "signed_request"
}
