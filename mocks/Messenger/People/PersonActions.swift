internal import Foundation
public import MockPlatform
private import Synchronization

extension MockPerson {
    /// Taps a button of the page's, or an entry of its menu.
    @discardableResult
    public func press(
        _ title: String, payload: String, on page: String, referral: JSON? = nil
    ) async throws(PersonFailure) -> PersonReceipt {
        var members: [JSON.Member] = [
            .init("mid", .string(Conversation.newMid())), .init("title", .string(title)),
            .init("payload", .string(payload)),
        ]
        if let referral { members.append(.init("referral", referral)) }
        return try await act(
            on: page, field: "messaging_postbacks", opensWindow: true, ["postback": .object(members)])
    }

    /// Taps the button that begins a conversation.
    @discardableResult
    public func getStarted(on page: String, referral: JSON? = nil) async throws(PersonFailure) -> PersonReceipt {
        let payload = meta.state.withLock { state in
            state.pages[page]?.profile.first { $0.name == "get_started" }?.value["payload"]?.text
        }
        guard let payload else { throw .nothingToStart }
        return try await press("Get started", payload: payload, on: page, referral: referral)
    }

    /// Follows an `m.me` link with a reference.
    @discardableResult
    public func follow(ref: String, to page: String) async throws(PersonFailure) -> PersonReceipt {
        try await act(
            on: page, field: "messaging_referrals", opensWindow: true,
            ["referral": ["ref": .string(ref), "source": "SHORTLINK", "type": "OPEN_THREAD"]])
    }

    /// Has read everything the page wrote so far.
    @discardableResult
    public func read(on page: String) async throws(PersonFailure) -> PersonReceipt {
        let psid = try enter(page, opensWindow: false)
        let last = meta.state.withLock { state in
            state.conversations[psid]?.readAll()
            return state.conversations[psid]?.messages.last { $0.direction == .received }?.at
        }
        let watermark = MockMeta.milliseconds(last ?? meta.clock.now)
        return try await act(
            on: page, field: "message_reads", opensWindow: false, ["read": ["watermark": .integer(watermark)]])
    }

    /// Asks for recurring notifications.
    @discardableResult
    public func optIn(payload: String, title: String, to page: String) async throws(PersonFailure) -> PersonReceipt {
        let optIn: JSON = [
            "type": "notification_messages", "payload": .string(payload),
            "notification_messages_token": .string(Conversation.newMid()),
            "notification_messages_frequency": "DAILY", "token_expiry_timestamp": 2_145_916_800_000,
            "user_token_status": "NOT_REFRESHED", "notification_messages_timezone": "UTC", "title": .string(title),
        ]
        return try await act(on: page, field: "messaging_optins", opensWindow: false, ["optin": optIn])
    }

    /// Links their account at the business; without a code, unlinks it.
    @discardableResult
    public func linkAccount(code: String?, on page: String) async throws(PersonFailure) -> PersonReceipt {
        var members: [JSON.Member] = [.init("status", code == nil ? "unlinked" : "linked")]
        if let code { members.append(.init("authorization_code", .string(code))) }
        return try await act(
            on: page, field: "messaging_account_linking", opensWindow: false,
            ["account_linking": .object(members)])
    }

    /// Something that is no new message of theirs.
    func act(
        on page: String, field: String, opensWindow: Bool, mid: String? = nil, _ content: JSON
    ) async throws(PersonFailure) -> PersonReceipt {
        let psid = try enter(page, opensWindow: opensWindow)
        let deliveries = await meta.publish(
            MessengerEvent(
                page: page, psid: psid, field: field, at: meta.clock.now, content: content.members ?? []))
        return PersonReceipt(mid: mid, psid: psid, deliveries: deliveries)
    }

    /// The person's id on the page, which begins with the first thing they do there.
    func enter(_ page: String, opensWindow: Bool) throws(PersonFailure) -> String {
        let now = meta.clock.now
        let psid = meta.state.withLock { state -> String? in
            guard let record = state.pages[page] else { return nil }
            let psid = state.people.psid(of: name, page: page) ?? state.newID(digits: 16)
            state.people.introduce(name, to: page, as: psid)
            if opensWindow {
                state.conversations[psid, default: Conversation(page: page, psid: psid)]
                    .noteUserEvent(defaultApp: record.page.defaultApp, at: now)
            } else if state.conversations[psid] == nil {
                state.conversations[psid] = Conversation(page: page, psid: psid)
            }
            return psid
        }
        guard let psid else { throw .noSuchPage(page) }
        return psid
    }
}
