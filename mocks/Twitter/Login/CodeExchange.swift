private import Foundation
internal import MockPlatform
private import Signing
private import Synchronization

/// Why a call of the token endpoint of OAuth 2.0 is refused, in the words of its own errors (RFC 6749, section 5.2).
private struct TokenRefusal: Error {
    let status: Int
    let error: String
    let description: String

    static func request(_ what: String) -> TokenRefusal {
        TokenRefusal(
            status: 400, error: "invalid_request", description: "Value passed for the \(what) was invalid.")
    }

    static let client = TokenRefusal(
        status: 401, error: "unauthorized_client", description: "Missing valid authorization header")

    var answer: XAnswer {
        .json(["error": .string(error), "error_description": .string(description)], status: status)
    }
}

extension MockX {
    /// `POST /2/oauth2/token`: a code or a refresh token for a new pair of tokens.
    func exchangeCode(_ call: XCall) async throws(XError) -> XAnswer {
        let now = clock.now
        let form = call.request.form
        do throws(TokenRefusal) {
            return try state.withLock { state throws(TokenRefusal) in
                let app = try state.client(call.request)
                switch form["grant_type"] {
                case "authorization_code": return try state.exchange(form, app, at: now)
                case "refresh_token": return try state.refresh(form["refresh_token"] ?? "", app, at: now)
                default: throw .request("grant type")
                }
            }
        } catch {
            return error.answer
        }
    }

    /// `POST /2/oauth2/revoke`: either token ends both.
    func revokeToken(_ call: XCall) async throws(XError) -> XAnswer {
        let token = call.request.form["token"] ?? ""
        do throws(TokenRefusal) {
            return try state.withLock { state throws(TokenRefusal) in
                let app = try state.client(call.request)
                for (value, known) in state.accessTokens
                where known.app == app.id && (value == token || known.refresh == token) {
                    state.accessTokens[value]?.isRevoked = true
                }
                return .json(["revoked": true])
            }
        } catch {
            return error.answer
        }
    }
}

extension XState {
    /// The client that calls: one that has a secret shows it, any other names itself.
    fileprivate func client(_ request: MockRequest) throws(TokenRefusal) -> MockXApp {
        let basic = request.basicCredentials
        let id = basic?.0 ?? request.form["client_id"]
        guard let app = apps.values.first(where: { $0.clientID == id }), !app.isSuspended else { throw .client }
        if let secret = app.clientSecret {
            guard let given = basic?.1, constantTimeEquals(Array(given.utf8), Array(secret.utf8)) else {
                throw .client
            }
        }
        return app
    }

    fileprivate mutating func exchange(
        _ form: FormFields, _ app: MockXApp, at now: Date
    ) throws(TokenRefusal) -> XAnswer {
        guard let code = codes[form["code"] ?? ""], code.app == app.id,
            now.timeIntervalSince(code.issued) <= configuration.lifetimes.code.seconds
        else { throw .request("authorization code") }
        guard form["redirect_uri"] == code.redirectURI else { throw .request("redirect uri") }
        let verifier = form["code_verifier"] ?? ""
        let proof = code.method == "S256" ? Base64.encodeForURL(Hash.sha256.digest(Array(verifier.utf8))) : verifier
        guard proof == code.challenge else { throw .request("code verifier") }
        codes[form["code"] ?? ""] = nil
        return pair(app: app.id, account: code.account, scopes: code.scopes, at: now)
    }

    /// The old pair ends with it.
    fileprivate mutating func refresh(
        _ token: String, _ app: MockXApp, at now: Date
    ) throws(TokenRefusal) -> XAnswer {
        guard
            let (value, former) = accessTokens.first(where: {
                $0.value.refresh == token && $0.value.app == app.id && !$0.value.isRevoked
            }), !token.isEmpty
        else { throw .request("token") }
        accessTokens[value]?.isRevoked = true
        return pair(app: app.id, account: former.account, scopes: former.scopes, at: now)
    }

    private mutating func pair(app: String, account: String, scopes: Set<String>, at now: Date) -> XAnswer {
        let lifetime = configuration.lifetimes.accessToken
        let refresh = scopes.contains("offline.access") ? SecureRandom.token(60) : nil
        let value = SecureRandom.token(60)
        accessTokens[value] = AccessToken(
            app: app, account: account, scopes: scopes, expires: now + lifetime.seconds, refresh: refresh)
        return .json(
            .having([
                "token_type": "bearer", "expires_in": .integer(Int(lifetime.seconds)), "access_token": .string(value),
                "scope": .string(scopes.sorted().joined(separator: " ")),
                "refresh_token": refresh.map(JSON.string),
            ]))
    }
}
