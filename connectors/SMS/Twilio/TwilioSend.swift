import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

extension TwilioProvider {
    /// Twilio: Message resource, create a message.
    ///
    /// It takes no request key, so what is cut off half-way may have been sent.
    func send(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt {
        let account = try TwilioAccount(dispatch.app)
        var call = account.call(.post, account.messagesURL)
        call.headers[.contentType] = "application/x-www-form-urlencoded"
        call.body = FormBody.encode(Self.form(of: dispatch))
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw SendFailure(error) }
        guard (200..<300).contains(reply.status) else { throw TwilioRefusal.failure(reply) }
        guard let created = try? JSONDecoder().decode(Created.self, from: Data(reply.body)), !created.sid.isEmpty else {
            throw SendFailure(
                code: "unexpectedReply", disposition: .retry(after: nil), certainty: .unknown,
                explanation: "Twilio seems to have accepted the message, but its answer cannot be read.")
        }
        return SendReceipt(platformID: created.sid)
    }

    private static func form(of dispatch: Dispatch) -> [(name: String, value: String)] {
        let reference = "\(TwilioWebhook.partItem)=\(dispatch.reference)"
        var form = [
            (name: "To", value: dispatch.to.value),
            (name: "From", value: dispatch.from.value),
            (name: "StatusCallback", value: "\(dispatch.webhookAddress(TwilioWebhook.statusPath))?\(reference)"),
        ]
        if let text = dispatch.part.text { form.append((name: "Body", value: text)) }
        return form + dispatch.part.media.map { (name: "MediaUrl", value: $0.url) }
    }

    private struct Created: Decodable {
        let sid: String
    }
}
