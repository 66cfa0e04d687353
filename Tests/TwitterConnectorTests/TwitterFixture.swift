import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import TwitterConnector

/// X's requests and answers, as its documentation shows them.
struct TwitterFixture: ConnectorFixture {
    /// Signatures with the same moment and the same word, so that they can be compared.
    let connector: any Connector = TwitterConnector(clock: ManualClock(), nonce: { "4f2b8c1d9e7a60533c21" })

    let app: AppAccess
    let callingSecret: String

    init() {
        app = Self.makeApp()
        callingSecret = "accessTokenSecret.\(X.account)"
    }

    /// The same with an account that signed in by OAuth 2.0.
    static let bearing = TwitterFixture(app: makeBearingApp(), callingSecret: "bearer.\(X.account)")

    private init(app: AppAccess, callingSecret: String) {
        self.app = app
        self.callingSecret = callingSecret
    }

    /// - Parameter ended: how long ago the token ended; it lives for two hours.
    static func makeBearingApp(
        ended: Duration = .seconds(-3600), scopes: String = "dm.read dm.write tweet.read users.read offline.access",
        _ settings: [String: String] = [:], without missing: Set<String> = [], more: [String: String] = [:]
    ) -> AppAccess {
        let end = ManualClock().now - ended
        var secrets = [
            "consumerSecret": "cs&/+ secret~!*", "clientSecret": "client secret~!*",
            "bearer.\(X.account)": "bearer-mock-0001", "refresh.\(X.account)": "refresh-mock-0001",
            "bearerFrom.\(X.account)": "\((end - .seconds(7200)).milliseconds)",
            "bearerEnd.\(X.account)": "\(end.milliseconds)", "scopes.\(X.account)": scopes,
        ].merging(more) { $1 }
        for key in missing { secrets[key] = nil }
        return AppAccess(
            id: ID(rawValue: 21),
            settings: ["consumerKey": "ck_mockConsumerKey0001", "oauth": "oauth-2", "clientID": "client_mock0001"]
                .merging(settings) { $1 }, secrets: Secrets(secrets.mapValues { [Secret($0)] }))
    }

    static func makeApp(_ settings: [String: String] = [:], without missing: Set<String> = []) -> AppAccess {
        var secrets = [
            "consumerSecret": [Secret("cs&/+ secret~!*")], "clientSecret": [Secret("client secret~!*")],
            "accessToken.\(X.account)": [Secret("77-mockAccessToken00000")],
            "accessTokenSecret.\(X.account)": [Secret("ts mock+secret/=")],
        ]
        for key in missing { secrets[key] = nil }
        return AppAccess(
            id: ID(rawValue: 21),
            settings: ["consumerKey": "ck_mockConsumerKey0001"].merging(settings) { $1 }, secrets: Secrets(secrets))
    }

    let ourAddress = Address(kind: AddressKind(rawValue: "twitter"), value: X.account)
    let customer = Address(kind: AddressKind(rawValue: "twitter"), value: X.customer)
    let otherCustomer: Address? = Address(kind: AddressKind(rawValue: "twitter"), value: "1900000000000000001")
    let mediaURL: String? =
        "https://ton.twitter.com/1.1/ton/data/dm/1900000000000000001/1900000000000000009/k3Jx.jpg"
    let signingSecret = "consumerSecret"
    let signatureHeader = X.signature
    let messagesPerRequest = 20
    let questionsByPost: Set<String> = ["/oauth2/token", "/oauth/request_token"]

    func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest { X.signed(request, with: secret) }

    func challenge(_ token: String) -> WebhookRequest? {
        let value = token.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return X.get("crc_token=\(value)&nonce=abc123")
    }

    func request(carrying messages: [FixtureMessage]) -> WebhookRequest {
        let events = messages.enumerated().map { index, message in
            #"{"type":"message_create","id":"\#(message.id)","created_timestamp":"\#(1_760_000_000_000 + index)","#
                + #""message_create":{"target":{"recipient_id":"\#(X.account)"},"sender_id":"\#(X.customer)","#
                + #""message_data":{"text":"\#(X.escaped(message.text))","#
                + #""entities":{"hashtags":[],"symbols":[],"user_mentions":[],"urls":[]}}}}"#
        }
        return X.post(
            #"{"for_user_id":"\#(X.account)","direct_message_events":[\#(events.joined(separator: ","))],"#
                + #""apps":{},"users":{"88":{"id":"88","name":"Ann Client","screen_name":"annclient"}}}"#)
    }

    func request(reporting report: FixtureReport) -> WebhookRequest? {
        guard report.status == .read else { return nil }
        return X.post(
            #"{"for_user_id":"77","direct_message_mark_read_events":[{"created_timestamp":"1760000002000","#
                + #""sender_id":"88","target":{"recipient_id":"77"},"last_read_event_id":"\#(report.platformID)"}]}"#)
    }

    var requestsOfUnknownKind: [WebhookRequest] {
        [
            X.post(#"{"for_user_id":"77","hologram_events":[{"id":"1"}]}"#),
            X.post(#"{"for_user_id":"77","direct_message_events":[{"type":"hologram_create","id":"5"}]}"#),
            X.post(#"{"data":{"event_uuid":"9","event_type":"dm.hologram","filter":{"user_id":"77"},"payload":{}}}"#),
        ]
    }

    func request(_ request: WebhookRequest, addingField name: String, value: String) -> WebhookRequest {
        let body = String(decoding: request.body, as: UTF8.self)
            .replacing(#""message_data":{"#, with: #""message_data":{"\#(name)":"\#(value)","#)
        return WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: request.headers,
            body: Array(body.utf8), receivedAt: request.receivedAt)
    }

    func reply(naming name: String?) -> HTTPReply? {
        guard let name else {
            return X.json(
                200,
                #"{"errors":[{"value":"88","detail":"Could not find user with id: [88].","title":"Not Found Error","#
                    + #""resource_type":"user","parameter":"id","resource_id":"88","#
                    + #""type":"https://api.x.com/2/problems/resource-not-found"}]}"#)
        }
        return X.json(200, #"{"data":{"id":"88","name":"\#(name)","username":"annclient"}}"#)
    }

    /// The clock of the tests stands at 2026-01-01T00:00:00Z.
    private static let now: Int64 = 1_767_225_600

    func reply(_ answer: PlatformAnswer) -> HTTPReply? {
        switch answer {
        case .accepted(let id): X.json(201, #"{"data":{"dm_conversation_id":"77-88","dm_event_id":"\#(id)"}}"#)
        case .tooManyRequests(let seconds):
            X.json(
                429, #"{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}"#,
                headers: seconds.map { X.limits(remaining: 0, reset: Self.now + Int64($0)) } ?? [:])
        case .serverError(let status): X.json(status, #"{"title":"Internal Error","status":\#(status)}"#)
        case .credentialsRefused:
            X.json(401, #"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#)
        // Who wants no more blocks the account; that is no opt-out that X would tell of.
        case .recipientOptedOut: nil
        case .recipientInvalid:
            X.json(
                403,
                #"{"title":"Forbidden","type":"about:blank","status":403,"#
                    + #""detail":"You do not have permission to DM one or more participants."}"#)
        case .unknownRefusal: X.error(99_999, status: 400)
        }
    }

    func reply(listing messages: [FixtureListing]) -> HTTPReply? {
        let events = messages.map { message in
            let sender = message.isOutbound ? X.account : X.customer
            let seconds = message.createdAt.milliseconds / 1000
            let files =
                message.mediaCount == 0
                ? "" : #","attachments":{"media_keys":["3_1900000000000000009"]}"#
            return #"{"id":"\#(message.platformID)","event_type":"MessageCreate","sender_id":"\#(sender)","#
                + #""created_at":"\#(Self.written(seconds))","text":"\#(X.escaped(message.text ?? ""))"\#(files)}"#
        }
        let data = events.isEmpty ? "" : #""data":[\#(events.joined(separator: ","))],"#
        return X.json(200, #"{\#(data)"meta":{"result_count":\#(events.count)}}"#)
    }

    private static func written(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
