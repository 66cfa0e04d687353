import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes

/// The shapes of Twilio's requests and answers.
enum Twilio {
    static let hooks = "https://gateway.example/hooks/sms/endpoint"

    static func post(
        _ route: String, _ form: [(String, String)], url: String? = nil, headers: HTTPFields = [:]
    ) -> WebhookRequest {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded; charset=UTF-8"
        return WebhookRequest(
            method: .post, url: url ?? "\(hooks)/\(route)", route: route, headers: headers,
            body: FormBody.encode(form.map { (name: $0.0, value: $0.1) }), receivedAt: Timestamp(milliseconds: 0))
    }

    static func get(_ route: String, _ query: String) -> WebhookRequest {
        WebhookRequest(
            method: .get, url: "\(hooks)/\(route)?\(query)", route: route, headers: [:], body: [],
            receivedAt: Timestamp(milliseconds: 0))
    }

    static func status(
        _ word: String, sid: String = "SM00000000000000000000000000000002", part: String? = nil, code: String? = nil
    ) -> WebhookRequest {
        let form = [
            ("SmsSid", sid), ("SmsStatus", word), ("MessageStatus", word), ("To", "+14155550100"), ("MessageSid", sid),
            ("AccountSid", "AC00000000000000000000000000000000"), ("From", "+15005550006"),
            ("ApiVersion", "2010-04-01"),
        ]
        return post(
            "status", form + (code.map { [("ErrorCode", $0)] } ?? []),
            url: "\(hooks)/status" + (part.map { "?part=\($0)" } ?? ""))
    }

    static func json(_ status: Int, _ text: String) -> HTTPReply {
        HTTPReply(status: status, headers: [.contentType: "application/json"], body: Array(text.utf8))
    }

    static func error(_ code: Int, status: Int = 400) -> HTTPReply {
        let told = #""message":"The text of the error","more_info":"https://www.twilio.com/docs/errors/\#(code)""#
        return json(status, #"{"code":\#(code),\#(told),"status":\#(status)}"#)
    }

    /// A page of the list of messages.
    static func list(_ messages: [FixtureListing], next: String? = nil) -> HTTPReply {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "UTC")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        let items = messages.map { message in
            [
                "sid": message.platformID, "from": message.from.value, "to": message.to.value,
                "body": message.text ?? "", "num_media": String(message.mediaCount), "num_segments": "1",
                "direction": message.isOutbound ? "outbound-api" : "inbound", "status": "queued",
                "date_created": format.string(
                    from: Date(timeIntervalSince1970: Double(message.createdAt.milliseconds) / 1000)),
                "date_sent": NSNull(), "error_code": NSNull(),
            ] as [String: Any]
        }
        let page: [String: Any] = [
            "messages": items, "next_page_uri": next ?? NSNull(), "page": 0, "page_size": 100, "start": 0,
        ]
        let body = try? JSONSerialization.data(withJSONObject: page)
        return HTTPReply(status: 200, body: Array(body ?? Data()))
    }
}
