internal import Foundation
internal import HTTPTypes
internal import MockPlatform

/// A request to a webhook, whose bytes stay the same at each attempt.
struct EventPost: Sendable {
    let app: String
    let webhook: String
    /// Of which account it tells.
    let account: String
    let at: Date
    let body: [UInt8]
    let what: String
    /// `activity`, or the type of the X Activity API.
    let shape: String
    /// Whose events are reordered among each other: the other side.
    let subject: String
    let about: [String]

    /// Signed with the secret of the moment.
    func request(to url: String, secret: String, limits: LoopbackClient.TimeLimits) -> Webhook {
        func signed(_ secret: String) -> HTTPFields {
            [
                .accept: "*/*", .contentType: "application/json",
                .init(WebhookSignature.header)!: WebhookSignature.make(body, consumerSecret: secret),
            ]
        }
        let fields = FormFields(["what": what, "shape": shape, "account": account, "webhook": webhook])
        return Webhook(
            operation: .event, subject: subject, about: names, method: .post, url: url, fields: fields,
            headers: signed(secret), forgedHeaders: signed("not " + secret), body: body, limits: limits)
    }

    /// By what a fault may be meant for it.
    var names: [String] { [app, webhook, account, what, shape] + about }
}
