import ConnectorKit
import GatewayModel
import HTTPTypes

/// The account: its tokens, what they permit, and what X says of it.
extension TwitterChecklist {
    /// - Returns: its tokens, where X takes them and the account can do something.
    func addAccount(_ reader: TwitterReader, _ found: inout [String: Finding]) async -> TwitterApp.Caller? {
        let user: TwitterApp.Caller
        do throws(SendFailure) { user = try connection.app.caller(connection.address.value, at: facts.now) } catch {
            found[Item.user] = ended(error)
            return nil
        }
        let account: XAccount
        do throws(TwitterTrouble) { account = try await XAccount.verified(as: user, reader) } catch {
            // X: 63 and 64 suspended, 326 locked. It looks at the tokens first.
            guard error.refuses(with: [63, 64, 326]) else {
                found[Item.user] = Self.finding(
                    error, red: "X does not take the account's tokens any more.", advice: Self.signInAgain)
                return nil
            }
            found[Item.user] = Finding(.green, "X takes the account's tokens.")
            found[Item.restriction] = Self.finding(
                error, advice: "Sign in at x.com as this account, and do what X asks for there.")
            return nil
        }
        guard account.id == connection.address.value else {
            found[Item.user] = Finding(
                .red, "The tokens are those of another account, @\(account.screenName).", advice: Self.signInAgain)
            return nil
        }
        found[Item.user] = Finding(.green, "X takes the tokens of @\(account.screenName).")
        found[Item.restriction] = Self.restriction(account)
        guard found[Item.restriction]?.verdict == .green else { return nil }
        found[Item.access] = user.isBearer ? scopes : Self.access(account)
        found[Item.openness] = user.isBearer ? opennessByMessages : await openness(user, reader)
        return user
    }

    /// There is nothing to call with. While X may only be down for a moment, nobody needs to do anything.
    private func ended(_ failure: SendFailure) -> Finding {
        guard let tokens = TwitterTokens(of: connection.address.value, in: connection.app.secrets),
            tokens.refresh != nil
        else { return Finding(.red, failure.explanation, advice: Self.signInAgain) }
        if facts.now - tokens.end < Self.patience {
            return Finding(.unknown, failure.explanation, advice: "It is tried again by itself.")
        }
        return Finding(
            .red, failure.explanation,
            advice:
                "Are the client ID and its secret those of X's developer portal? If so, connect again: sign in to X "
                + "as this account, and authorize the app.")
    }

    private static let patience = Duration.seconds(3600)

    /// X tells what a token of OAuth 2.0 permits when it is granted.
    private var scopes: Finding {
        let tokens = TwitterTokens(of: connection.address.value, in: connection.app.secrets)
        guard let missing = tokens?.missingScopes, missing.isEmpty else {
            return Finding(
                .red, "The tokens do not permit to read and write direct messages.",
                advice: "In X's developer portal set the app's permissions to “Read and write and Direct message”, and "
                    + "connect again.")
        }
        return Finding(.green, "The tokens permit to read and write direct messages.")
    }

    /// X tells a login by OAuth 2.0 nothing of it. That somebody has written is what can be seen; until then it is worth
    /// a look at X, and nobody is to be alarmed for ever by what nobody can tell.
    private var opennessByMessages: Finding {
        guard facts.lastInbound == nil else {
            return Finding(.green, "Customers write to the account. X does not tell this sort of login who else may.")
        }
        return Finding(
            .yellow, "X does not tell this sort of login who may write to the account, and nobody has written yet.",
            advice: Self.openAdvice)
    }

    private static func restriction(_ account: XAccount) -> Finding {
        let advice = "Sign in at x.com as this account, and do what X asks for there."
        if account.isSuspended { return Finding(.red, "X has suspended the account.", advice: advice) }
        if account.needsPhoneVerification {
            return Finding(.red, "X wants the account's phone number to be verified.", advice: advice)
        }
        return Finding(.green, "X does not restrict the account.")
    }

    private static func access(_ account: XAccount) -> Finding {
        switch account.accessLevel {
        case XAccount.neededLevel: Finding(.green, "The tokens permit to read and write direct messages.")
        case let level?:
            Finding(
                .red, "The tokens permit no more than \(level.prefix(64)).",
                advice: "In X's developer portal set the app's permissions to “Read and write and Direct message”. "
                    + "Tokens keep what they had: connect again afterwards.")
        case nil: Finding(.unknown, "X did not say what the tokens permit.")
        }
    }

    private static let openAdvice =
        "At x.com, as this account: Settings, Privacy and safety, Direct messages, allow requests from everyone."

    /// X: `all` is open to everybody. Whatever else it says, fewer can write.
    private func openness(_ user: TwitterApp.Caller, _ reader: TwitterReader) async -> Finding {
        do throws(TwitterTrouble) {
            let answer = try await reader.answer(to: reader.app.call(.get, "1.1/account/settings.json", as: user))
            guard let who = answer["allow_dms_from"]?.text else {
                return Finding(.unknown, "X did not say who may write to the account.")
            }
            if who == "all" { return Finding(.green, "Everybody may write to the account.") }
            return Finding(
                .yellow, "Not everybody may write to the account: \(who.prefix(64)) only.",
                advice: Self.openAdvice)
        } catch {
            return Self.finding(error, advice: Self.signInAgain)
        }
    }
}
