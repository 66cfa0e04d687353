import ConnectorKit
import GatewayModel
import HTTPTypes

/// X: Challenge-response checks. X asks now and then whether whoever answers at a webhook's address knows the secret.
///
/// Events are signed with the same secret in the same way: whoever had any text hashed here could sign events of their
/// own. So only what can be nothing but a token is hashed.
enum TwitterChallenge {
    static func reply(to request: WebhookRequest, of app: AppAccess) throws(WebhookRejection) -> WebhookReply {
        guard let token = token(in: request) else {
            throw .malformed(reason: "There is no token in it that could be X's.")
        }
        guard let secret = secret(for: request, of: app) else { throw .badSignature }
        return WebhookReply(
            status: 200, contentType: "application/json", body: answer(to: token, secret: secret.reveal()))
    }

    /// The token, decoded; `nil` where there is none that may be hashed.
    static func token(in request: WebhookRequest) -> String? {
        let pairs = FormBody.decode(request.query, maximumPairs: 20) ?? []
        let tokens = pairs.filter { $0.name == "crc_token" }.map(\.value)
        guard tokens.count == 1, isToken(tokens[0]) else { return nil }
        return tokens[0]
    }

    /// The secret to answer with.
    ///
    /// While secrets rotate, a signature tells which of them X uses. Without one it is the current.
    static func secret(for request: WebhookRequest, of app: AppAccess) -> Secret? {
        guard request.headers[TwitterSignature.header] == nil else {
            return TwitterSignature.secret(thatSigned: request, of: app)
        }
        return app.secrets.current(TwitterKey.consumerSecret).flatMap { $0.reveal().isEmpty ? nil : $0 }
    }

    /// The body of the answer.
    static func answer(to token: String, secret: String) -> String {
        #"{"response_token":"\#(TwitterSignature.hash(Array(token.utf8), secret))"}"#
    }

    private static let longest = 256

    /// What ids and base64 are written with, and a space. No event is: they are JSON objects. Nor is a query, which X
    /// signs in a challenge's own header: an equals sign only pads the end.
    private static func isToken(_ text: String) -> Bool {
        guard (1...longest).contains(text.utf8.count) else { return false }
        let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let body = text.utf8.dropLast(padding)
        return padding <= 2 && !body.isEmpty && body.allSatisfy { isTokenByte($0) }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "-_.+/ ".utf8.contains(byte)
        }
    }
}
