import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import Signing

/// Pager's requests and answers, as its documentation would show them.
struct PagerFixture: ConnectorFixture {
    let connector: any Connector = PagerConnector()
    let app = AppAccess(
        id: ID(rawValue: 7), settings: [:],
        secrets: Secrets(["signingKey": [Secret("pager signing key")], "token": [Secret("pager token 0001")]]))
    let ourAddress = Address(kind: PagerConnector.people, value: "frontdesk")
    let customer = Address(kind: PagerConnector.people, value: "ann")
    let otherCustomer: Address? = Address(kind: PagerConnector.people, value: "bob")
    let signingSecret = "signingKey"
    let callingSecret = "token"
    let signatureHeader = HTTPField.Name("X-Pager-Signature")!
    let messagesPerRequest = 10

    func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest {
        var headers = request.headers
        let code = Hash.sha256.hmac(key: Array(secret.reveal().utf8), request.body)
        headers[signatureHeader] = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: headers, body: request.body,
            receivedAt: request.receivedAt)
    }

    func request(carrying messages: [FixtureMessage]) -> WebhookRequest {
        post(
            messages.map {
                [
                    "id": .text($0.id), "kind": .text("page"), "desk": .text("frontdesk"), "from": .text("ann"),
                    "text": .text($0.text),
                ]
            })
    }

    func request(reporting report: FixtureReport) -> WebhookRequest? {
        let words: [DeliveryStatus: String] = [.delivered: "delivered", .failed: "lost"]
        return words[report.status].map { word in
            post([
                [
                    "id": .text("report-\(report.platformID)-\(word)"), "kind": .text("report"),
                    "desk": .text("frontdesk"), "page": .text(report.platformID), "status": .text(word),
                    "reference": .text(report.part.description),
                ]
            ])
        }
    }

    var requestsOfUnknownKind: [WebhookRequest] {
        [post([["id": .text("9"), "kind": .text("hologram"), "desk": .text("frontdesk")]])]
    }

    func request(_ request: WebhookRequest, addingField name: String, value: String) -> WebhookRequest {
        let events = JSONTree(reading: request.body)?["events"]?.list ?? []
        return post(events.map { $0.fields.merging([name: .text(value)]) { $1 } })
    }

    func reply(_ answer: PlatformAnswer) -> HTTPReply? {
        switch answer {
        case .accepted(let id): HTTPReply(status: 201, body: JSONTree.fields(["page": .text(id)]).bytes)
        case .tooManyRequests(let seconds):
            HTTPReply(status: 429, headers: seconds.map { [.retryAfter: String($0)] } ?? [:])
        case .serverError(let status): HTTPReply(status: status)
        case .credentialsRefused: HTTPReply(status: 401)
        case .recipientOptedOut: HTTPReply(status: 403)
        case .recipientInvalid: HTTPReply(status: 404)
        case .unknownRefusal: HTTPReply(status: 418)
        }
    }

    private func post(_ events: [[String: JSONTree]]) -> WebhookRequest {
        WebhookRequest(
            method: .post, url: "https://gateway.example/hooks/pager/endpoint/events", route: "events",
            headers: [.contentType: "application/json"],
            body: JSONTree.fields(["events": .list(events.map { .fields($0) })]).bytes,
            receivedAt: Timestamp(milliseconds: 1_767_225_600_000))
    }
}
