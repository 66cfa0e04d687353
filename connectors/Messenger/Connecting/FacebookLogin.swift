import ConnectorKit
import GatewayModel
import Signing

/// Facebook Login: the dialog, what it sends the browser back with, and the tokens that come of it.
struct FacebookLogin {
    let progress: ConnectingProgress

    /// - Parameter asksAgain: whether to ask once more for permissions that were declined.
    func dialog(_ app: MetaApp, asksAgain: Bool) -> String {
        let settings = progress.app.settings
        let base = MetaApp.base(of: progress.app, MetaApp.Key.dialogBase, standard: MetaApp.standardDialog)
        let version = settings[MetaApp.Key.version] ?? MetaApp.standardVersion
        var query = [
            (name: "client_id", value: app.id), (name: "redirect_uri", value: progress.returnAddress),
            (name: "state", value: progress.state), (name: "response_type", value: "code"),
        ]
        if let configuration = settings[MetaApp.Key.loginConfiguration], !configuration.isEmpty {
            query.append((name: "config_id", value: configuration))
        } else {
            let scopes = MessengerFields.permissions + MessengerFields.wished
            query.append((name: "scope", value: scopes.joined(separator: ",")))
        }
        if asksAgain { query.append((name: "auth_type", value: "rerequest")) }
        return "\(base)/\(version)/dialog/oauth?" + String(decoding: FormBody.encode(query), as: UTF8.self)
    }

    /// What the browser came back with.
    enum Return: Equatable {
        case code(String)
        /// For a person.
        case nothing(String)
    }

    /// - Parameter address: where the browser arrived; Facebook appends `#_=_`.
    func returned(_ address: String) -> Return {
        let text = address.prefix { $0 != "#" }
        let query = text.firstIndex(of: "?").map { text[text.index(after: $0)...] } ?? text
        guard let pairs = FormBody.decode(Substring(String(query).trimmingWhiteSpace())) else {
            return .nothing("That is not an address that Facebook sends a browser back to.")
        }
        let value = { (name: String) in pairs.first { $0.name == name }?.value }
        guard let state = value("state"), !progress.state.isEmpty,
            constantTimeEquals(Array(state.utf8), Array(progress.state.utf8))
        else { return .nothing("That is the answer to another login. Open the page anew, and come back from there.") }
        if value("error") != nil { return .nothing("The login was broken off at Facebook, or declined.") }
        guard let code = value("code"), !code.isEmpty, code.utf8.count <= 4096 else {
            return .nothing("Facebook gave no code.")
        }
        return .code(code)
    }

    /// A code counts once. What it gives lives for an hour, so it is exchanged at once for one that lives for sixty days.
    func token(for code: String, _ reader: GraphReader) async throws(GraphTrouble) -> String {
        let short = try await Self.token(
            reader, [(name: "redirect_uri", value: progress.returnAddress), (name: "code", value: code)])
        return try await Self.token(
            reader, [(name: "grant_type", value: "fb_exchange_token"), (name: "fb_exchange_token", value: short)])
    }

    private static func token(
        _ reader: GraphReader, _ parameters: [(name: String, value: String)]
    ) async throws(GraphTrouble) -> String {
        guard let token = try await reader.answer(to: reader.app.exchange(parameters))["access_token"]?.text,
            !token.isEmpty
        else { throw .noAnswer("Meta's answer has no token.") }
        return token
    }
}
