internal import Foundation
internal import MockPlatform

extension MockMeta {
    /// `GET /oauth/access_token`: a code or a short-lived token becomes a token.
    func exchangeToken(_ request: GraphRequest) throws(GraphError) -> JSON {
        let now = clock.now
        return try locked { state throws(GraphError) in
            guard let id = request.parameters["client_id"] else { throw .parameter("Missing client_id parameter.") }
            guard let app = state.apps[id]?.app else { throw .unknownApp }
            guard request.parameters["client_secret"] == app.secret else { throw .wrongSecret }
            let token: AccessToken
            switch request.parameters["grant_type"] {
            case nil, "authorization_code": token = try state.exchangeCode(request.parameters, app, at: now)
            case "fb_exchange_token": token = try state.prolong(request.parameters, app, at: now)
            case .some: throw .parameter("Invalid grant_type")
            }
            state.tokens[token.value] = token
            var members: [JSON.Member] = [
                .init("access_token", .string(token.value)), .init("token_type", "bearer"),
            ]
            if !state.configuration.omitsExpiry, let expires = token.expires {
                members.append(.init("expires_in", .integer(Int(expires.timeIntervalSince(now)))))
            }
            return .object(members)
        }
    }
}

extension MetaState {
    /// A code is good once, for a while, and for the address it was sent to.
    fileprivate mutating func exchangeCode(
        _ parameters: GraphParameters, _ app: MockApp, at now: Date
    ) throws(GraphError) -> AccessToken {
        guard let code = parameters["code"], let login = codes[code], login.app == app.id else {
            throw GraphError(100, nil, "Invalid verification code format.")
        }
        guard !login.isUsed else { throw GraphError(100, 36_009, "This authorization code has been used.") }
        guard now < login.issued + configuration.lifetimes.code.seconds else {
            throw GraphError(100, 36_007, "This authorization code has expired.")
        }
        guard parameters["redirect_uri"] == login.redirectURI else {
            throw GraphError(
                100, nil,
                "Error validating verification code. Please make sure your redirect_uri is identical to the one you "
                    + "used in the OAuth dialog request")
        }
        codes[code]?.isUsed = true
        return AccessToken(
            kind: .user, app: app.id, user: login.user, isLongLived: false, issued: now,
            expires: now + configuration.lifetimes.shortToken.seconds)
    }

    /// A valid token of a user lives longer.
    fileprivate func prolong(
        _ parameters: GraphParameters, _ app: MockApp, at now: Date
    ) throws(GraphError) -> AccessToken {
        guard let value = parameters["fb_exchange_token"], let short = tokens[value], short.kind == .user,
            short.app == app.id
        else { throw .unreadableToken }
        if let fault = fault(of: short, at: now) {
            throw GraphError(190, fault.rawValue, short.message(of: fault, at: now))
        }
        return AccessToken(
            kind: .user, app: app.id, user: short.user, isLongLived: true, issued: now,
            expires: now + configuration.lifetimes.longToken.seconds)
    }

    /// A page's token made from a user's: the same one each time. That of a long-lived token never expires.
    mutating func pageToken(of page: String, from token: AccessToken, at now: Date) -> AccessToken {
        let made = tokens.values.first {
            $0.kind == .page && $0.page == page && $0.user == token.user && $0.app == token.app
                && $0.isLongLived == token.isLongLived && fault(of: $0, at: now) == nil
                && (token.isLongLived || $0.expires == token.expires)
        }
        if let made { return made }
        let fresh = AccessToken(
            kind: .page, app: token.app, user: token.user, page: page, isLongLived: token.isLongLived, issued: now,
            expires: token.isLongLived ? nil : token.expires)
        tokens[fresh.value] = fresh
        return fresh
    }
}
