internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing
private import Synchronization

/// What came of asking a webhook whether it knows the app's secret (a CRC).
enum ChallengeResult: Equatable, Sendable {
    case passed
    /// A 200 with a wrong token, or without one.
    case wrongAnswer
    case redirected
    case slow
    /// Another status, or a closed connection.
    case failing

    /// Some failures end the validity at once; others may pass.
    var endsValidity: Bool {
        switch self {
        case .wrongAnswer, .redirected: true
        case .passed, .slow, .failing: false
        }
    }

    var explanation: String {
        switch self {
        case .passed: "The challenge was passed."
        case .wrongAnswer:
            "Webhook URL does not meet the requirements. Invalid CRC token or json response format."
        case .slow:
            "High latency on CRC GET request. Your webhook should respond in less than 3 seconds."
        case .redirected, .failing:
            "Non-200 response code during CRC GET request (i.e. 404, 500, etc)."
        }
    }
}

extension MockX {
    /// Asks a webhook now, as X does from time to time, and draws the consequences.
    /// - Returns: whether it is valid by now.
    @discardableResult
    public func checkWebhook(_ id: String) async -> Bool {
        await settle(id)
        return state.withLock { $0.webhooks.first { $0.id == id }?.isValid ?? false }
    }

    /// Asks a webhook, and notes what follows.
    @discardableResult
    func settle(_ id: String) async -> ChallengeResult? {
        guard let record = state.withLock({ $0.webhooks.first { $0.id == id } }) else { return nil }
        let result = await challenge(record.url, app: record.app)
        let now = clock.now
        let news = state.withLock { state -> Bool in
            let grace = state.configuration.webhooks.grace.seconds
            var ended = false
            state.update(webhook: id) { webhook in
                let wasValid = webhook.isValid
                if result == .passed {
                    webhook.isValid = true
                    webhook.lastSuccess = now
                } else if result.endsValidity || now.timeIntervalSince(webhook.lastSuccess) > grace {
                    webhook.isValid = false
                }
                ended = wasValid && !webhook.isValid
            }
            return ended
        }
        if news { log(214, id, "The webhook is no longer valid: \(result.explanation)") }
        return result
    }

    /// Asks again and again, for as long as the webhook is there.
    func keepChecking(_ id: String) {
        tasks.start { [self] in
            while let period = state.withLock({ $0.configuration.webhooks.challengePeriod }) {
                // Cancelled with the mock.
                guard (try? await clock.sleep(for: period)) != nil, !Task.isCancelled else { return }
                guard await settle(id) != nil else { return }
            }
        }
    }

    /// The GET with a token, which only who knows the app's secret can answer.
    func challenge(_ url: String, app id: String) async -> ChallengeResult {
        let secret = app(id)?.consumerSecret ?? ""
        let fields = FormFields(["crc_token": Self.opaque(), "nonce": Self.opaque()])
        func signed(_ secret: String) -> HTTPFields {
            [
                .accept: "*/*",
                .init(WebhookSignature.header)!: WebhookSignature.make(
                    Array(fields.encoded.utf8), consumerSecret: secret),
            ]
        }
        let delivery = await courier.deliver(
            Webhook(
                operation: .challenge, subject: id, about: [id, url], method: .get, url: url.appending(fields),
                fields: fields, headers: signed(secret), forgedHeaders: signed("not " + secret), body: [],
                limits: webhookLimits),
            playing: courier.fault(on: .challenge, about: [id, url]))
        switch delivery.outcome {
        case .answered(status: 200):
            let expected = WebhookSignature.make(Array((fields["crc_token"] ?? "").utf8), consumerSecret: secret)
            let isJSON = delivery.responseType?.lowercased().hasPrefix("application/json") == true
            let answer = JSON(parsing: delivery.responseBody)?["response_token"]?.text
            return isJSON && answer == expected ? .passed : .wrongAnswer
        case .answered(let status): return (300..<400).contains(status) ? .redirected : .failing
        case .noAnswer(let reason): return reason.contains("timedOut") ? .slow : .failing
        case .dropped: return .slow
        case .notConnected, .notLoopback: return .failing
        }
    }

    var webhookLimits: LoopbackClient.TimeLimits {
        let patience = state.withLock { $0.configuration.webhooks.patience }
        return LoopbackClient.TimeLimits(connect: patience, exchange: patience)
    }

    /// As X's tokens look: letters and digits, 48 of them.
    private static func opaque() -> String {
        Hex.encode(SecureRandom.bytes(24))
    }
}
