import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import MessengerConnector

/// Meta's requests and answers, as its documentation shows them.
struct MessengerFixture: ConnectorFixture {
    let connector: any Connector = MessengerConnector()

    static let secret = Secret("app-secret-123")

    let app = AppAccess(
        id: ID(rawValue: 17), settings: ["appID": Meta.appID, "version": "v26.0"],
        secrets: Secrets([
            "appSecret": [secret], "verifyToken": [Secret("a-verify-token")],
            "userToken": [Secret("EAAuser-token")], "pageToken.\(Meta.page)": [Secret("EAApage-token")],
        ]))

    let ourAddress = Address(kind: AddressKind(rawValue: "messenger"), value: Meta.page)
    let customer = Address(kind: AddressKind(rawValue: "messenger"), value: Meta.customer)
    let otherCustomer: Address? = Address(kind: AddressKind(rawValue: "messenger"), value: "5552")
    let mediaURL: String? = "https://scontent.xx.fbcdn.net/v/t1.15752-9/1_n.jpg?_nc_cat=1&oh=abc&oe=68F00000"
    let signingSecret = "appSecret"
    let callingSecret = "pageToken.\(Meta.page)"
    let signatureHeader = Meta.signature
    let messagesPerRequest = 50

    func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest { Meta.signed(request, with: secret) }

    func request(carrying messages: [FixtureMessage]) -> WebhookRequest {
        Meta.batch(messages.map { #""message":{"mid":"\#($0.id)","text":"\#(Meta.escaped($0.text))"}"# })
    }

    func request(reporting report: FixtureReport) -> WebhookRequest? {
        switch report.status {
        case .sent:
            Meta.batch([
                #""sender":{"id":"\#(Meta.page)"},"recipient":{"id":"\#(Meta.customer)"},"timestamp":1760000000000,"#
                    + #""message":{"mid":"\#(report.platformID)","is_echo":true,"app_id":424242,"#
                    + #""metadata":"\#(report.part)","text":"Hi"}"#
            ])
        case .delivered:
            Meta.batch([#""delivery":{"mids":["\#(report.platformID)"],"watermark":1760000000000}"#])
        case .read: Meta.batch([#""read":{"watermark":1760000000000}"#])
        default: nil
        }
    }

    var requestsOfUnknownKind: [WebhookRequest] {
        [
            Meta.batch([#""teleport":{"to":"somewhere"}"#]),
            Meta.post(
                #"{"object":"page","entry":[{"id":"1","time":1760000000,"changes":[{"field":"feed","value":{}}]}]}"#),
            Meta.post(#"{"object":"instagram","entry":[{"id":"1","time":1760000000123,"messaging":[{}]}]}"#),
            Meta.post(#"{"object":"page","entry":[{"id":"1","time":1760000000123,"hereafter":[{"a":1}]}]}"#),
        ]
    }

    func request(_ request: WebhookRequest, addingField name: String, value: String) -> WebhookRequest {
        let body = String(decoding: request.body, as: UTF8.self)
            .replacing(#""message":{"#, with: #""message":{"\#(name)":"\#(value)","#)
        return WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: request.headers,
            body: Array(body.utf8), receivedAt: request.receivedAt)
    }

    func reply(naming name: String?) -> HTTPReply? {
        guard let name else { return Meta.error(230) }
        return Meta.json(200, #"{"first_name":"\#(Meta.escaped(name))","id":"\#(Meta.customer)"}"#)
    }

    func reply(_ answer: PlatformAnswer) -> HTTPReply? {
        switch answer {
        case .accepted(let id): Meta.json(200, #"{"recipient_id":"\#(Meta.customer)","message_id":"\#(id)"}"#)
        // It tells minutes, and no other time.
        case .tooManyRequests(let seconds): seconds == nil ? Meta.error(613) : nil
        case .serverError(let status): Meta.error(2, status: status)
        case .credentialsRefused: Meta.error(190, 460)
        // Who wants no more blocks the page; that is no opt-out that Meta would tell of.
        case .recipientOptedOut: nil
        case .recipientInvalid: Meta.error(100, 2_018_001)
        case .unknownRefusal: Meta.error(999_999)
        }
    }
}
