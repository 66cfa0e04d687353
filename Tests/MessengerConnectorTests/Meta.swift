import ConnectorKit
import GatewayModel
import HTTPTypes
import MessengerConnector
import Signing

/// The shapes of Meta's requests and answers.
enum Meta {
    static let hooks = "https://gateway.example/hooks/messenger/endpoint"
    static let page = "111222333"
    static let customer = "5551"
    static let appID = "424242"

    static func post(_ body: String, route: String = "events") -> WebhookRequest {
        WebhookRequest(
            method: .post, url: "\(hooks)/\(route)", route: route,
            headers: [
                .contentType: route == "events" ? "application/json" : "application/x-www-form-urlencoded",
                .userAgent: "facebookexternalua",
            ], body: Array(body.utf8), receivedAt: Timestamp(milliseconds: 0))
    }

    static func get(_ query: String, route: String = "events") -> WebhookRequest {
        WebhookRequest(
            method: .get, url: "\(hooks)/\(route)?\(query)", route: route, headers: [:], body: [],
            receivedAt: Timestamp(milliseconds: 0))
    }

    /// One entry with these events, each without its envelope: `"message":{…}`.
    static func batch(_ events: [String], page: String = page, array: String = "messaging") -> WebhookRequest {
        post(#"{"object":"page","entry":[\#(entry(events, page: page, array: array))]}"#)
    }

    static func entry(_ events: [String], page: String = page, array: String = "messaging") -> String {
        let items = events.enumerated().map { index, event in
            // An event that names its own sides keeps them.
            event.contains(#""sender""#) || event.contains(#""recipient""#)
                ? "{\(event)}"
                : #"{"sender":{"id":"\#(customer)"},"recipient":{"id":"\#(page)"},"timestamp":\#(1_760_000_000_000 + index),\#(event)}"#
        }
        return #"{"id":"\#(page)","time":1760000000123,"\#(array)":[\#(items.joined(separator: ","))]}"#
    }

    static func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest {
        let hash = Hash.sha256.hmac(key: Array(secret.reveal().utf8), request.body)
        var headers = request.headers
        headers[signature] = "sha256=" + hash.map { (String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)) }.joined()
        return WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: headers, body: request.body,
            receivedAt: request.receivedAt)
    }

    static let signature = HTTPField.Name("X-Hub-Signature-256")!

    static func json(_ status: Int, _ text: String, headers: HTTPFields = [:]) -> HTTPReply {
        var headers = headers
        headers[.contentType] = "application/json; charset=UTF-8"
        return HTTPReply(status: status, headers: headers, body: Array(text.utf8))
    }

    static func error(_ code: Int, _ subcode: Int? = nil, status: Int = 400, headers: HTTPFields = [:]) -> HTTPReply {
        let sub = subcode.map { #","error_subcode":\#($0)"# } ?? ""
        return json(
            status,
            #"{"error":{"message":"(#\#(code)) The text","type":"OAuthException","code":\#(code)\#(sub),"fbtrace_id":"A1"}}"#,
            headers: headers)
    }

    /// Meta escapes what is not ASCII, and slashes.
    static func escaped(_ text: String) -> String {
        text.utf16.map { unit in
            switch unit {
            case UInt16(UInt8(ascii: "\"")): "\\\""
            case UInt16(UInt8(ascii: "\\")): "\\\\"
            case UInt16(UInt8(ascii: "/")): "\\/"
            case 0x20...0x7E: String(UnicodeScalar(UInt8(unit)))
            default: "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count) + String(unit, radix: 16)
            }
        }.joined()
    }
}
