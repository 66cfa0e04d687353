import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Synchronization

/// The Graph API as far as a checklist sees it: everything is right until a test changes an answer.
final class FakeGraph: Sendable {
    static let fields = [
        "messages", "message_deliveries", "message_reads", "message_echoes", "message_edits", "message_reactions",
        "messaging_postbacks", "messaging_optins", "messaging_referrals", "messaging_handovers", "standby",
    ]
    static let scopes = ["pages_show_list", "pages_messaging", "pages_manage_metadata", "pages_read_engagement"]
    static let webhook = "https://gateway.example/hooks/messenger/endpoint/events"

    /// By method and path without the version; and where one of the two tokens is looked at, by that.
    private let answers: Mutex<[String: HTTPReply]>
    private let headers: HTTPFields

    init(_ changes: [String: HTTPReply] = [:], headers: HTTPFields = [:]) {
        answers = Mutex(Self.allWell.merging(changes) { $1 })
        self.headers = headers
    }

    func set(_ key: String, _ reply: HTTPReply) { answers.withLock { $0[key] = reply } }

    var transport: AnsweringTransport {
        AnsweringTransport(.answer { self.answer($0) }, hosts: ["graph.facebook.com"])
    }

    private func answer(_ call: HTTPCall) -> HTTPReply {
        let parts = URLComponents(string: call.url)
        let path = (parts?.path ?? "").split(separator: "/").dropFirst().joined(separator: "/")
        let query = { (name: String) in parts?.queryItems?.first { $0.name == name }?.value }
        var key = "\(call.method.rawValue) \(path)"
        if path == "debug_token" { key += " \(query("input_token") ?? "")" }
        if path == "me" { key += " \(call.headers[.authorization]?.dropFirst(7) ?? "")" }
        if path == "oauth/access_token" { key += query("grant_type") == nil ? " code" : " exchange" }
        if let after = query("after") { key += " after \(after)" }
        var reply = answers.withLock { $0[key] } ?? Meta.error(100, 33)
        for field in headers { reply.headers[field.name] = field.value }
        return reply
    }

    static func token(
        _ type: String, valid: Bool = true, app: String = Meta.appID, expires: Int64 = 0, scopes: [String] = scopes,
        targets: [String]? = nil, subcode: Int? = nil, profile: String? = nil
    ) -> HTTPReply {
        let list = { (texts: [String]) in "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
        let granular = targets.map { targets in
            scopes.map { #"{"scope":"\#($0)","target_ids":\#(list(targets))}"# }.joined(separator: ",")
        }
        let error = subcode.map { #","error":{"code":190,"message":"secret words","subcode":\#($0)}"# } ?? ""
        return Meta.json(
            200,
            #"{"data":{"app_id":"\#(app)","type":"\#(type)","is_valid":\#(valid),"expires_at":\#(expires),"#
                + #""data_access_expires_at":0,"scopes":\#(list(scopes))\#(profile.map { #","profile_id":"\#($0)""# } ?? "")"#
                + #"\#(granular.map { #","granular_scopes":[\#($0)]"# } ?? "")\#(error)}}"#)
    }

    static func pages(_ pages: [String], next: String? = nil) -> HTTPReply {
        let paging =
            next.map {
                #","paging":{"cursors":{"before":"b","after":"\#($0)"},"next":"https://elsewhere.example/?access_token=x"}"#
            }
            ?? ""
        return Meta.json(200, #"{"data":[\#(pages.joined(separator: ","))]\#(paging)}"#)
    }

    static func page(
        _ id: String, _ name: String = "Shop", tasks: [String] = ["MESSAGING", "MODERATE"], username: String? = nil,
        link: String? = nil
    ) -> String {
        let list = tasks.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"id":"\#(id)","name":"\#(name)","tasks":[\#(list)],"access_token":"EAApage-\#(id)""#
            + (username.map { #","username":"\#($0)""# } ?? "") + (link.map { #","link":"\#($0)""# } ?? "") + "}"
    }

    static func subscription(
        url: String = webhook, active: Bool = true, fields: [String] = fields, object: String = "page"
    ) -> HTTPReply {
        let list = fields.map { #"{"name":"\#($0)","version":"v26.0"}"# }.joined(separator: ",")
        return Meta.json(
            200,
            #"{"data":[{"object":"user","callback_url":"https://x/","active":true,"fields":[]},"#
                + #"{"object":"\#(object)","callback_url":"\#(url)","active":\#(active),"fields":[\#(list)]}]}"#)
    }

    static func subscribed(_ fields: [String]?, app: String = Meta.appID) -> HTTPReply {
        let list = fields.map { #","subscribed_fields":[\#($0.map { "\"\($0)\"" }.joined(separator: ","))]"# } ?? ""
        return Meta.json(200, #"{"data":[{"id":"9","name":"Other"},{"id":"\#(app)","name":"Us"\#(list)}]}"#)
    }

    static let done = Meta.json(200, #"{"success":true}"#)

    static let allWell: [String: HTTPReply] = [
        "GET \(Meta.appID)": Meta.json(200, #"{"id":"\#(Meta.appID)","name":"Our app"}"#),
        "GET \(Meta.appID)/subscriptions": subscription(),
        "GET debug_token EAAuser-token": token("USER"),
        "GET me EAAuser-token": Meta.json(200, #"{"id":"98765","name":"Ada Admin"}"#),
        "GET me/accounts": pages([page("999"), page(Meta.page)]),
        "GET debug_token EAApage-token": token("PAGE", profile: Meta.page),
        "GET me EAApage-token": Meta.json(200, #"{"id":"\#(Meta.page)","name":"Shop"}"#),
        "GET \(Meta.page)": Meta.json(200, #"{"id":"\#(Meta.page)","name":"Shop","is_published":true}"#),
        "GET \(Meta.page)/subscribed_apps": subscribed(fields),
        "GET \(Meta.page)/thread_owner": Meta.json(200, #"{"data":[]}"#),
        "POST \(Meta.page)/subscribed_apps": done,
        "POST \(Meta.appID)/subscriptions": done,
    ]
}
