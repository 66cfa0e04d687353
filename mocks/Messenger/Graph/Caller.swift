internal import Foundation
internal import MockPlatform
private import Signing

/// Whose token a call carries, and what it stands for.
struct Caller: Sendable {
    let token: AccessToken
    let app: MockApp
    let grant: Grant?

    /// Whether the user has given a permission, for this page where it is given for single pages.
    func may(_ permission: String) -> Bool {
        guard let grant, grant.granted.contains(permission) else { return false }
        return token.page.map(grant.covers) ?? true
    }
}

extension MetaState {
    /// Checks the token of a request, and the proof that its sender knows the app's secret.
    func caller(_ request: GraphRequest, at now: Date) throws(GraphError) -> Caller {
        guard let value = request.token, let token = token(value) else { throw .unreadableToken }
        if let fault = fault(of: token, at: now) {
            throw GraphError(190, fault.rawValue, token.message(of: fault, at: now))
        }
        guard let app = apps[token.app]?.app else { throw .unknownApp }
        if let proof = request.parameters["appsecret_proof"] {
            guard proof == AppSecretProof.make(token: value, secret: app.secret) else {
                throw GraphError(100, nil, "Invalid appsecret_proof provided in the API argument")
            }
        } else if app.requiresProof, token.kind != .app {
            throw GraphError(100, nil, "API calls from the server require an appsecret_proof argument")
        }
        guard !app.isBlocked else { throw .table(368) }
        return Caller(token: token, app: app, grant: grant(of: token))
    }

    /// A token that was given out, or the app's id and secret, which stand for the app itself.
    func token(_ value: String) -> AccessToken? {
        if let token = tokens[value] { return token }
        guard let bar = value.firstIndex(of: "|"), let app = apps[String(value[..<bar])]?.app,
            app.token == value
        else { return nil }
        return AccessToken(
            value: value, kind: .app, app: app.id, isLongLived: true, issued: .distantPast, expires: nil)
    }

    func grant(of token: AccessToken) -> Grant? {
        token.user.flatMap { grants[Pair(user: $0, app: token.app)] }
    }

    /// Why a token is not valid, or no more.
    func fault(of token: AccessToken, at now: Date) -> TokenFault? {
        if let fault = token.fault { return fault }
        if let expires = token.expires, expires <= now { return .expired }
        guard let user = token.user else { return nil }
        guard grant(of: token) != nil else { return .notAuthorized }
        guard let page = token.page else { return nil }
        return tasks(of: user, for: page).isEmpty || pages[page] == nil ? .roleLost : nil
    }

    func tasks(of user: String, for page: String) -> [PageTask] {
        users[user]?.tasks[page] ?? []
    }

    /// The page that a call is about: the token's own, by its id or as `me`.
    func page(_ node: String, _ caller: Caller, _ request: GraphRequest) throws(GraphError) -> PageRecord {
        guard let own = caller.token.page, node == "me" || node == own || page(named: node)?.id == own,
            let record = pages[own]
        else { throw .noObject(node, request.method) }
        return record
    }
}

/// Shows that whoever carries a token also knows the app's secret.
public enum AppSecretProof {
    public static func make(token: String, secret: String) -> String {
        Hex.encode(Hash.sha256.hmac(key: Array(secret.utf8), Array(token.utf8)))
    }
}
