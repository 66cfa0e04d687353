internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockMeta {
    private static var callbackLifetime: TimeInterval { 3600 }

    /// Tells an app that a user removed it, or wants their data deleted; once, as nothing is known of retries.
    func callBack(_ kind: MockPlatform.Operation, app id: String, user: String) async -> [Delivery] {
        guard let app = app(id) else { return [] }
        let url = kind == .deauthorization ? app.deauthorizeURL : app.dataDeletionURL
        guard !url.isEmpty else { return [] }
        let now = clock.now
        let fault = courier.fault(on: kind, about: [id, user])
        let secret = fault == .wrongSignature ? "not " + app.secret : app.secret
        let fields = FormFields([
            "signed_request": SignedRequest.make(
                user: user, issued: now, expires: now + Self.callbackLifetime, secret: secret)
        ])
        let headers: HTTPFields = [
            .userAgent: WebhookPost.userAgent, .accept: "*/*",
            .contentType: "application/x-www-form-urlencoded",
        ]
        let delivery = await courier.deliver(
            Webhook(
                operation: kind, subject: user, about: [id, user], method: .post, url: url, fields: fields,
                headers: headers, forgedHeaders: headers, body: Array(fields.encoded.utf8), limits: webhookLimits),
            playing: fault)
        if kind == .dataDeletion { checkDeletionAnswer(delivery) }
        return [delivery]
    }

    /// The answer to a data deletion request says where its progress can be seen, and by which code.
    private func checkDeletionAnswer(_ delivery: Delivery) {
        let answer = JSON(parsing: delivery.responseBody)
        guard delivery.outcome == .answered(status: 200), answer?["url"]?.text != nil,
            answer?["confirmation_code"]?.text != nil
        else {
            return log(0, delivery.url, "The data deletion callback answered without url and confirmation_code")
        }
    }
}
