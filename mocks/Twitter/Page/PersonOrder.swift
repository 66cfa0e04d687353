internal import MockPlatform

/// `POST /mock/act`: somebody does something in X's own app.
struct PersonOrder: Decodable, Sendable {
    let person: String
    /// With whom.
    let account: String
    /// `text`, `tap`, `type`, `read`, `follow`, `unfollow`, `block`, `unblock`, `close`, `followersOnly` or `open`.
    let action: String
    let text: String?
    /// `data:image/png;base64,…`; X takes one for each message.
    let media: [String]?
    /// Of the answer that is tapped.
    let label: String?

    /// - Returns: `nil` where the order makes no sense.
    func carryOut(on x: MockX) async throws(MockXFailure) -> MockXReceipt? {
        guard !person.isEmpty else { return nil }
        let actor = x.user(person)
        switch action {
        case "text": return try await write(actor)
        case "tap":
            guard let label else { return nil }
            return try await actor.tap(label, from: account)
        case "type": return try await actor.type(to: account)
        case "read": return try await actor.read(from: account)
        case "follow", "unfollow": return try await actor.setFollowing(action == "follow", account)
        case "block", "unblock": return try await actor.setBlocked(action == "block", account)
        case "close", "followersOnly", "open":
            actor.update { own in
                own.closesDMs = action == "close"
                own.allowsDMsFrom = action == "followersOnly" ? .following : .all
            }
            return MockXReceipt(message: nil, deliveries: [])
        default: return nil
        }
    }

    private func write(_ actor: MockXUser) async throws(MockXFailure) -> MockXReceipt? {
        let files = (media ?? []).map { MockMedia(dataURL: $0) }
        guard !files.contains(where: { $0 == nil }), files.count <= 1 else { return nil }
        guard files.first != nil || text?.isEmpty == false else { return nil }
        return try await actor.write(text ?? "", to: account, attaching: files.first ?? nil)
    }
}

/// `POST /mock/login`: somebody goes through the pages of a log-in.
struct LogInOrder: Decodable, Sendable {
    /// Of the page, as the app made it.
    let address: String
    let account: String?
    let cancels: Bool?
}
