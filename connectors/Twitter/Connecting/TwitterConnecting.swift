import ConnectorKit
import GatewayModel

/// App credentials → the warning → signing in → whose account it is → what would be taken away from somebody else → done.
struct TwitterConnecting {
    enum Step {
        static let app = "app"
        static let warning = "warning"
        static let signIn = "sign-in"
        static let account = "account"
    }

    private let progress: ConnectingProgress
    private let signing: TwitterSigning

    init(_ progress: ConnectingProgress, _ signing: TwitterSigning) {
        self.progress = progress
        self.signing = signing
    }

    func nextStep(over transport: any HTTPTransport) async -> ConnectingStep {
        let reader: TwitterReader
        do throws(TwitterTrouble) { reader = try TwitterReader(progress.app, signing, over: transport) } catch {
            return credentials("Enter the app's API key and its secret, from X's developer portal.")
        }
        guard progress.purpose == .reconnect || progress.answers[Step.warning]?.isConfirmed == true else {
            return ConnectingStep(id: Step.warning, text: Self.warning, kind: .confirm)
        }
        let login: any TwitterLogin
        switch chosenLogin {
        case .success(let chosen): login = chosen
        case .failure(let trouble):
            return ConnectingStep(id: Step.app, text: trouble.explanation, kind: .enter(TwitterSettings.waysIn))
        }
        if let account = newAccount { return await identified(account, login, reader) }
        return await signedIn(by: login, reader)
    }

    /// What the settings have chosen; the failure says what is wrong with them.
    private var chosenLogin: Result<any TwitterLogin, TwitterTrouble> {
        guard TwitterSettings.OAuth.isSecond(progress.app) else { return .success(SignedLogin(progress: progress)) }
        // X: its subscriptions belong to a token of OAuth 1.0a.
        guard !ActivityKind(progress.app).isLegacy else {
            return .failure(
                .noAnswer(
                    "The enterprise v1.1 API takes accounts that sign in by OAuth 1.0a only: choose oauth-1, or another "
                        + "API that brings events."))
        }
        guard let client = TwitterClient(progress.app) else {
            return .failure(
                .noAnswer("Signing in by OAuth 2.0 takes the app's client ID, from X's developer portal. Enter it."))
        }
        return .success(CodeLogin(progress: progress, client: client, signing: signing))
    }

    private static let warning =
        "All direct messages of the account will go through this gateway: everything that is written to it and by it, also "
        + "in conversations that have begun, and also what is written in X's own app. Only connect an account that "
        + "belongs to the business, never somebody's own. Encrypted chats (XChat) do not come here."

    private func credentials(_ text: String) -> ConnectingStep {
        ConnectingStep(
            id: Step.app, text: text,
            kind: .enter(progress.purpose == .reconnect ? TwitterSettings.credentials : TwitterSettings.fields))
    }

    /// Who signed in during this session.
    private var newAccount: String? {
        guard progress.granted.contains(TwitterKey.newAccount) else { return nil }
        return progress.app.secrets.current(TwitterKey.newAccount)?.reveal()
    }

    private func signedIn(by login: any TwitterLogin, _ reader: TwitterReader) async -> ConnectingStep {
        guard let text = progress.answers[Step.signIn]?.text, login.hasBegun else { return await open(login, reader) }
        switch login.returned(text) {
        case .nothing(let trouble): return await open(login, reader, trouble)
        case .word(let word):
            do throws(TwitterTrouble) {
                let grant = try await login.exchange(word, reader)
                return await identified(grant.account, login, reader, grant)
            } catch {
                if case .noGrant(let refusal) = error, !refusal.isOfTheGrant {
                    return ConnectingStep(
                        id: Step.app, text: refusal.explanation, kind: .enter(TwitterSettings.waysIn))
                }
                return await open(login, reader, "The login did not hold: \(error.explanation)")
            }
        }
    }

    private func open(
        _ login: any TwitterLogin, _ reader: TwitterReader, _ trouble: String? = nil
    ) async -> ConnectingStep {
        do throws(TwitterTrouble) {
            let beginning = try await login.begin(reader)
            let text =
                login.endsWithPIN
                ? "Open \(beginning.url) and sign in to X with the account that customers write to. Authorize the app: "
                    + "X then shows a PIN."
                : "Sign in to X with the account that customers write to, and authorize the app."
            return ConnectingStep(
                id: Step.signIn, text: [trouble, text].compactMap(\.self).joined(separator: " "),
                kind: login.endsWithPIN ? .ask(label: "The PIN") : .open(url: beginning.url, returns: true),
                granted: beginning.granted)
        } catch {
            // X: 32 a wrong key or secret, 415 an address that the app may not send anybody to.
            if error.refuses(with: [32, 99, 215]) {
                return credentials("X refuses the API key and its secret. Enter them once more.")
            }
            let advice =
                error.refuses(with: [415])
                ? " Add \(progress.returnAddress) to the app's callback URLs in X's developer portal." : ""
            return ConnectingStep(id: Step.signIn, text: error.explanation + advice, kind: .failed)
        }
    }

    /// - Parameter grant: what X has just given; `nil` where it was given before the question that is answered now.
    private func identified(
        _ account: String, _ login: any TwitterLogin, _ reader: TwitterReader, _ grant: TwitterGrant? = nil
    ) async -> ConnectingStep {
        var granted: [String: Secret] = [:]
        if let grant {
            granted = grant.secrets
            granted[TwitterKey.newAccount] = Secret(account)
            for key in login.passing { granted[key] = Secret("") }
        }
        let address = TwitterAddress.carried(account)
        let name = grant.map { "@\($0.screenName)" } ?? "the account"
        if let wanted = progress.reconnected, wanted != address {
            return await wrong(
                "You signed in as \(name), and this connection is another account's (number \(wanted.value)).", account,
                login, reader)
        }
        if progress.purpose == .connect, progress.taken.contains(address) {
            return await wrong("The account \(name) is connected already.", account, login, reader)
        }
        guard progress.purpose == .reconnect || progress.answers[Step.account]?.isConfirmed == true else {
            return ConnectingStep(
                id: Step.account, text: "Is \(name) (number \(account)) the account that customers write to?",
                kind: .confirm, granted: granted)
        }
        granted[TwitterKey.newAccount] = Secret("")
        return ConnectingStep(
            id: "done", text: "The account is connected.",
            kind: .connect(
                ConnectingPlan(
                    appLabel: "X app", addresses: progress.purpose == .connect ? [address] : [],
                    labels: grant.map { [address: "@\($0.screenName)"] } ?? [:],
                    fixes: [
                        TwitterChecklist.Item.webhook, TwitterChecklist.Item.validity,
                        TwitterChecklist.Item.subscription,
                    ])),
            granted: granted)
    }

    /// The tokens of an account that was not meant are not kept.
    private func wrong(
        _ trouble: String, _ account: String, _ login: any TwitterLogin, _ reader: TwitterReader
    ) async -> ConnectingStep {
        let next = await open(login, reader, trouble)
        let taken = [TwitterKey.newAccount] + TwitterKey.grants(of: account)
        return ConnectingStep(
            id: next.id, text: next.text, kind: next.kind,
            granted: next.granted.merging(taken.map { ($0, Secret("")) }) { new, _ in new })
    }
}
