import ConnectorKit
import GatewayModel
import HTTPTypes

/// What an answer of X's that accepts nothing means for a message.
///
/// Classified by number and kind of problem; by the words only where v2 has nothing else.
struct TwitterFault {
    /// See ``StatusReason/code``.
    let word: String
    let disposition: SendFailure.Disposition
    let certainty: SendFailure.Certainty
    let platformCode: String?
    /// What is wrong and what to do.
    let explanation: String

    /// - Parameter now: limits are waited for from here on.
    init(_ reply: HTTPReply, at now: Timestamp) {
        let limits = TwitterLimits(reply.headers)
        let error = TwitterError(reply)
        let meaning = error.map(Self.meaning(of:)) ?? Self.meaning(ofWordless: reply)
        word = meaning.word
        certainty = meaning.certainty
        explanation = meaning.explanation
        platformCode = error?.text
        disposition =
            if meaning.word == "rateLimited", let pause = limits.pause(at: now) {
                .retry(after: pause)
            } else {
                meaning.disposition
            }
    }

    var failure: SendFailure {
        SendFailure(
            code: word, disposition: disposition, certainty: certainty, platformCode: platformCode,
            explanation: explanation)
    }

    /// One row of the table.
    struct Meaning {
        let word: String
        let disposition: SendFailure.Disposition
        let explanation: String
        var certainty = SendFailure.Certainty.notSent

        init(
            _ word: String, _ disposition: SendFailure.Disposition, _ explanation: String,
            certainty: SendFailure.Certainty = .notSent
        ) {
            self.word = word
            self.disposition = disposition
            self.explanation = explanation
            self.certainty = certainty
        }
    }

    /// A refusal by its own word is one, whatever the status. After a server's error without such a word nobody knows.
    static func meaning(of error: TwitterError) -> Meaning {
        if let known = meaning(ofCode: error) ?? meaning(ofProblem: error) { return known }
        switch error.status {
        case 401: return .refusedCredentials
        case 402: return .usedUpCredit
        case 408, 500...: return .unavailable
        case 429: return .usedUpLimit
        case 200..<300:
            return Meaning(
                "unexpectedReply", .retry(after: nil), "X answers with an error and as if all were well.",
                certainty: .unknown)
        default:
            return Meaning(
                "refused", .giveUp, "X refused it with error \(error.text); its documentation explains it.")
        }
    }

    /// Something in between answers, or X does without a word.
    private static func meaning(ofWordless reply: HTTPReply) -> Meaning {
        switch reply.status {
        case 429: .usedUpLimit
        case 408, 500...: .unavailable
        case 200..<300:
            Meaning(
                "unexpectedReply", .retry(after: nil),
                "X seems to have accepted the message, but its answer cannot be read.", certainty: .unknown)
        default:
            Meaning(
                "unexpectedReply", .retry(after: nil),
                "Status \(reply.status) came back, and no word of X's about the message.")
        }
    }
}

extension TwitterFault.Meaning {
    static let refusedCredentials = Self(
        "credentialsRefused", .reconnect, "X refuses the account's access token. Connect the account again.")

    static let missingPermission = Self(
        "permissionMissing", .reconnect,
        "The app may not use direct messages. Set its permissions at X to read, write and direct messages, and connect "
            + "the account again: X changes no token that is there already.")

    /// Where X does not tell until when, its shortest window has passed by then.
    static let usedUpLimit = Self(
        "rateLimited", .retry(after: .seconds(15 * 60)), "A limit of X's is used up; it goes on when X resets it.")

    static let unavailable = Self(
        "platformUnavailable", .retry(after: nil), "X failed; the message may have been sent or not.",
        certainty: .unknown)

    static let usedUpCredit = Self(
        "creditUsedUp", .retry(after: .seconds(3600)),
        "The app's credit at X is used up. Buy more in X's developer console; it is tried again every hour.")

    static let closedRecipient = Self(
        "recipientUnreachable", .giveUp,
        "The customer takes no messages of this account: it is blocked, or only those they follow may write.")
}
