import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// A platform that hides nothing: a signature is the secret itself, a text splits at `|`, and `hello#3` costs three
/// units.
struct TestConnector: FetchesMedia {
    static let signature = HTTPField.Name("X-Signature")!

    var platform = Platform(rawValue: "test")
    var pacing = Pacing(unitsPerSecond: 1000, burst: 1000)
    var addressKind = AddressKind.phone
    var connectionsPerContactPoint: Int?
    var sendingModes = Set(SendingMode.allCases)
    var timers = TimerSettings()

    var capabilities: Capabilities {
        Capabilities(
            addressKind: addressKind, text: TextLimit(perPart: 1000, maximumParts: 10), maximumMedia: 2,
            media: MediaLimits(
                mostBytesByType: ["image/png": 1000, "application/pdf": 100], mostBytesTogether: 1500,
                mostBytesFetched: 2000),
            mayWriteFirst: true, reports: [.delivered, .read, .failed], hasStopWords: true, optOutReplies: .gateway,
            connectionsPerContactPoint: connectionsPerContactPoint, sendingModes: sendingModes,
            pacing: pacing, timers: timers)
    }

    var settings: SettingsSchema {
        SettingsSchema(
            label: "Test",
            app: [
                SettingsField(key: "account", label: "Account", kind: .text(pattern: nil), standard: "main"),
                SettingsField(key: "secret", label: "Secret", kind: .secret),
            ], addressLabel: "number")
    }

    var webhooks: [WebhookRoute] { [WebhookRoute(method: .post, path: "events", purpose: .events)] }

    func hosts(of app: AppAccess) -> Set<String> { ["platform.test"] }

    func address(from text: String) -> Address? {
        text.hasPrefix("+") ? Address(kind: addressKind, value: text) : nil
    }

    func verify(_ request: WebhookRequest, against candidates: [AppAccess]) throws(WebhookRejection) -> ID<PlatformApp>
    {
        let given = request.headers[Self.signature]
        for app in candidates where app.secrets.all("secret").contains(where: { $0.reveal() == given }) {
            return app.id
        }
        throw .badSignature
    }

    func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        guard let wires = try? JSONDecoder().decode([TestWire].self, from: Data(request.body)) else {
            throw .malformed(reason: "not the JSON it should be")
        }
        return WebhookOutcome(
            events: wires.map(\.event), reply: WebhookReply(status: 200, contentType: "text/plain", body: "thanks"))
    }

    func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] {
        // As with SMS: who has no number of his own cannot be answered.
        guard message.to.value.hasPrefix("+") else {
            throw SendFailure(
                code: "invalidRecipient", disposition: .giveUp, explanation: "This sender cannot be answered.")
        }
        let files = message.media.isEmpty ? [] : [Part(text: nil, media: message.media)]
        return files
            + (message.text ?? "").split(separator: "|").map { text in
                Part(text: String(text), units: text.split(separator: "#").dropFirst().last.flatMap { Int($0) } ?? 1)
            }
    }

    func mediaCall(for media: RemoteMedia, at connection: OpenConnection) throws(SendFailure) -> HTTPCall {
        HTTPCall(method: .get, url: media.url, headers: [.authorization: "secret"])
    }

    func send(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt {
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(TestCall(dispatch, .send).httpCall)
        } catch {
            throw SendFailure(error)
        }
        if reply.status == 200 { return SendReceipt(platformID: String(decoding: reply.body, as: UTF8.self)) }
        throw Self.failure(reply)
    }

    static func failure(_ reply: HTTPReply) -> SendFailure {
        switch reply.status {
        case 401: SendFailure(code: "badCredentials", disposition: .reconnect, explanation: "Credentials refused.")
        case 410:
            SendFailure(code: "optedOut", disposition: .stopContact, platformCode: "410", explanation: "Opted out.")
        case 429, 503:
            SendFailure(
                code: "busy",
                disposition: .retry(after: reply.headers[.retryAfter].flatMap { Int($0) }.map { .seconds($0) }),
                explanation: "Try later.")
        default: SendFailure(code: "invalidRecipient", disposition: .giveUp, explanation: "No such recipient.")
        }
    }
}

/// The same platform, where one can ask what was sent.
struct LookUpConnector: TestVariant, LooksUpSends {
    let base = TestConnector()

    func candidates(
        for dispatch: Dispatch, sentAround moment: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) -> [SendReceipt] {
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(TestCall(dispatch, .lookUp).httpCall)
        } catch {
            throw SendFailure(error)
        }
        guard reply.status == 200 else { throw TestConnector.failure(reply) }
        return String(decoding: reply.body, as: UTF8.self).split(separator: " ").map {
            SendReceipt(platformID: String($0))
        }
    }
}
