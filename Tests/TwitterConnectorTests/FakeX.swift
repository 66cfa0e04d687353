import ConnectorKit
import ConnectorTestKit
import Foundation
import HTTPTypes
import Synchronization

/// X's API as far as a checklist sees it: everything is right until a test changes an answer.
final class FakeX: Sendable {
    static let webhook = "https://gateway.example/hooks/twitter/endpoint/events"

    /// By method and path.
    private let answers: Mutex<[String: HTTPReply]>

    init(_ changes: [String: HTTPReply] = [:]) {
        answers = Mutex(Self.allWell.merging(changes) { $1 })
    }

    func set(_ key: String, _ reply: HTTPReply) { answers.withLock { $0[key] = reply } }

    var transport: AnsweringTransport {
        AnsweringTransport(
            .answer { self.answer($0) }, hosts: ["api.x.com", "upload.twitter.com", "ton.twitter.com"])
    }

    private func answer(_ call: HTTPCall) -> HTTPReply {
        let path = URLComponents(string: call.url)?.path ?? ""
        return answers.withLock { $0["\(call.method.rawValue) \(path)"] } ?? X.error(34, status: 404)
    }

    static let level = HTTPField.Name("x-access-level")!

    static func account(
        id: String = X.account, level: String? = "read-write-directmessages", more: String = ""
    ) -> HTTPReply {
        var headers = HTTPFields()
        headers[Self.level] = level
        return X.json(
            200, #"{"id":77,"id_str":"\#(id)","name":"Acme","screen_name":"acme"\#(more)}"#, headers: headers)
    }

    static func webhooks(_ list: [(id: String, url: String, valid: Bool)]) -> HTTPReply {
        let data = list.map { #"{"id":"\#($0.id)","url":"\#($0.url)","valid":\#($0.valid)}"# }
        return X.json(
            200, #"{"data":[\#(data.joined(separator: ","))],"meta":{"result_count":\#(list.count)}}"#)
    }

    private static let allWell: [String: HTTPReply] = {
        let ours = #"{"id":"1490000000000000001","url":"\#(webhook)","valid":true}"#
        let activities = ["dm.received", "dm.sent", "dm.read", "oauth.revoke"].enumerated().map { index, kind in
            #"{"subscription_id":"\#(index)","event_type":"\#(kind)","webhook_id":"1490000000000000001","#
                + (kind == "oauth.revoke" ? #""filter":{}}"# : #""filter":{"user_id":"77"}}"#)
        }
        return [
            "POST /oauth2/token": X.json(200, #"{"token_type":"bearer","access_token":"AAAAapp-token"}"#),
            "GET /1.1/account/verify_credentials.json": account(),
            "GET /1.1/account/settings.json": X.json(200, #"{"allow_dms_from":"all"}"#),
            "GET /2/webhooks": X.json(200, #"{"data":[\#(ours)],"meta":{"result_count":1}}"#),
            "GET /2/account_activity/webhooks/1490000000000000001/subscriptions/all":
                X.json(200, #"{"data":{"subscribed":true}}"#),
            "GET /1.1/account_activity/webhooks.json": X.json(200, "[\(ours)]"),
            "GET /1.1/account_activity/webhooks/1490000000000000001/subscriptions/all.json": HTTPReply(status: 204),
            "GET /2/activity/subscriptions":
                X.json(
                    200,
                    #"{"data":[\#(activities.joined(separator: ","))],"meta":{"total_subscriptions":4}}"#),
        ]
    }()
}
