internal import Foundation
internal import MockPlatform

/// Something that happens to accounts, and is told to whoever is subscribed to them.
struct AccountEvent: Sendable {
    /// The list of an envelope that it stands in.
    let member: String
    let json: JSON
    /// The accounts it shows, who does it first.
    let parties: [String]
    /// The accounts whose subscribers are told.
    let audience: [String]
    /// The developer's or X's own app that it names.
    var app: String?
    /// The types of the X Activity API, by the account they are told of.
    var activities: [String: String] = [:]
    /// Of a message.
    var text = ""
    /// For the record.
    let what: String
    let at: Date
}

extension XState {
    /// A message, which is told of both sides: whoever sent it hears its echo.
    func event(of message: DirectMessage) -> AccountEvent {
        var activities = [message.sender: "dm.sent"]
        activities[message.recipient] = "dm.received"
        return AccountEvent(
            member: "direct_message_events", json: json(of: message, namesApp: true),
            parties: [message.sender, message.recipient],
            audience: message.sender == message.recipient
                ? [message.sender] : [message.recipient, message.sender],
            app: message.app, activities: activities, text: message.text, what: "message_create", at: message.at)
    }

    /// Somebody types, which the other side is told.
    mutating func type(_ sender: String, to recipient: String, at now: Date) -> AccountEvent {
        let place = Conversation.id(sender, recipient)
        conversations[place, default: Conversation(id: place)].typesUntil[sender] = now + MockX.longestTyping
        return AccountEvent(
            member: "direct_message_indicate_typing_events",
            json: [
                "created_timestamp": .string(Self.milliseconds(now)), "sender_id": .string(sender),
                "target": ["recipient_id": .string(recipient)],
            ],
            parties: [sender, recipient], audience: [recipient], activities: [recipient: "dm.indicate_typing"],
            what: "indicate_typing", at: now)
    }

    /// Somebody has read what they were written, up to a message.
    mutating func read(_ reader: String, of writer: String, upTo last: String, at now: Date) -> AccountEvent {
        let place = Conversation.id(reader, writer)
        conversations[place]?.read(by: reader, upTo: last)
        return AccountEvent(
            member: "direct_message_mark_read_events",
            json: [
                "created_timestamp": .string(Self.milliseconds(now)), "sender_id": .string(reader),
                "target": ["recipient_id": .string(writer)], "last_read_event_id": .string(last),
            ],
            parties: [reader, writer], audience: [writer], activities: [writer: "dm.read"], what: "mark_read",
            at: now)
    }

    /// Somebody follows or blocks somebody, or does so no more.
    func event(
        _ member: String, _ what: String, by source: MockXAccount, of target: MockXAccount, audience: [String],
        at now: Date
    ) -> AccountEvent {
        AccountEvent(
            member: member,
            json: [
                "type": .string(what), "created_timestamp": .string(Self.milliseconds(now)),
                "target": json(ofParty: target), "source": json(ofParty: source),
            ],
            parties: [], audience: audience, what: what, at: now)
    }

    /// The requests that tell of events of one kind: for each subscription of an account one with all of them, and in the
    /// shape of the X Activity API one for each.
    mutating func posts(of events: [AccountEvent]) -> [EventPost] {
        var posts: [EventPost] = []
        var accounts: [String] = []
        for account in events.flatMap(\.audience) where !accounts.contains(account) { accounts.append(account) }
        for account in accounts {
            let own = events.filter { $0.audience.contains(account) }
            for webhook in webhooks where isSubscribed(account, to: webhook.id) {
                posts.append(post(envelope(own, for: account), of: own, for: account, to: webhook, shape: "activity"))
            }
        }
        published += posts
        if let newest = events.last?.at {
            let oldest = newest - configuration.lifetimes.replay.seconds
            published.removeAll { $0.at < oldest }
        }
        return posts + events.flatMap(activityPosts)
    }

    private func activityPosts(of event: AccountEvent) -> [EventPost] {
        activities.compactMap { activity in
            guard let account = activity.account, event.activities[account] == activity.type, activity.wants(event),
                let webhook = webhooks.first(where: { $0.id == activity.webhook })
            else { return nil }
            let payload = JSON.object([
                .init(event.member, [event.json]), .init("users", usersV2(event.parties)),
            ])
            return post(activity.envelope(payload), of: [event], for: account, to: webhook, shape: activity.type)
        }
    }

    /// The envelope of the Account Activity API, in which events of the same kind may stand together.
    private func envelope(_ events: [AccountEvent], for account: String) -> JSON {
        let named = events.compactMap(\.app)
        let parties = events.flatMap(\.parties)
        return .having([
            "for_user_id": .string(account),
            events[0].member: .array(events.map(\.json)),
            "apps": named.isEmpty ? nil : apps(named: named),
            "users": parties.isEmpty ? nil : users(parties),
        ])
    }

    private func usersV2(_ ids: [String]) -> JSON {
        .object(
            Set(ids).sorted().compactMap { accounts[$0] }.map { account in
                JSON.Member(
                    account.id, ["data": json(of: account, fields: ["protected", "verified"], for: nil)])
            })
    }

    private func post(
        _ json: JSON, of events: [AccountEvent], for account: String, to webhook: WebhookRecord, shape: String
    ) -> EventPost {
        let parties = events.flatMap(\.parties)
        return EventPost(
            app: webhook.app, webhook: webhook.id, account: account, at: events[0].at, body: json.bytes,
            what: events[0].what, shape: shape, subject: parties.first { $0 != account } ?? account, about: parties)
    }
}
