import ConnectorKit
import GatewayModel
import Signing

/// Signing in with OAuth 2.0: X's page is asked for a code, which counts for half a minute and only with the word whose
/// hash was shown to the page.
struct CodeLogin: TwitterLogin {
    let progress: ConnectingProgress
    let client: TwitterClient
    let signing: TwitterSigning

    let endsWithPIN = false
    let passing = [TwitterKey.codeVerifier]

    func begin(_ reader: TwitterReader) async throws(TwitterTrouble) -> TwitterBeginning {
        // Two words are as long as RFC 7636 wants it.
        let verifier = signing.nonce() + signing.nonce()
        let query = FormBody.encode([
            (name: "response_type", value: "code"), (name: "client_id", value: client.id),
            (name: "redirect_uri", value: progress.returnAddress),
            (name: "scope", value: TwitterTokens.scopes.joined(separator: " ")), (name: "state", value: progress.state),
            (name: "code_challenge", value: CodeChallenge.of(verifier)),
            (name: "code_challenge_method", value: "S256"),
        ])
        return TwitterBeginning(
            url: reader.app.url(.pages, "i/oauth2/authorize?") + String(decoding: query, as: UTF8.self),
            granted: [TwitterKey.codeVerifier: Secret(verifier)])
    }

    /// Bound to this session: the address has the state of it, which nobody else knows.
    func returned(_ text: String) -> TwitterReturn {
        guard let pairs = query(of: text) else {
            return .nothing("That is not an address that X sends a browser back to.")
        }
        guard let state = pairs["state"], !progress.state.isEmpty,
            constantTimeEquals(Array(state.utf8), Array(progress.state.utf8))
        else { return .stray }
        if let error = pairs["error"] {
            return error == "access_denied"
                ? .cancelled : .nothing("X did not let the app in. Are client ID, callback URL and permissions right?")
        }
        guard let code = pairs["code"], (1...500).contains(code.utf8.count) else { return .nothing("X gave no code.") }
        return .word(code)
    }

    func exchange(_ code: String, _ reader: TwitterReader) async throws(TwitterTrouble) -> TwitterGrant {
        guard let verifier = progress.app.secrets.current(TwitterKey.codeVerifier)?.reveal() else {
            throw .noAnswer("The login is not known any more.")
        }
        let tokens = try await client.tokens(
            for: [
                (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
                (name: "redirect_uri", value: progress.returnAddress), (name: "code_verifier", value: verifier),
            ], reader, at: signing.clock)
        guard tokens.refresh != nil else {
            throw .noAnswer("X gave nothing to renew the login with, which would end after two hours.")
        }
        let account = try await XAccount.verified(as: .bearer(token: tokens.token), reader)
        return TwitterGrant(
            account: account.id, screenName: String(account.screenName.prefix(50)),
            secrets: tokens.secrets(of: account.id))
    }
}
