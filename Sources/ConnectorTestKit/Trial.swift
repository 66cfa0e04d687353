import ConnectorKit
import GatewayModel

/// The material that the checks try a connector with.
extension Conformance {
    var connector: any Connector { fixture.connector }

    static let moment = Timestamp(milliseconds: 1_767_225_600_000)  // 2026-01-01T00:00:00Z

    static let messageID = ID<Message>(rawValue: 263_882_790_666_240_001)

    /// A text that turns up nowhere by chance.
    static let tellTaleText = "Quokka marmalade, 4711"

    /// The secret that signs; part of what a fixture promises.
    var currentSecret: Secret { fixture.app.secrets.current(fixture.signingSecret) ?? Secret("") }

    func sign(_ request: WebhookRequest) -> WebhookRequest {
        fixture.signed(request, with: currentSecret)
    }

    func messageRequest(id: String = "conformance-1", text: String = tellTaleText) -> WebhookRequest {
        fixture.request(carrying: [FixtureMessage(id: id, text: text)])
    }

    /// The fixture's app with other secrets under one key.
    func app(_ key: String, _ secrets: [Secret], id: ID<PlatformApp>? = nil) -> AppAccess {
        var values = secretKeys.reduce(into: [:]) { $0[$1] = fixture.app.secrets.all($1) }
        values[key] = secrets
        return AppAccess(id: id ?? fixture.app.id, settings: fixture.app.settings, secrets: Secrets(values))
    }

    var secretKeys: [String] {
        Set(connector.settings.app.filter { $0.kind == .secret }.map(\.key)).union(fixture.app.secrets.keys).sorted()
    }

    func dispatch(_ part: Part, number: Int = 0, app: AppAccess? = nil) -> Dispatch {
        let platform = connector.platform
        return Dispatch(
            part: part, reference: PartReference(message: Self.messageID, number: number), to: fixture.customer,
            from: fixture.ourAddress, app: app ?? fixture.app, connectionSettings: [:],
            webhookAddress: { "https://gateway.example/hooks/\(platform)/endpoint/\($0)" })
    }

    func outbound(_ text: String?, media: [RemoteMedia] = []) -> OutboundMessage {
        OutboundMessage(text: text, media: media, to: fixture.customer, from: fixture.ourAddress)
    }

    /// The connector's own hosts are all that can be called.
    func transport(_ steps: [ScriptedTransport.Step]) -> ScriptedTransport {
        ScriptedTransport(steps, hosts: connector.hosts(of: fixture.app))
    }

    /// What became of one send, and the transport that saw it.
    func send(
        _ dispatch: Dispatch, _ step: ScriptedTransport.Step
    ) async -> (result: Result<SendReceipt, SendFailure>, transport: ScriptedTransport) {
        let transport = transport([step])
        do throws(SendFailure) {
            return (.success(try await connector.send(dispatch, over: transport)), transport)
        } catch {
            return (.failure(error), transport)
        }
    }

    func verification(
        _ request: WebhookRequest, _ candidates: [AppAccess]
    ) -> Result<ID<PlatformApp>, WebhookRejection> {
        Result { () throws(WebhookRejection) in try connector.verify(request, against: candidates) }
    }

    func reading(_ request: WebhookRequest) -> Result<WebhookOutcome, WebhookRejection> {
        Result { () throws(WebhookRejection) in try connector.receive(request) }
    }

    /// The events of a request that must be readable.
    func events(_ request: WebhookRequest, _ findings: inout Findings) -> [PlatformEvent] {
        switch reading(request) {
        case .success(let outcome): return outcome.events
        case .failure(let rejection):
            findings.expect(false, "A request that should be read is rejected: \(rejection)")
            return []
        }
    }
}

extension WebhookRequest {
    /// The same request but for what is named.
    func with(url: String? = nil, body: [UInt8]? = nil, receivedAt: Timestamp? = nil) -> WebhookRequest {
        WebhookRequest(
            method: method, url: url ?? self.url, route: route, headers: headers, body: body ?? self.body,
            receivedAt: receivedAt ?? self.receivedAt)
    }
}
