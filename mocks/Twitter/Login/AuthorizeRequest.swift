internal import HTTPTypes
internal import MockPlatform

/// Why a page on which people log in shows an error and leads nowhere.
public enum AuthorizeProblem: Error, Equatable, Sendable {
    /// No app has asked for this, or it was answered already.
    case noSuchRequest
    case unknownApp
    case badParameter(String)
    case unknownAccount(String)
}

extension AuthorizeProblem {
    var explanation: String {
        switch self {
        case .noSuchRequest:
            "This page is no longer valid. It looks like someone already used the token information you provided."
        case .unknownApp: "Something went wrong. You weren't able to give access to the App."
        case .badParameter(let name):
            "Something went wrong. You weren't able to give access to the App: \(name) is missing or wrong."
        case .unknownAccount(let name): "There is no account \(name)."
        }
    }
}

/// What an app asks the owner of an account for, in the address of a page.
struct AuthorizeRequest: Sendable {
    enum Kind: Sendable {
        /// OAuth 1.0a.
        case signed(RequestToken)
        /// OAuth 2.0 with proof of who asked.
        case code(redirectURI: String, state: String, scopes: [String], challenge: String, method: String)
    }

    let app: MockXApp
    let kind: Kind
    /// Whoever has let the app in before is not asked again.
    let asksOnce: Bool

    init(_ request: MockRequest, in state: XState) throws(AuthorizeProblem) {
        if request.path == AuthorizePage.codePath {
            (app, kind) = try Self.code(request.query, in: state)
            asksOnce = false
            return
        }
        guard let token = state.requestTokens[request.query["oauth_token"] ?? ""], case .waiting = token.outcome,
            let app = state.apps[token.app]
        else { throw .noSuchRequest }
        self.app = app
        kind = .signed(token)
        asksOnce = request.path == AuthorizePage.authenticatePath && request.query["force_login"] != "true"
    }

    private static func code(
        _ query: FormFields, in state: XState
    ) throws(AuthorizeProblem) -> (MockXApp, Kind) {
        guard let app = state.apps.values.first(where: { $0.clientID == query["client_id"] }) else {
            throw .unknownApp
        }
        guard query["response_type"] == "code" else { throw .badParameter("response_type") }
        guard let uri = query["redirect_uri"], app.callbackURLs.contains(uri) else {
            throw .badParameter("redirect_uri")
        }
        guard let own = query["state"], !own.isEmpty, own.count <= 500 else { throw .badParameter("state") }
        let scopes = (query["scope"] ?? "").split(separator: " ").map(String.init)
        guard !scopes.isEmpty else { throw .badParameter("scope") }
        guard let challenge = query["code_challenge"], !challenge.isEmpty else {
            throw .badParameter("code_challenge")
        }
        let method = query["code_challenge_method"] ?? "plain"
        guard ["S256", "plain"].contains(method) else { throw .badParameter("code_challenge_method") }
        return (
            app, .code(redirectURI: uri, state: own, scopes: scopes, challenge: challenge, method: method)
        )
    }

    /// What the page says the app will be able to do.
    var abilities: [String] {
        if case .code(_, _, let scopes, _, _) = kind { return scopes }
        let reading = ["See your posts, your profile and your settings"]
        let writing = ["Post and follow on your behalf"]
        return switch app.permission {
        case .read: reading
        case .readWrite: reading + writing
        case .readWriteDirectMessages: reading + writing + ["Send and read all of your direct messages"]
        }
    }
}

extension String {
    /// The address with further parameters of its query.
    func appending(_ fields: FormFields) -> String {
        self + (contains("?") ? "&" : "?") + fields.encoded
    }
}
