import ConnectorKit
import HTTPTypes

/// The account whose token we have, as X shows it to that token.
struct XAccount {
    let id: String
    let name: String
    let screenName: String
    /// What the token permits, by the header `x-access-level`; `nil` where X did not say.
    let accessLevel: String?
    let isSuspended: Bool
    let needsPhoneVerification: Bool

    static let neededLevel = "read-write-directmessages"

    /// X: `account/verify_credentials`, and for OAuth 2.0 `2/users/me`, which says less: that the account is restricted only
    /// by refusing to answer, and nothing of what the token permits.
    static func verified(as user: TwitterApp.Caller, _ reader: TwitterReader) async throws(TwitterTrouble) -> XAccount {
        if user.isBearer { return try await shown(to: user, reader) }
        let answer = try await reader.answer(
            to: reader.app.call(
                .get, "1.1/account/verify_credentials.json",
                [(name: "include_entities", value: "false"), (name: "skip_status", value: "true")], as: user))
        guard let id = answer["id_str"]?.id, TwitterAddress.isID(id) else {
            throw .noAnswer("X's answer about the account cannot be read.")
        }
        return XAccount(
            id: id, name: answer["name"]?.text ?? "", screenName: answer["screen_name"]?.text ?? id,
            accessLevel: answer.headers[Self.level]?.lowercased(),
            isSuspended: answer["suspended"]?.isTrue == true,
            needsPhoneVerification: answer["needs_phone_verification"]?.isTrue == true)
    }

    private static func shown(
        to user: TwitterApp.Caller, _ reader: TwitterReader
    ) async throws(TwitterTrouble) -> XAccount {
        let answer = try await reader.answer(
            to: reader.app.call(.get, "2/users/me", [(name: "user.fields", value: "name,username")], as: user))
        guard let data = answer["data"], let id = data["id"]?.id, TwitterAddress.isID(id) else {
            throw .noAnswer("X's answer about the account cannot be read.")
        }
        return XAccount(
            id: id, name: data["name"]?.text ?? "", screenName: data["username"]?.text ?? id, accessLevel: nil,
            isSuspended: false, needsPhoneVerification: false)
    }

    private static let level = HTTPField.Name("x-access-level")!
}
