internal import Foundation
internal import MockPlatform

extension MockMeta {
    /// `GET /debug_token`: what a token is, asked with the app's own token or one of the app's users.
    func debugToken(_ request: GraphRequest) throws(GraphError) -> JSON {
        let now = clock.now
        return try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            guard let value = request.parameters["input_token"] else {
                throw .parameter("The parameter input_token is required.")
            }
            guard let token = state.token(value) else {
                return [
                    "data": .object([
                        .init("error", ["code": 190, "message": .string(GraphError.unreadableToken.message)]),
                        .init("is_valid", false), .init("scopes", []),
                    ])
                ]
            }
            guard token.app == caller.app.id else {
                throw .parameter("The App_id in the input_token did not match the Viewing App")
            }
            return ["data": .object(state.description(of: token, caller.app, at: now))]
        }
    }
}

extension MetaState {
    fileprivate func description(of token: AccessToken, _ app: MockApp, at now: Date) -> [JSON.Member] {
        let fault = fault(of: token, at: now)
        var members: [JSON.Member] = [
            .init("app_id", .string(app.id)), .init("type", .string(token.kind.rawValue)),
            .init("application", .string(app.name)),
        ]
        if let fault {
            members.append(
                .init(
                    "error",
                    [
                        "code": 190, "message": .string(token.message(of: fault, at: now)),
                        "subcode": .integer(fault.rawValue),
                    ]))
        }
        let grant = fault == nil ? grant(of: token) : nil
        if token.user != nil {
            let access = grant.map { $0.consented + configuration.lifetimes.dataAccess.seconds }
            members.append(.init("data_access_expires_at", .integer(access.map(Self.seconds) ?? 0)))
            members.append(.init("expires_at", .integer(token.expires.map(Self.seconds) ?? 0)))
        }
        members.append(.init("is_valid", .bool(fault == nil)))
        if token.user != nil { members.append(.init("issued_at", .integer(Self.seconds(token.issued)))) }
        if let page = token.page { members.append(.init("profile_id", .string(page))) }
        if let user = token.user { members.append(.init("user_id", .string(user))) }
        let scopes = (grant?.granted ?? []).sorted()
        members.append(.init("scopes", .array(scopes.map(JSON.string))))
        guard let grant else { return members }
        let granular = scopes.filter(Grant.pagePermissions.contains).map { scope -> JSON in
            var single: [JSON.Member] = [.init("scope", .string(scope))]
            if let pages = grant.pages { single.append(.init("target_ids", .array(pages.map(JSON.string)))) }
            return .object(single)
        }
        members.append(.init("granular_scopes", .array(granular)))
        return members
    }

    private static func seconds(_ date: Date) -> Int {
        Int(date.timeIntervalSince1970)
    }
}
