import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// Meta: Send API.
///
/// It takes no request key, so what is cut off half-way may have been sent. The part's reference goes along as
/// metadata, which comes back in the echo and proves the send.
enum MessengerSend {
    static func send(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt {
        let call = try call(for: dispatch)
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw SendFailure(error) }
        let tree = JSONTree(reading: reply.body)
        guard (200..<300).contains(reply.status), tree?["error"] == nil else { throw failure(reply, tree) }
        guard let id = tree?["message_id"]?.text, !id.isEmpty else {
            throw SendFailure(
                code: "unexpectedReply", disposition: .retry(after: nil), certainty: .unknown,
                explanation: "Meta seems to have accepted the message, but its answer cannot be read.")
        }
        return SendReceipt(platformID: id, pause: GraphUsage(reply.headers).pause)
    }

    private static func call(for dispatch: Dispatch) throws(SendFailure) -> HTTPCall {
        let app = try MetaApp(dispatch.app)
        let page = dispatch.from.value
        guard MessengerAddress.isID(page),
            let token = dispatch.app.secrets.current(MetaApp.Key.pageToken(of: page))?.reveal(), !token.isEmpty
        else {
            throw SendFailure(
                code: "notConfigured", disposition: .reconnect,
                explanation: "There is no access token for this page. Associate the user again.")
        }
        var call = app.call(.post, "\(page)/messages", as: token)
        call.headers[.contentType] = "application/json"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? encoder.encode(Body(dispatch)) else {
            throw SendFailure(
                code: "unreadableText", disposition: .giveUp, explanation: "The message cannot be written as JSON.")
        }
        call.body = Array(body)
        return call
    }

    /// A refusal counts as one only where Meta says so in its own words.
    private static func failure(_ reply: HTTPReply, _ tree: JSONTree?) -> SendFailure {
        let mayHaveArrived = reply.status >= 500 || reply.status == 408 || (200..<300).contains(reply.status)
        guard let error = GraphError(tree?["error"]) else {
            return SendFailure(
                code: mayHaveArrived ? "platformUnavailable" : "unexpectedReply", disposition: .retry(after: nil),
                certainty: mayHaveArrived ? .unknown : .notSent,
                explanation: "Status \(reply.status) came back, and no word of Meta's about the message.")
        }
        let fault = GraphFault(error)
        var disposition = fault.disposition
        if fault.word == "rateLimited", let regain = GraphUsage(reply.headers).regain {
            disposition = .retry(after: regain)
        }
        return SendFailure(
            code: fault.word, disposition: disposition,
            certainty: fault.isAmbiguousFromServer && mayHaveArrived ? .unknown : fault.certainty,
            platformCode: error.text, explanation: fault.explanation)
    }

    private struct Body: Encodable {
        let recipient: Recipient
        let messagingType: String
        let tag: String?
        let message: Content

        enum CodingKeys: String, CodingKey {
            case recipient, tag, message
            case messagingType = "messaging_type"
        }

        init(_ dispatch: Dispatch) {
            let isTagged = dispatch.window?.name == MessengerWindow.humanAgent.name
            recipient = Recipient(id: dispatch.to.value)
            messagingType = isTagged ? "MESSAGE_TAG" : "RESPONSE"
            tag = isTagged ? "HUMAN_AGENT" : nil
            message = Content(
                text: dispatch.part.text,
                attachment: dispatch.part.media.first.map { file in
                    Attachment(type: Self.type(of: file), payload: Payload(url: file.url))
                }, quickReplies: QuickReplyButton.all(dispatch.part.quickReplies),
                metadata: dispatch.reference.description)
        }

        private static func type(of file: RemoteMedia) -> String {
            switch file.contentType.prefix(while: { $0 != "/" }).lowercased() {
            case "image": "image"
            case "video": "video"
            case "audio": "audio"
            default: "file"
            }
        }
    }

    private struct Recipient: Encodable {
        let id: String
    }

    private struct Content: Encodable {
        let text: String?
        let attachment: Attachment?
        let quickReplies: [QuickReplyButton]?
        let metadata: String

        enum CodingKeys: String, CodingKey {
            case text, attachment, metadata
            case quickReplies = "quick_replies"
        }
    }

    private struct QuickReplyButton: Encodable {
        let contentType = "text"
        let title: String
        /// Meta wants one.
        let payload: String

        enum CodingKeys: String, CodingKey {
            case title, payload
            case contentType = "content_type"
        }

        static func all(_ replies: [QuickReply]) -> [QuickReplyButton]? {
            replies.isEmpty ? nil : replies.map { QuickReplyButton(title: $0.label, payload: $0.value ?? $0.label) }
        }
    }

    private struct Attachment: Encodable {
        let type: String
        let payload: Payload
    }

    private struct Payload: Encodable {
        let url: String
    }
}

/// Meta: a page may write for 24 hours after a customer's last word, and persons, where the app has the Human Agent
/// feature, for seven days.
enum MessengerWindow {
    static let standard = ReplyWindow(name: "24 hours", length: .seconds(24 * 3600))
    static let humanAgent = ReplyWindow(
        name: "human agent", length: .seconds(7 * 24 * 3600), isForPersons: true, setting: MetaApp.Key.humanAgent)
}
