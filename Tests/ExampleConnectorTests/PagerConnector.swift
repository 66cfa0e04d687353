import ConnectorKit
import GatewayModel
import HTTPTypes
import Signing

/// Pager, a platform that does not exist, as small as one can be: the example of the chapter on connectors.
struct PagerConnector: Connector {
    let platform = Platform(rawValue: "pager")

    let capabilities = Capabilities(
        addressKind: Self.people, text: TextLimit(perPart: 240, maximumParts: 5), maximumMedia: 0,
        mayWriteFirst: true, reports: [.delivered, .failed], hasStopWords: true, optOutReplies: .gateway,
        connectionsPerContactPoint: nil, pacing: Pacing(unitsPerSecond: 10, burst: 10))

    let settings = SettingsSchema(
        label: "Pager",
        app: [
            SettingsField(key: "signingKey", label: "Signing key", kind: .secret),
            SettingsField(key: "token", label: "Token", kind: .secret),
        ], addressLabel: "desk")

    let webhooks = [WebhookRoute(method: .post, path: "events", purpose: .events)]

    static let people = AddressKind(rawValue: "pager")

    func hosts(of app: AppAccess) -> Set<String> { ["api.pager.example"] }

    func address(from text: String) -> Address? {
        let name = text.lowercased()
        guard (1...32).contains(name.utf8.count), name.utf8.allSatisfy({ (97...122).contains($0) }) else { return nil }
        return Address(kind: Self.people, value: name)
    }
}

extension PagerConnector {
    func verify(_ request: WebhookRequest, against candidates: [AppAccess]) throws(WebhookRejection) -> ID<PlatformApp>
    {
        guard let given = request.headers[.init("X-Pager-Signature")!] else { throw .badSignature }
        for app in candidates {
            for secret in app.secrets.all("signingKey") where !secret.reveal().isEmpty {
                let expected = Hex.encode(Hash.sha256.hmac(key: Array(secret.reveal().utf8), request.body))
                if constantTimeEquals(Array(expected.utf8), Array(given.utf8)) { return app.id }
            }
        }
        throw .badSignature
    }

    func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        guard let events = JSONTree(reading: request.body)?["events"] else {
            throw .malformed(reason: "There is no list of events.")
        }
        let read = events.list.compactMap(event)
        guard read.count == events.list.count, !read.isEmpty else {
            throw .malformed(reason: "An event has no id, or is at no desk.")
        }
        return WebhookOutcome(events: read, reply: WebhookReply(status: 200))
    }

    private func event(_ tree: JSONTree) -> PlatformEvent? {
        guard let id = tree["id"]?.text, let desk = tree["desk"]?.text.flatMap(address) else { return nil }
        return PlatformEvent(key: EventKey(id: id), address: desk, content: content(tree))
    }

    private func content(_ tree: JSONTree) -> PlatformEvent.Content {
        switch tree["kind"]?.text {
        case "page":
            guard let sender = tree["from"]?.text.flatMap(address), let text = tree["text"]?.text else { break }
            let known: Set = ["id", "kind", "desk", "from", "text"]
            return .message(
                InboundMessage(
                    from: sender, text: text,
                    details: tree.fields.filter { !known.contains($0.key) }.compactMapValues(\.text)))
        case "report":
            let statuses: [String: DeliveryStatus] = ["delivered": .delivered, "lost": .failed]
            guard let page = tree["page"]?.text, let status = tree["status"]?.text.flatMap({ statuses[$0] }) else {
                break
            }
            return .report(
                DeliveryReport(
                    part: tree["reference"]?.text.flatMap { PartReference($0) }, platformID: page, status: status,
                    failure: status == .failed
                        ? StatusReason(code: "undelivered", explanation: "The pager could not be reached.") : nil))
        default: break
        }
        return .other(kind: tree["kind"]?.text ?? "nothing")
    }
}

extension PagerConnector {
    func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] {
        guard let texts = capabilities.text.split(message.text ?? ""), message.media.isEmpty, !texts.isEmpty else {
            throw SendFailure(
                code: "tooLong", disposition: .giveUp,
                explanation: "A page is a text of at most five times 240 characters.")
        }
        return texts.map { Part(text: $0) }
    }

    func send(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt {
        let body = JSONTree.fields([
            "from": .text(dispatch.from.value), "to": .text(dispatch.to.value), "text": .text(dispatch.part.text ?? ""),
            "reference": .text(dispatch.reference.description),
        ])
        let token = dispatch.app.secrets.current("token")?.reveal() ?? ""
        let reply: HTTPReply
        do throws(TransportFailure) {
            reply = try await transport.exchange(
                HTTPCall(
                    method: .post, url: "https://api.pager.example/pages",
                    headers: [.authorization: "Bearer \(token)", .contentType: "application/json"], body: body.bytes))
        } catch {
            throw SendFailure(error)
        }
        guard reply.status == 201, let id = JSONTree(reading: reply.body)?["page"]?.text, !id.isEmpty else {
            throw failure(reply)
        }
        return SendReceipt(platformID: id)
    }

    private func failure(_ reply: HTTPReply) -> SendFailure {
        switch reply.status {
        case 401: SendFailure(code: "badCredentials", disposition: .reconnect, explanation: "Pager refuses the token.")
        case 403: SendFailure(code: "optedOut", disposition: .stopContact, explanation: "They switched pages off.")
        case 429:
            SendFailure(
                code: "busy",
                disposition: .retry(after: reply.headers[.retryAfter].flatMap { Int64($0) }.map { .seconds($0) }),
                explanation: "Pager wants fewer pages.")
        case 400..<500: SendFailure(code: "refused", disposition: .giveUp, explanation: "Pager does not take it.")
        default:
            SendFailure(
                code: "unclear", disposition: .retry(after: nil), certainty: .unknown,
                explanation: "Pager did not say whether it took the page.")
        }
    }
}
