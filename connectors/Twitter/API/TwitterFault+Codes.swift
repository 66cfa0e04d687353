import ConnectorKit

/// X: Response codes and errors of v1.1.
extension TwitterFault {
    static func meaning(ofCode error: TwitterError) -> Meaning? {
        guard let code = error.code else { return nil }
        return credentials(code) ?? recipient(code) ?? limits(code) ?? content(code) ?? setUp(error, code)
    }

    /// The fault lies with the account or its token, or with what was granted to it.
    private static func credentials(_ code: Int) -> Meaning? {
        switch code {
        case 32:
            Meaning(
                "credentialsRefused", .reconnect,
                "X could not authenticate the call. Are the consumer key and secret those of the app? If so, connect "
                    + "the account again.")
        case 89: .refusedCredentials
        case 99:
            Meaning(
                "credentialsRefused", .reconnect,
                "X refuses the consumer key and secret. Enter them anew from X's developer console.")
        case 215:
            Meaning("credentialsRefused", .reconnect, "X found no credentials in the call. Connect the account again.")
        case 220:
            Meaning(
                "permissionMissing", .reconnect, "X wants the account's own token for this. Connect the account again.")
        case 93, 261: .missingPermission
        case 348:
            Meaning(
                "permissionMissing", .reconnect,
                "The app may not receive what happens on this account. Connect the account again.")
        case 64:
            Meaning(
                "accountSuspended", .reconnect,
                "X has suspended this account. Log in at x.com, appeal there, and connect it again when it is open.")
        case 326:
            Meaning(
                "accountSuspended", .reconnect,
                "X has locked this account for a while. Log in at x.com, do what it asks, and connect it again.")
        case 231:
            Meaning(
                "credentialsRefused", .reconnect,
                "X wants the account's owner to confirm a log-in. Log in at x.com, and connect the account again.")
        case 416:
            Meaning(
                "accountSuspended", .reconnect,
                "X has suspended the app, or does not know it. Look at it in X's developer console.")
        default: nil
        }
    }

    private static func recipient(_ code: Int) -> Meaning? {
        switch code {
        case 50: Meaning("invalidRecipient", .giveUp, "X knows no such user.")
        case 63: Meaning("recipientUnreachable", .giveUp, "X has suspended the customer's account.")
        case 150:
            Meaning(
                "recipientUnreachable", .giveUp,
                "The customer takes messages only of those they follow, and does not follow this account.")
        case 349: .closedRecipient
        default: nil
        }
    }

    private static func limits(_ code: Int) -> Meaning? {
        switch code {
        case 88: .usedUpLimit
        case 185:
            Meaning(
                "rateLimited", .retry(after: .seconds(3600)),
                "The account has sent as many messages as X lets it in a day; it goes on as soon as X lets it.")
        case 226:
            Meaning(
                "restricted", .retry(after: .seconds(3600)),
                "X takes the account for a machine that spams. Nothing leaves for an hour; see who sends what, and "
                    + "whether x.com asks the account for something.")
        case 130, 131: .unavailable
        // The message is not to blame, and it goes once somebody has set the clock.
        case 135:
            Meaning(
                "clockWrong", .retry(after: .seconds(300)),
                "X refuses the time of the call: this machine's clock is wrong. Set it.")
        default: nil
        }
    }

    private static func content(_ code: Int) -> Meaning? {
        switch code {
        case 151: Meaning("refused", .giveUp, "X could not send this message, and says that it was not sent.")
        case 186, 354: Meaning("textTooLong", .giveUp, "The text is longer than X takes.")
        case 187:
            Meaning(
                "duplicateText", .giveUp,
                "The same text went to this customer a moment ago. X takes it again only if it is worded differently.")
        case 323: Meaning("mediaRefused", .giveUp, "X takes one moving picture, and nothing beside it.")
        case 324: Meaning("mediaRefused", .giveUp, "X calls the file unusable: of another type, or too large?")
        case 325: Meaning("mediaRefused", .giveUp, "X does not have the file any more. Send it anew.")
        default: nil
        }
    }

    /// The app is set up in another way than it must be.
    private static func setUp(_ error: TwitterError, _ code: Int) -> Meaning? {
        switch code {
        case 34: Meaning("notConfigured", .giveUp, "X knows nothing there: the app's access may not include it.")
        case 92: Meaning("notConfigured", .giveUp, "X is called without TLS. Look at the API address of the app.")
        case 200:
            Meaning(
                "permissionMissing", .giveUp,
                "The app has no access to this at X. Does its access level include Account Activity?")
        case 214: webhook(error)
        case 355: Meaning("refused", .giveUp, "X has this subscription already, or does so at present.")
        case 415:
            Meaning(
                "notConfigured", .giveUp,
                "X does not know the gateway's call-back address. Enter it in the app's settings at X.")
        case 417:
            Meaning(
                "notConfigured", .giveUp, "The app lets accounts in by a PIN only. Choose that when you connect.")
        case 453:
            Meaning(
                "permissionMissing", .reconnect,
                "The app's access level at X does not include this. Raise it in X's developer console.")
        default: nil
        }
    }

    /// One number for all that can be wrong with a webhook's address; only the words tell what it is.
    private static func webhook(_ error: TwitterError) -> Meaning {
        let explanation =
            if error.says("High latency") {
                "The gateway took longer than three seconds to answer X's challenge. Is what stands before it slow?"
            } else if error.says("Non-200") {
                "X called the gateway's address and was not answered well. Does all of it get through to the gateway?"
            } else if error.says("Invalid CRC token") {
                "X takes the gateway's answer for wrong. Is the consumer secret that of the app?"
            } else if error.says("Too many resources") {
                "The app has as many webhooks at X as it may have. Remove one that is not used."
            } else if error.says("allow dms from anyone") {
                "The account must take messages of everybody. Switch that on in its settings at x.com."
            } else {
                "X does not take the gateway's address: it must be https, public, and without a port."
            }
        return Meaning("notConfigured", .giveUp, explanation)
    }
}
