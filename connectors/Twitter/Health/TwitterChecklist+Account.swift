import ConnectorKit
import GatewayModel
import HTTPTypes

/// The account: its tokens, what they permit, and what X says of it.
extension TwitterChecklist {
    /// - Returns: its tokens, where X takes them and the account can do something.
    func addAccount(_ reader: TwitterReader, _ found: inout [String: Finding]) async -> TwitterApp.Caller? {
        let user: TwitterApp.Caller
        do throws(SendFailure) { user = try connection.app.caller(connection.address.value) } catch {
            found[Item.user] = Finding(.red, error.explanation, advice: Self.signInAgain)
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
        found[Item.access] = Self.access(account)
        found[Item.openness] = await openness(user, reader)
        return user
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
                advice: "At x.com, as this account: Settings, Privacy and safety, Direct messages, allow requests from "
                    + "everyone.")
        } catch {
            return Self.finding(error, advice: Self.signInAgain)
        }
    }
}
