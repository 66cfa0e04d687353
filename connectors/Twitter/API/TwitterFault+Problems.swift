import ConnectorKit

/// X: Response codes and errors of v2.
extension TwitterFault {
    static func meaning(ofProblem error: TwitterError) -> Meaning? {
        switch error.problem {
        case "invalid-request" where error.parameter == "participant_id":
            Meaning("invalidRecipient", .giveUp, "X knows no such user.")
        case "invalid-request":
            Meaning("refused", .giveUp, "X calls something in the message invalid: a text too long, a file too old?")
        case "resource-not-found":
            Meaning("invalidRecipient", .giveUp, "X knows no such user, or nothing of what the message refers to.")
        case "resource-unavailable":
            Meaning("recipientUnreachable", .giveUp, "The customer's account is suspended or closed.")
        case "not-authorized-for-resource": .closedRecipient
        case "not-authorized-for-field", "disallowed-resource":
            Meaning("permissionMissing", .giveUp, "X does not let the app have this.")
        case "client-forbidden":
            Meaning(
                "permissionMissing", .reconnect,
                "The app's access level at X does not include this. Is the app in a project, in X's developer console?")
        case "unsupported-authentication":
            Meaning(
                "permissionMissing", .reconnect, "X wants the account's own token for this. Connect the account again.")
        case "usage-capped":
            Meaning(
                "rateLimited", .retry(after: .seconds(3600)),
                "The app's quota at X is used up. Raise it in X's developer console, or wait until it begins anew.")
        case "rate-limit-exceeded": .usedUpLimit
        case "internal-error": .unavailable
        default: plain(error)
        }
    }

    /// Of the type `about:blank`: status and words are all there is.
    private static func plain(_ error: TwitterError) -> Meaning? {
        if error.says("CreditsDepleted") { return .usedUpCredit }
        guard error.status == 403, error.code == nil else { return nil }
        if error.says("permission to DM") { return .closedRecipient }
        // Anything else may be about this message only: no reason to hold all others.
        return error.saysOnly("Forbidden") ? .missingPermission : nil
    }
}
