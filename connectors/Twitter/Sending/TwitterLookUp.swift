import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// X: the list of a conversation's events, in which a message is found whose call was cut off.
///
/// No failure here says anything of the send, which stays as uncertain as it was.
struct TwitterLookUp {
    let dispatch: Dispatch
    let signing: TwitterSigning

    func candidates(
        around moment: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) -> [SendReceipt] {
        let app = try TwitterApp(dispatch.app, signing)
        let user = try dispatch.app.caller(dispatch.from.value, at: signing.clock.now)
        let isLegacy = user.isLegacy(dispatch.app)
        // Our clock may differ from theirs.
        let earliest = moment - .seconds(5 * 60)
        let latest = moment + .seconds(3600)
        var found: [(created: Timestamp, id: String)] = []
        var cursor: String?
        for _ in 0..<Self.mostPages {
            let page = try await page(
                isLegacy ? legacyCall(app, user, cursor) : call(app, user, cursor), isLegacy, over: transport)
            for event in page.events where event.isLike(dispatch) {
                guard let created = event.created, created >= earliest, created <= latest else { continue }
                found.append((created, event.id))
            }
            // The newest come first.
            let isPastTheWindow = page.events.allSatisfy { $0.created.map { $0 < earliest } ?? false }
            guard !isPastTheWindow, let next = page.next, next != cursor else { break }
            cursor = next
        }
        return found.sorted { ($0.created, $0.id) < ($1.created, $1.id) }.map { SendReceipt(platformID: $0.id) }
    }

    private static let mostPages = 3

    private func call(_ app: TwitterApp, _ user: TwitterApp.Caller, _ cursor: String?) -> HTTPCall {
        let query = [
            (name: "dm_event.fields", value: "created_at,sender_id,attachments,entities"),
            (name: "event_types", value: "MessageCreate"), (name: "max_results", value: "100"),
        ]
        return app.call(
            .get, "2/dm_conversations/with/\(dispatch.to.value)/dm_events",
            query + (cursor.map { [(name: "pagination_token", value: $0)] } ?? []), as: user)
    }

    private func legacyCall(_ app: TwitterApp, _ user: TwitterApp.Caller, _ cursor: String?) -> HTTPCall {
        app.call(
            .get, "1.1/direct_messages/events/list.json",
            [(name: "count", value: "50")] + (cursor.map { [(name: "cursor", value: $0)] } ?? []), as: user)
    }

    private func page(
        _ call: HTTPCall, _ isLegacy: Bool, over transport: any HTTPTransport
    ) async throws(SendFailure) -> (events: [ListedMessage], next: String?) {
        var call = call
        // A hundred messages of ten thousand characters, escaped.
        call.maximumReplyBytes = 8 << 20
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw SendFailure(error).with(.unknown) }
        guard reply.status == 200, TwitterError(reply) == nil else {
            throw TwitterFault(reply, at: signing.clock.now).failure.with(.unknown)
        }
        let tree = JSONTree(reading: reply.body)
        if isLegacy {
            guard case .list(let events) = tree?["events"] else { throw Self.unreadable }
            return (events.compactMap { ListedMessage(legacy: $0) }, tree?["next_cursor"]?.id)
        }
        // X leaves an empty list out.
        if tree?["data"] == nil, tree?["meta"]?["result_count"]?.integer == 0 { return ([], nil) }
        guard case .list(let events) = tree?["data"] else { throw Self.unreadable }
        return (events.compactMap { ListedMessage($0) }, tree?["meta"]?["next_token"]?.id)
    }

    private static let unreadable = SendFailure(
        code: "unexpectedReply", disposition: .retry(after: nil), certainty: .unknown,
        explanation: "X's list of messages cannot be read.")
}

/// A message in the list, in either form.
private struct ListedMessage {
    let id: String
    let sender: String?
    let recipient: String?
    let text: String
    let files: Int
    let created: Timestamp?

    init?(_ tree: JSONTree) {
        guard let id = tree["id"]?.id else { return nil }
        self.id = id
        sender = tree["sender_id"]?.id
        recipient = nil
        files = tree["attachments"]?["media_keys"]?.list.count ?? tree["attachments"]?["media_ids"]?.list.count ?? 0
        let links = tree["entities"]?["urls"]?.list ?? []
        let file = links.first { $0["display_url"]?.text?.hasPrefix("pic.") == true }?["url"]?.text
        text = TwitterText.read(tree, without: files > 0 ? file : nil) ?? ""
        created = tree["created_at"]?.text.flatMap { Self.moment(of: $0) } ?? TwitterSnowflake.moment(of: id)
    }

    init?(legacy tree: JSONTree) {
        guard let id = tree["id"]?.id, let create = tree["message_create"], let data = create["message_data"] else {
            return nil
        }
        self.id = id
        sender = create["sender_id"]?.id
        recipient = create["target"]?["recipient_id"]?.id
        files = data["attachment"] == nil ? 0 : 1
        text = TwitterText.read(data, without: data["attachment"]?["media"]?["url"]?.text) ?? ""
        created = tree["created_timestamp"]?.integer.map { Timestamp(milliseconds: $0) }
    }

    /// X, v2: `2026-01-15T12:00:00.000Z`.
    private static func moment(of text: String) -> Timestamp? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        return (try? style.parse(text)).map {
            Timestamp(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded()))
        }
    }

    func isLike(_ dispatch: Dispatch) -> Bool {
        sender == dispatch.from.value && (recipient ?? dispatch.to.value) == dispatch.to.value
            && files == dispatch.part.media.count
            && Wording.isSame(text, dispatch.part.text)
    }
}
