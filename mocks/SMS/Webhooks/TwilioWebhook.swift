internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing
private import Synchronization

/// A webhook before it is signed.
struct TwilioWebhook: Sendable {
    let operation: MockPlatform.Operation
    let subject: String
    let about: [String]
    var url: String
    var method: HTTPRequest.Method
    var fields: FormFields
}

extension MockTwilio {
    /// Delivers a webhook, again where Twilio's rule for retries says so.
    /// - Returns: each attempt; the last one counts.
    func deliver(_ webhook: TwilioWebhook, playing fault: Fault?) async -> [Delivery] {
        let overrides = ConnectionOverrides(fragment: WebAddress(webhook.url)?.fragment)
        let signed = sign(webhook, overrides.limits)
        var deliveries = [await courier.deliver(signed, playing: fault)]
        while deliveries.count <= overrides.retries, overrides.retry(after: deliveries.last!.outcome) {
            deliveries.append(await courier.deliver(signed))
        }
        return deliveries
    }

    private func sign(_ webhook: TwilioWebhook, _ limits: LoopbackClient.TimeLimits) -> Webhook {
        var url = String(webhook.url.prefix { $0 != "#" })
        let isGet = webhook.method == .get
        if isGet { url += (url.contains("?") ? "&" : "?") + webhook.fields.encoded }
        let form = isGet ? FormFields() : webhook.fields
        var headers: HTTPFields = [
            .userAgent: "TwilioProxy/1.1", .accept: "*/*",
            // The same on a retry, so that the receiver can recognise it.
            .init("I-Twilio-Idempotency-Token")!: UUID().uuidString.lowercased(),
        ]
        if !isGet { headers[.contentType] = "application/x-www-form-urlencoded; charset=UTF-8" }
        if let userInfo = WebAddress(url)?.userInfo {
            headers[.authorization] = "Basic " + Base64.encode(Array(userInfo.utf8))
        }
        let key = state.withLock { ($0.configuration.webhookKey, $0.configuration.authToken) }
        var secret = key.1
        var hash = Hash.sha1
        if case .shared(let sid, let sharedSecret, let sharedHash) = key.0 {
            secret = sharedSecret
            hash = sharedHash
            headers[.init("X-Twilio-Webhooks-Signature-Settings")!] =
                "key=\(sid),algorithm=\(hash == .sha1 ? "HMAC_SHA1" : "HMAC_SHA256")"
        }
        var forged = headers
        let signature = HTTPField.Name("X-Twilio-Signature")!
        headers[signature] = TwilioSignature.sign(url: url, form: form, key: secret, hash: hash)
        forged[signature] = TwilioSignature.sign(url: url, form: form, key: "not " + secret, hash: hash)
        return Webhook(
            operation: webhook.operation, subject: webhook.subject, about: webhook.about, method: webhook.method,
            url: url, fields: webhook.fields, headers: headers, forgedHeaders: forged,
            body: isGet ? [] : Array(webhook.fields.encoded.utf8), limits: limits)
    }
}
