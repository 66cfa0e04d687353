internal import Foundation
internal import MockPlatform
private import Signing
private import Synchronization

extension MockX {
    /// `GET /1.1/direct_messages/events/list.json`
    func listV1(_ call: XCall) async throws(XError) -> XAnswer {
        let account = try call.account()
        let count = min(max(1, call.field("count").flatMap { Int($0) } ?? 20), 50)
        let before = call.field("cursor").flatMap(Self.cursor)
        let (now, lag) = (clock.now, faults.listLag)
        return state.withLock { state in
            let all = state.history(of: account.id, at: now, lag: lag).filter { before?.precedes($0) ?? true }
            let shown = all.prefix(count)
            let more = shown.count < all.count ? shown.last.map { Self.cursor($0) } : nil
            return .json(
                .having([
                    "next_cursor": more.map(JSON.string),
                    "events": .array(shown.map { state.json(of: $0, namesApp: true) }),
                    "apps": state.apps(named: shown.map(\.app)),
                ]))
        }
    }

    /// `GET /1.1/direct_messages/events/show.json?id=`
    func showV1(_ call: XCall) async throws(XError) -> XAnswer {
        let (account, now) = (try call.account(), clock.now)
        return try locked { state throws(XError) in
            guard let message = state.message(call.field("id") ?? "", of: account.id, at: now) else {
                throw .noPage
            }
            return .json([
                "event": state.json(of: message, namesApp: true), "apps": state.apps(named: [message.app]),
            ])
        }
    }

    /// `GET /2/dm_events`, `/2/dm_conversations/with/{participant}/dm_events` and `/2/dm_conversations/{id}/dm_events`
    func listV2(_ call: XCall) async throws(XError) -> XAnswer {
        let account = try call.account()
        let most = call.field("max_results").map { Int($0) ?? 0 } ?? 100
        guard 1...100 ~= most else {
            throw .invalid("The `max_results` query parameter value is not between 1 and 100")
        }
        let types = call.list("event_types")
        let with = call.places["participant"].map { Conversation.id(account.id, $0) } ?? call.places["conversation"]
        let token = call.field("pagination_token")
        let edge = try token.map { (token) throws(XError) in
            guard let cursor = Self.cursor(token) else {
                throw .invalid("The `pagination_token` query parameter value [\(token)] is not valid")
            }
            return cursor
        }
        let (now, lag) = (clock.now, faults.listLag)
        return state.withLock { state in
            var all =
                types.isEmpty || types.contains("MessageCreate")
                ? state.history(of: account.id, at: now, lag: lag) : []
            if let with { all = all.filter { Conversation.id($0.sender, $0.recipient) == with } }
            // What comes after or before a message stays so while others come.
            let start =
                edge.map { edge in
                    let place = all.firstIndex(where: edge.precedes) ?? all.count
                    return edge.isBackwards ? max(0, place - 1 - most) : place
                } ?? 0
            let shown = all[start..<min(all.count, start + most)]
            return .json(
                .having([
                    "data": shown.isEmpty ? nil : .array(shown.map { state.json(of: $0, fields: call.eventFields) }),
                    "includes": state.includes(Array(shown), call),
                    "meta": .having([
                        "result_count": .integer(shown.count),
                        "next_token": shown.endIndex < all.count ? shown.last.map { .string(Self.cursor($0)) } : nil,
                        "previous_token": start > 0
                            ? shown.first.map { .string(Self.cursor($0, backwards: true)) } : nil,
                    ]),
                ]))
        }
    }

    /// `GET /2/dm_events/{id}`
    func showV2(_ call: XCall) async throws(XError) -> XAnswer {
        let (account, now) = (try call.account(), clock.now)
        return try locked { state throws(XError) in
            guard let message = state.message(call["event"], of: account.id, at: now) else {
                throw .notFound("dm_event", call["event"])
            }
            return .json(
                .having([
                    "data": state.json(of: message, fields: call.eventFields),
                    "includes": state.includes([message], call),
                ]))
        }
    }

    /// `DELETE /1.1/direct_messages/events/destroy.json?id=`: for whoever calls, not for the other side.
    func deleteV1(_ call: XCall) async throws(XError) -> XAnswer {
        try delete(call.field("id") ?? "", by: try call.account(), ifOwn: false, orElse: .noPage)
        return .empty()
    }

    /// `DELETE /2/dm_events/{id}`
    func deleteV2(_ call: XCall) async throws(XError) -> XAnswer {
        let id = call["event"]
        try delete(id, by: try call.account(), ifOwn: true, orElse: .notFound("dm_event", id))
        return .data(["deleted": true])
    }

    private func delete(
        _ id: String, by account: MockXAccount, ifOwn: Bool, orElse error: XError
    ) throws(XError) {
        let now = clock.now
        try locked { state throws(XError) in
            guard let message = state.message(id, of: account.id, at: now),
                !ifOwn || message.sender == account.id, let place = state.places[id]
            else { throw error }
            state.conversations[place]?.update(id) { $0.deletedBy.insert(account.id) }
        }
    }

    /// Behind, or with a minus in front of, a message in a list.
    private static func cursor(_ message: DirectMessage, backwards: Bool = false) -> String {
        Base64.encodeForURL(Array(((backwards ? "-" : "+") + message.id).utf8))
    }

    private static func cursor(_ text: String) -> ListCursor? {
        let padded =
            text.replacing("-", with: "+").replacing("_", with: "/")
            + String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard let bytes = Base64.decode(padded) else { return nil }
        let plain = String(decoding: bytes, as: UTF8.self)
        guard plain.hasPrefix("+") || plain.hasPrefix("-"), let id = Int(plain.dropFirst()) else { return nil }
        return ListCursor(id: id, isBackwards: plain.hasPrefix("-"))
    }
}

/// A place in a list whose newest message comes first.
private struct ListCursor: Sendable {
    let id: Int
    let isBackwards: Bool

    /// Whether a message stands behind the place.
    func precedes(_ message: DirectMessage) -> Bool {
        (Int(message.id) ?? 0) < id
    }
}

extension XCall {
    /// A list in one value, by commas.
    func list(_ name: String) -> [String] {
        (field(name) ?? "").split(separator: ",").map(String.init)
    }

    fileprivate var eventFields: Set<String> { Set(list("dm_event.fields")) }
}

extension XState {
    /// What an account has written and been written, the newest first, as far back as X tells.
    fileprivate func history(of account: String, at now: Date, lag: Duration) -> [DirectMessage] {
        let (oldest, newest) = (now - configuration.lifetimes.history.seconds, now - lag.seconds)
        return conversations.values.flatMap(\.messages).filter { message in
            (message.sender == account || message.recipient == account) && !message.deletedBy.contains(account)
                && message.at >= oldest && message.at <= newest
        }.sorted { (Int($0.id) ?? 0) > (Int($1.id) ?? 0) }
    }

    /// One of these.
    fileprivate func message(_ id: String, of account: String, at now: Date) -> DirectMessage? {
        guard let message = places[id].flatMap({ conversations[$0]?[id] }),
            message.sender == account || message.recipient == account, !message.deletedBy.contains(account),
            message.at >= now - configuration.lifetimes.history.seconds
        else { return nil }
        return message
    }

    /// What a call wants shown beside messages.
    fileprivate func includes(_ messages: [DirectMessage], _ call: XCall) -> JSON? {
        let expansions = call.list("expansions")
        var members: [JSON.Member] = []
        if expansions.contains("sender_id") {
            let senders = Set(messages.map(\.sender)).sorted().compactMap { accounts[$0] }
            let fields = Set(call.list("user.fields"))
            members.append(.init("users", .array(senders.map { json(of: $0, fields: fields, for: nil) })))
        }
        let items = messages.compactMap { message in message.media.flatMap { media[$0] }.map { (message, $0) } }
        if expansions.contains("attachments.media_keys"), !items.isEmpty {
            members.append(
                .init(
                    "media",
                    .array(
                        items.map { message, item in
                            [
                                "media_key": .string(item.key), "type": .string(item.kind.rawValue),
                                "url": .string(mediaOrigin + item.path(in: message.id)),
                            ]
                        })))
        }
        return members.isEmpty ? nil : .object(members)
    }
}
