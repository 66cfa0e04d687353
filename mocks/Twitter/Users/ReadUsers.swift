internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockX {
    /// `GET /1.1/account/verify_credentials.json`
    func verifyCredentials(_ call: XCall) async throws(XError) -> XAnswer {
        let account = try call.account()
        return .json(state.withLock { $0.json(of: account, toItself: true) })
    }

    /// `GET /1.1/account/settings.json`
    func settings(_ call: XCall) async throws(XError) -> XAnswer {
        let account = try call.account()
        return .json([
            "screen_name": .string(account.screenName), "protected": false, "language": "en",
            "allow_dms_from": .string(account.allowsDMsFrom.rawValue), "allow_dm_groups_from": "following",
            "always_allow_dms_from_subscribers": false, "dm_receipt_setting": "all_enabled",
            "dm_quality_filter": "standard",
        ])
    }

    /// `GET /1.1/users/show.json`
    func showUser(_ call: XCall) async throws(XError) -> XAnswer {
        let name = call.field("user_id") ?? call.field("screen_name") ?? ""
        return try locked { state throws(XError) in
            guard let account = state.account(named: name) else { throw .coded(50) }
            guard !account.isSuspended else { throw .coded(63) }
            return .json(state.json(of: account, toItself: false))
        }
    }

    /// `GET /2/users/me`
    func me(_ call: XCall) async throws(XError) -> XAnswer {
        try user(try call.account().id, "id", call)
    }

    /// `GET /2/users/{id}`
    func userByID(_ call: XCall) async throws(XError) -> XAnswer {
        try user(call["id"], "id", call)
    }

    /// `GET /2/users/by/username/{username}`
    func userByName(_ call: XCall) async throws(XError) -> XAnswer {
        try user(call["username"], "username", call)
    }

    /// `GET /2/users?ids=`
    func usersByID(_ call: XCall) async throws(XError) -> XAnswer {
        try users(call.list("ids"), "ids", call)
    }

    /// `GET /2/users/by?usernames=`
    func usersByName(_ call: XCall) async throws(XError) -> XAnswer {
        try users(call.list("usernames"), "usernames", call)
    }

    private func user(_ name: String, _ parameter: String, _ call: XCall) throws(XError) -> XAnswer {
        let (found, missing) = find([name], parameter, call)
        return .json(.having(["data": found.first, "errors": missing.isEmpty ? nil : .array(missing)]))
    }

    private func users(_ names: [String], _ parameter: String, _ call: XCall) throws(XError) -> XAnswer {
        guard 1...100 ~= names.count else {
            throw .invalid("The `\(parameter)` query parameter must have 1 to 100 values")
        }
        let (found, missing) = find(names, parameter, call)
        return .json(
            .having([
                "data": found.isEmpty ? nil : .array(found), "errors": missing.isEmpty ? nil : .array(missing),
            ]))
    }

    /// Those there are, and a partial error for each other.
    private func find(_ names: [String], _ parameter: String, _ call: XCall) -> ([JSON], [JSON]) {
        let fields = Set(call.list("user.fields"))
        return state.withLock { state in
            var (found, missing): ([JSON], [JSON]) = ([], [])
            for name in names {
                let account = parameter.hasPrefix("id") ? state.accounts[name] : state.account(named: name)
                if let account, !account.isSuspended {
                    found.append(state.json(of: account, fields: fields, for: call.caller?.account))
                } else {
                    missing.append(Self.missing(name, parameter, isSuspended: account != nil))
                }
            }
            return (found, missing)
        }
    }

    private static func missing(_ name: String, _ parameter: String, isSuspended: Bool) -> JSON {
        let (title, detail, type) =
            isSuspended
            ? ("Forbidden", "User has been suspended: [\(name)].", "resource-unavailable")
            : ("Not Found Error", "Could not find user with \(parameter): [\(name)].", "resource-not-found")
        return [
            "value": .string(name), "detail": .string(detail), "title": .string(title), "resource_type": "user",
            "parameter": .string(parameter), "resource_id": .string(name),
            "type": .string("https://api.x.com/2/problems/" + type),
        ]
    }
}

extension XRoute {
    private static let reading: Set<String> = ["tweet.read", "users.read"]

    /// Accounts.
    static let userRoutes = [
        XRoute(
            .get, "/1.1/account/verify_credentials", .readSelf, by: .user, limit: .readSelf,
            MockX.verifyCredentials),
        XRoute(.get, "/1.1/account/settings", .settings, by: .user, limit: .other, MockX.settings),
        XRoute(.get, "/1.1/users/show", .readUsers, by: .userOrApp, limit: .other, MockX.showUser),
        XRoute(.get, "/2/users/me", .readSelf, by: .user, scopes: reading, limit: .readSelf, MockX.me),
        XRoute(.get, "/2/users/by", .readUsers, by: .userOrApp, scopes: reading, limit: .other, MockX.usersByName),
        XRoute(.get, "/2/users/:id", .readUsers, by: .userOrApp, scopes: reading, limit: .other, MockX.userByID),
        XRoute(.get, "/2/users", .readUsers, by: .userOrApp, scopes: reading, limit: .other, MockX.usersByID),
        XRoute(
            .get, "/2/users/by/username/:username", .readUsers, by: .userOrApp, scopes: reading, limit: .other,
            MockX.userByName),
    ]
}
