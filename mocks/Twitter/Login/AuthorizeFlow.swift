private import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing
private import Synchronization

/// Where an answer on a page leads.
enum AuthorizeOutcome: Sendable, Equatable {
    case back(String)
    case pin(String)
    /// Turned down where there is nowhere to go back to.
    case nothing
}

extension MockX {
    /// The owner of an account logs in and lets an app in.
    /// - Parameter address: that of the page, as an app made it; its host does not matter.
    /// - Returns: the address to which the browser is sent back, or the PIN that the page shows.
    public func logIn(_ address: String, as account: String) throws(AuthorizeProblem) -> String {
        switch try allow(Self.page(at: address), account) {
        case .back(let text), .pin(let text): text
        case .nothing: ""
        }
    }

    /// Somebody looks at the page and turns away.
    /// - Returns: the address to which the browser is sent back; empty where a PIN would have been shown.
    public func turnDown(_ address: String) throws(AuthorizeProblem) -> String {
        if case .back(let text) = try refuse(Self.page(at: address)) { text } else { "" }
    }

    /// `GET` shows a page, and its form is posted to the same address.
    func authorizePage(_ request: MockRequest) -> MockReply {
        do throws(AuthorizeProblem) {
            switch request.method {
            case .get: return try showAuthorizePage(request)
            case .post:
                let allows = request.form["decision"] == "allow"
                let account = request.query[AuthorizePage.accountField] ?? ""
                return Self.shown(allows ? try allow(request, account) : try refuse(request))
            default: return .problem("method not allowed", status: .methodNotAllowed)
            }
        } catch {
            return .dialog(AuthorizePage.problem(error.explanation), status: .forbidden)
        }
    }

    private func showAuthorizePage(_ request: MockRequest) throws(AuthorizeProblem) -> MockReply {
        let (asked, account, accounts) = try reading {
            (state) throws(AuthorizeProblem) -> (AuthorizeRequest, MockXAccount?, [MockXAccount]) in
            let asked = try AuthorizeRequest(request, in: state)
            let all = state.accountOrder.compactMap { state.accounts[$0] }
            guard let name = request.query[AuthorizePage.accountField] else { return (asked, nil, all) }
            guard let account = state.account(named: name) else { throw .unknownAccount(name) }
            return (asked, account, all)
        }
        guard let account else {
            // Whom the app expects comes first.
            let expected = request.query["screen_name"]?.lowercased()
            let sorted =
                accounts.filter { $0.screenName.lowercased() == expected }
                + accounts.filter { $0.screenName.lowercased() != expected }
            return .dialog(AuthorizePage.accounts(sorted, app: asked.app, target: request.target))
        }
        if asked.asksOnce, state.withLock({ $0.hasGranted(account.id, app: asked.app.id) }) {
            return Self.shown(try allow(request, account.id))
        }
        return .dialog(AuthorizePage.consent(account, asked, request))
    }

    private static func shown(_ outcome: AuthorizeOutcome) -> MockReply {
        switch outcome {
        case .back(let address): .redirect(to: address)
        case .pin(let pin): .dialog(AuthorizePage.pin(pin))
        case .nothing: .dialog(AuthorizePage.turnedDown)
        }
    }

    private func allow(_ request: MockRequest, _ name: String) throws(AuthorizeProblem) -> AuthorizeOutcome {
        let now = clock.now
        return try reading { state throws(AuthorizeProblem) in
            let asked = try AuthorizeRequest(request, in: state)
            guard let account = state.account(named: name) else { throw .unknownAccount(name) }
            switch asked.kind {
            case .signed(let token):
                let isPIN = token.callback == "oob"
                let verifier = isPIN ? Self.newPIN() : SecureRandom.token(24)
                state.requestTokens[token.value]?.outcome = .authorized(account: account.id, verifier: verifier)
                guard !isPIN else { return .pin(verifier) }
                return .back(
                    token.callback.appending(
                        FormFields(["oauth_token": token.value, "oauth_verifier": verifier])))
            case .code(let uri, let own, let scopes, let challenge, let method):
                let code = SecureRandom.token(60)
                state.codes[code] = AuthorizationCode(
                    app: asked.app.id, account: account.id, redirectURI: uri, scopes: Set(scopes),
                    challenge: challenge, method: method, issued: now)
                return .back(uri.appending(FormFields(["state": own, "code": code])))
            }
        }
    }

    private func refuse(_ request: MockRequest) throws(AuthorizeProblem) -> AuthorizeOutcome {
        try reading { state throws(AuthorizeProblem) in
            switch try AuthorizeRequest(request, in: state).kind {
            case .signed(let token):
                state.requestTokens[token.value]?.outcome = .denied
                guard token.callback != "oob" else { return .nothing }
                return .back(token.callback.appending(FormFields(["denied": token.value])))
            case .code(let uri, let own, _, _, _):
                return .back(uri.appending(FormFields(["error": "access_denied", "state": own])))
            }
        }
    }

    private func reading<Result: Sendable>(
        _ body: (inout XState) throws(AuthorizeProblem) -> Result
    ) throws(AuthorizeProblem) -> Result {
        try state.withLock { state throws(AuthorizeProblem) in try body(&state) }
    }

    private static func page(at address: String) -> MockRequest {
        MockRequest(method: .get, target: WebAddress(address)?.target ?? address)
    }

    /// Seven digits.
    private static func newPIN() -> String {
        let number = SecureRandom.bytes(4).reduce(0) { $0 << 8 | Int($1) } % 9_000_000
        return String(1_000_000 + number)
    }
}
