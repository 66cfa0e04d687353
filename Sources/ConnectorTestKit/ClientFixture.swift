public import ConnectorKit
import GatewayModel
public import HTTPTypes

/// What the suite has to know of a connector that serves clients: there are no webhooks, and no calls to a platform.
public protocol ClientFixture: ConnectorFixture {
    var clients: any ServesClients { get }

    /// A document under which everything works that the fixture's requests do.
    var settings: JSONTree { get }

    /// A request that says this text for ``customer``, vouched for by the host; the same id is the same message.
    func request(saying text: String, id: String, by host: any ClientHost) throws -> ClientRequest

    /// The same of nobody: what vouches for the customer is taken away, or made up.
    func forged(_ request: ClientRequest) -> [ClientRequest]
}

extension ClientFixture {
    public var connector: any Connector { clients }
    public var signingSecret: String { "" }
    public var callingSecret: String { "" }
    public var signatureHeader: HTTPField.Name { .authorization }
    public func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest { request }
    public func request(carrying messages: [FixtureMessage]) -> WebhookRequest {
        WebhookRequest(
            method: .post, url: "https://gateway.example/", route: "", headers: [:], body: [],
            receivedAt: Timestamp(milliseconds: 0))
    }
    public func request(reporting report: FixtureReport) -> WebhookRequest? { nil }
    public func request(_ request: WebhookRequest, addingField name: String, value: String) -> WebhookRequest {
        request
    }
    public func reply(_ answer: PlatformAnswer) -> HTTPReply? { nil }
}
