import ConnectorKit
import GatewayModel
import HTTPTypes

/// X: sending a direct message, by v2; or by v1.1 where the app's access is of that time, or where answers are offered,
/// which v2 has no words for.
///
/// Neither takes a request key, so what is cut off half-way may have been sent: the list of events tells.
struct TwitterSend {
    let dispatch: Dispatch
    let signing: TwitterSigning

    func send(over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt {
        let app = try TwitterApp(dispatch.app, signing)
        let user = try dispatch.app.caller(dispatch.from.value, at: signing.clock.now)
        let offers = !dispatch.part.quickReplies.isEmpty
        guard !(offers && user.isBearer) else {
            throw SendFailure(
                code: "quickRepliesRefused", disposition: .giveUp,
                explanation: "X shows answers to be tapped only for accounts that signed in by OAuth 1.0a.")
        }
        let isLegacy = user.isLegacy(dispatch.app) || offers
        var media: String?
        if !dispatch.part.media.isEmpty {
            media = try await TwitterUpload(app: app, user: user, isLegacy: isLegacy, clock: signing.clock)
                .upload(dispatch, over: transport)
        }
        let call = try isLegacy ? legacyCall(app, user, media) : call(app, user, media)
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw SendFailure(error) }
        let now = signing.clock.now
        let tree = JSONTree(reading: reply.body)
        guard (200..<300).contains(reply.status), TwitterError(reply) == nil else {
            throw TwitterFault(reply, at: now).failure
        }
        let id = isLegacy ? tree?["event"]?["id"]?.id : tree?["data"]?["dm_event_id"]?.id
        guard let id, id.utf8.count <= 64 else {
            throw SendFailure(
                code: "unexpectedReply", disposition: .retry(after: nil), certainty: .unknown,
                explanation: "X seems to have accepted the message, but its answer cannot be read.")
        }
        return SendReceipt(platformID: id, pause: TwitterLimits(reply.headers).pause(at: now))
    }

    private func call(
        _ app: TwitterApp, _ user: TwitterApp.Caller, _ media: String?
    ) throws(SendFailure) -> HTTPCall {
        guard TwitterAddress.isID(dispatch.to.value) else { throw Self.noRecipient }
        return try app.call(
            .post, "2/dm_conversations/with/\(dispatch.to.value)/messages",
            json: Message(text: dispatch.part.text, attachments: media.map { [Attachment(mediaID: $0)] }), as: user)
    }

    private func legacyCall(
        _ app: TwitterApp, _ user: TwitterApp.Caller, _ media: String?
    ) throws(SendFailure) -> HTTPCall {
        guard TwitterAddress.isID(dispatch.to.value) else { throw Self.noRecipient }
        return try app.call(
            .post, "1.1/direct_messages/events/new.json",
            json: LegacyMessage(
                to: dispatch.to.value, text: dispatch.part.text, media: media, dispatch.part.quickReplies), as: user)
    }

    private static let noRecipient = SendFailure(
        code: "invalidRecipient", disposition: .giveUp,
        explanation: "Messages go to accounts of X only, by their numbers.")

    private struct Message: Encodable {
        let text: String?
        let attachments: [Attachment]?
    }

    private struct Attachment: Encodable {
        let mediaID: String

        enum CodingKeys: String, CodingKey {
            case mediaID = "media_id"
        }
    }
}

/// X: `direct_messages/events/new` of v1.1.
private struct LegacyMessage: Encodable {
    private let event: Event

    init(to recipient: String, text: String?, media: String?, _ replies: [QuickReply]) {
        event = Event(
            create: Create(
                target: Target(recipient: recipient),
                data: MessageData(
                    text: text ?? "", attachment: media.map { Attachment(media: Media(id: $0)) },
                    quickReply: replies.isEmpty ? nil : Options(options: replies.map(Option.init)))))
    }

    private struct Event: Encodable {
        let type = "message_create"
        let create: Create

        enum CodingKeys: String, CodingKey {
            case type
            case create = "message_create"
        }
    }

    private struct Create: Encodable {
        let target: Target
        let data: MessageData

        enum CodingKeys: String, CodingKey {
            case target
            case data = "message_data"
        }
    }

    private struct Target: Encodable {
        let recipient: String

        enum CodingKeys: String, CodingKey {
            case recipient = "recipient_id"
        }
    }

    private struct MessageData: Encodable {
        let text: String
        let attachment: Attachment?
        let quickReply: Options?

        enum CodingKeys: String, CodingKey {
            case text, attachment
            case quickReply = "quick_reply"
        }
    }

    private struct Options: Encodable {
        let type = "options"
        let options: [Option]
    }

    private struct Option: Encodable {
        let label: String
        let description, metadata: String?

        init(_ reply: QuickReply) {
            label = reply.label
            description = reply.description
            metadata = reply.value
        }
    }

    private struct Attachment: Encodable {
        let type = "media"
        let media: Media
    }

    private struct Media: Encodable {
        let id: String
    }
}
