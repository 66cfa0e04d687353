internal import MockPlatform

extension XState {
    private static let portrait = "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"

    /// An account as v1.1 shows it, to itself with what nobody else is told.
    func json(of account: MockXAccount, toItself: Bool) -> JSON {
        .having([
            "id": Int(account.id).map(JSON.integer), "id_str": .string(account.id), "name": .string(account.name),
            "screen_name": .string(account.screenName), "location": .string(account.location),
            "description": .string(account.about), "protected": false,
            "followers_count": .integer(follows.count { $0.second == account.id }),
            "friends_count": .integer(follows.count { $0.first == account.id }),
            "created_at": "Thu Dec 15 15:10:00 +0000 2016", "verified": false, "statuses_count": 0,
            "profile_image_url_https": .string(Self.portrait),
            "suspended": toItself ? .bool(account.isSuspended) : nil,
            "needs_phone_verification": toItself ? .bool(account.needsPhoneVerification) : nil,
        ])
    }

    /// Accounts as the events of v1.1 name them.
    func users(_ ids: [String]) -> JSON {
        .object(
            Set(ids).sorted().compactMap { id in
                guard let account = accounts[id] else { return nil }
                return JSON.Member(id, json(ofParty: account))
            })
    }

    func json(ofParty account: MockXAccount) -> JSON {
        .having([
            "id": .string(account.id), "created_timestamp": "1481814600000", "name": .string(account.name),
            "screen_name": .string(account.screenName),
            "location": account.location.isEmpty ? nil : .string(account.location),
            "description": account.about.isEmpty ? nil : .string(account.about), "protected": false,
            "verified": false, "followers_count": .integer(follows.count { $0.second == account.id }),
            "friends_count": .integer(follows.count { $0.first == account.id }), "statuses_count": 0,
            "profile_image_url": .string(Self.portrait.replacing("https:", with: "http:")),
            "profile_image_url_https": .string(Self.portrait),
        ])
    }

    /// An account as v2 shows it.
    /// - Parameter viewer: who asks.
    func json(of account: MockXAccount, fields: Set<String>, for viewer: MockXAccount?) -> JSON {
        func asked(_ field: String, _ value: JSON?) -> JSON? { fields.contains(field) ? value : nil }
        return .having([
            "id": .string(account.id), "name": .string(account.name), "username": .string(account.screenName),
            "created_at": asked("created_at", "2016-12-15T15:10:00.000Z"),
            "description": asked("description", .string(account.about)),
            "location": asked("location", account.location.isEmpty ? nil : .string(account.location)),
            "protected": asked("protected", false), "verified": asked("verified", false),
            "profile_image_url": asked("profile_image_url", .string(Self.portrait)),
            "receives_your_dm": asked("receives_your_dm", viewer.map { .bool(receives(account, from: $0)) }),
            "connection_status": asked("connection_status", viewer.map { connections(account, $0) }),
        ])
    }

    private func receives(_ account: MockXAccount, from viewer: MockXAccount) -> Bool {
        (try? checkRecipient(account.id, of: viewer)) != nil
    }

    private func connections(_ account: MockXAccount, _ viewer: MockXAccount) -> JSON {
        let (there, back) = (
            Pair(first: viewer.id, second: account.id), Pair(first: account.id, second: viewer.id)
        )
        var all: [JSON] = []
        if follows.contains(there) { all.append("following") }
        if follows.contains(back) { all.append("followed_by") }
        if blocks.contains(there) { all.append("blocking") }
        return .array(all)
    }
}
