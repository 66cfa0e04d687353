import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

extension TwilioProvider {
    /// Twilio: Message resource, list messages.
    ///
    /// Asked by sender and recipient only. The list can also be asked by `DateSent`, but a message that Twilio has
    /// accepted and not yet handed on has none and would be missed, which is the very one looked for; and the filter
    /// knows only whole days. The time is compared here, with `date_created`. The newest come first, so the list is
    /// read until a page has nothing young enough.
    ///
    /// No failure here says anything of the send, which stays as uncertain as it was.
    func candidates(
        for dispatch: Dispatch, sentAround moment: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) -> [SendReceipt] {
        let account = try TwilioAccount(dispatch.app)
        let earliest = moment - .seconds(5 * 60)
        let latest = moment + .seconds(2 * 60 * 60)
        var found: [(created: Timestamp, sid: String)] = []
        var next: String? = account.messagesURL + "?" + Self.query(dispatch)
        for _ in 0..<Self.maximumPages {
            guard let url = next else { break }
            let page = try await Self.page(account.call(.get, url), over: transport)
            for message in page.messages where message.isLike(dispatch) {
                guard let created = message.created, created >= earliest, created <= latest else { continue }
                found.append((created, message.sid))
            }
            let isPastTheWindow = page.messages.allSatisfy { $0.created.map { $0 < earliest } ?? false }
            next = isPastTheWindow ? nil : page.nextPageURI.flatMap(account.url(ofPath:))
        }
        return found.sorted { ($0.created, $0.sid) < ($1.created, $1.sid) }.map { SendReceipt(platformID: $0.sid) }
    }

    private static let maximumPages = 10
    private static let pageSize = 100

    private static func query(_ dispatch: Dispatch) -> String {
        let items = [
            (name: "To", value: dispatch.to.value), (name: "From", value: dispatch.from.value),
            (name: "PageSize", value: String(pageSize)),
        ]
        return String(decoding: FormBody.encode(items), as: UTF8.self)
    }

    private static func page(
        _ call: HTTPCall, over transport: any HTTPTransport
    ) async throws(SendFailure) -> TwilioMessagePage {
        var call = call
        // Each message may bring 1600 characters, escaped six bytes each, and a kilobyte of its own.
        call.maximumReplyBytes = 4 << 20
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw SendFailure(error).with(.unknown) }
        guard reply.status == 200 else { throw TwilioRefusal.failure(reply).with(.unknown) }
        guard let page = try? JSONDecoder().decode(TwilioMessagePage.self, from: Data(reply.body)) else {
            throw SendFailure(
                code: "unexpectedReply", disposition: .retry(after: nil), certainty: .unknown,
                explanation: "Twilio's list of messages cannot be read.")
        }
        return page
    }
}

/// A page of the account's messages. Twilio: Message resource, list messages.
private struct TwilioMessagePage: Decodable {
    let messages: [Item]
    /// From the root of the host; `nil` on the last page.
    let nextPageURI: String?

    enum CodingKeys: String, CodingKey {
        case messages
        case nextPageURI = "next_page_uri"
    }

    struct Item: Decodable {
        let sid: String
        let direction: String?
        let to: String?
        /// `nil` while a messaging service has not chosen a number.
        let from: String?
        let body: String?
        /// Twilio writes it as a text.
        let numMedia: String?
        let dateCreated: String?

        enum CodingKeys: String, CodingKey {
            case sid, direction, to, from, body
            case numMedia = "num_media"
            case dateCreated = "date_created"
        }
    }
}

extension TwilioMessagePage.Item {
    /// Whether this can be the part that was sent. White space at the end does not count: it is not said whether
    /// Twilio keeps it.
    func isLike(_ dispatch: Dispatch) -> Bool {
        direction == "outbound-api" && to == dispatch.to.value && (from ?? dispatch.from.value) == dispatch.from.value
            && (numMedia.flatMap(Int.init) ?? 0) == dispatch.part.media.count
            && (body ?? "").trimmingTrailingWhiteSpace() == (dispatch.part.text ?? "").trimmingTrailingWhiteSpace()
    }

    var created: Timestamp? { dateCreated.flatMap { TwilioDate.read($0) } }
}
