import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Signing
import TwitterConnector

/// The shapes of X's requests and answers.
enum X {
    static let hooks = "https://gateway.example/hooks/twitter/endpoint"
    static let account = "77"
    static let customer = "88"
    static let signature = HTTPField.Name("x-twitter-webhooks-signature")!

    static func post(_ body: String) -> WebhookRequest {
        WebhookRequest(
            method: .post, url: "\(hooks)/events", route: "events", headers: [.contentType: "application/json"],
            body: Array(body.utf8), receivedAt: Timestamp(milliseconds: 0))
    }

    static func get(_ query: String, headers: HTTPFields = [:]) -> WebhookRequest {
        WebhookRequest(
            method: .get, url: "\(hooks)/events?\(query)", route: "events", headers: headers, body: [],
            receivedAt: Timestamp(milliseconds: 0))
    }

    static func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest {
        let bytes = request.method == .get ? Array(request.query.utf8) : request.body
        let hash = Hash.sha256.hmac(key: Array(secret.reveal().utf8), bytes)
        var headers = request.headers
        headers[signature] = "sha256=" + Data(hash).base64EncodedString()
        return WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: headers, body: request.body,
            receivedAt: request.receivedAt)
    }

    static func json(_ status: Int, _ text: String, headers: HTTPFields = [:]) -> HTTPReply {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return HTTPReply(status: status, headers: headers, body: Array(text.utf8))
    }

    static func error(_ code: Int, status: Int, headers: HTTPFields = [:]) -> HTTPReply {
        json(status, #"{"errors":[{"code":\#(code),"message":"The text"}]}"#, headers: headers)
    }

    /// A text within JSON, escaped as X escapes what people write.
    static func escaped(_ text: String) -> String {
        let html = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return html.utf16.map { unit in
            switch unit {
            case UInt16(UInt8(ascii: "\"")): "\\\""
            case UInt16(UInt8(ascii: "\\")): "\\\\"
            case 0x20...0x7E: String(UnicodeScalar(UInt8(unit)))
            default: "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count) + String(unit, radix: 16)
            }
        }.joined()
    }

    static func limits(remaining: Int, reset seconds: Int64) -> HTTPFields {
        [
            HTTPField.Name("x-rate-limit-limit")!: "15", HTTPField.Name("x-rate-limit-remaining")!: String(remaining),
            HTTPField.Name("x-rate-limit-reset")!: String(seconds),
        ]
    }
}
