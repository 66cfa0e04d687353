import ConnectorKit
import GatewayModel

/// What one of the Graph API's errors means for a message.
///
/// Classified by code and subcode: the HTTP status says little, and the words change.
struct GraphFault {
    /// See ``StatusReason/code``.
    let word: String
    let disposition: SendFailure.Disposition
    let certainty: SendFailure.Certainty
    /// What is wrong and what to do.
    let explanation: String

    init(_ error: GraphError) {
        self =
            Self.credentials(error) ?? Self.window(error) ?? Self.recipient(error) ?? Self.limits(error)
            ?? Self.content(error)
            ?? GraphFault(
                "refused", .giveUp,
                "Meta refused the message with error \(error.text); its error reference explains it.")
    }

    private init(
        _ word: String, _ disposition: SendFailure.Disposition, _ explanation: String,
        certainty: SendFailure.Certainty = .notSent
    ) {
        self.word = word
        self.disposition = disposition
        self.certainty = certainty
        self.explanation = explanation
    }
}

extension GraphFault {
    /// The fault lies with our tokens, or with what was granted to them.
    private static func credentials(_ error: GraphError) -> GraphFault? {
        switch (error.code, error.subcode) {
        case (102, _), (190, _):
            .init("credentialsRefused", .reconnect, why(tokenIsInvalid: error.subcode) + " Associate the user again.")
        case (10, nil):
            .init(
                "permissionMissing", .reconnect,
                "Meta says that the app or the user lacks a permission for this page. Look at the checklist.")
        case (200, 2_018_028):
            .init(
                "recipientNotPermitted", .giveUp,
                "The app has no approved pages_messaging permission, so it writes to its testers only.")
        case (200, 2_534_041):
            .init("notConfigured", .giveUp, "Access to messages is switched off for this account at Meta.")
        case (200, nil):
            .init(
                "permissionMissing", .giveUp,
                "Meta says that this is not permitted. Is the app live, and has it the permission pages_messaging?")
        case (100, 33):
            .init(
                "notConfigured", .giveUp,
                "Meta does not know the page or the recipient, or the permission for it is missing.")
        default: nil
        }
    }

    /// Meta, handling invalidated and expired access tokens: why a token counts no more.
    static func why(tokenIsInvalid subcode: Int?) -> String {
        switch subcode {
        case 458: "The Facebook user has removed the app."
        case 459: "Facebook wants the user to log in there and confirm something first."
        case 460: "The Facebook user changed the password, or Facebook ended the session for security."
        case 463: "The access token has expired."
        case 464: "The Facebook user's account is not confirmed."
        case 467: "The access token is invalid."
        case 492: "The session is invalid, or the Facebook user lost the role on the page."
        default: "Meta refuses the access token."
        }
    }

    /// We may not write now, or not in this conversation.
    private static func window(_ error: GraphError) -> GraphFault? {
        switch (error.code, error.subcode) {
        case (10, 2_018_278), (10, 2_018_065), (10, 2_534_022):
            .init("outsideWindow", .giveUp, "Too long after the customer's last word: Meta lets nothing out any more.")
        case (10, 2_018_300), (100, 2_534_037):
            .init(
                "threadTaken", .retry(after: nil),
                "Another application answers this conversation now; it is tried again until the window closes.")
        case (2_018_321, _), (_, 2_018_321):
            .init(
                "threadTaken", .retry(after: nil), "An automated flow of the page answers now; it is tried again.")
        case (10, 2_018_336):
            .init("privacyRefused", .giveUp, "Privacy rules of the customer's country forbid this.")
        default: nil
        }
    }

    private static func recipient(_ error: GraphError) -> GraphFault? {
        switch (error.code, error.subcode) {
        case (551, _), (200, 1_545_041):
            .init("recipientUnreachable", .giveUp, "The customer is not available, or blocks the page.")
        case (10, 2_018_108):
            .init("recipientUnreachable", .giveUp, "The customer cannot receive messages.")
        case (100, 2_018_001):
            .init("invalidRecipient", .giveUp, "Meta knows no such customer of this page.")
        default: nil
        }
    }

    private static func limits(_ error: GraphError) -> GraphFault? {
        switch (error.code, error.subcode) {
        case (613, 2_018_338):
            .init(
                "rateLimited", .retry(after: .seconds(3600)),
                "Meta warns of the way message tags are used. Nothing leaves for an hour; see who sends what.")
        case (4, _), (17, _), (32, _), (613, _), (80_001, _), (80_002, _), (80_006, _):
            .init(
                "rateLimited", .retry(after: .seconds(300)),
                "A limit of Meta's is used up. To go on calling would lengthen the block, so all waits.")
        case (341, _), (368, _), (10, 1_893_063):
            .init(
                "restricted", .retry(after: .seconds(3600)),
                "Meta restricts the page or the app for a policy. Somebody must look at the page's support inbox.")
        case (1, 1_357_046):
            .init(
                "platformUnavailable", .retry(after: nil),
                "Meta failed in the middle; the message may have been sent or not.", certainty: .unknown)
        case (1, _), (2, _), (1200, _):
            .init("platformUnavailable", .retry(after: nil), "Meta could not do it for the moment; it is tried again.")
        default: nil
        }
    }

    private static func content(_ error: GraphError) -> GraphFault? {
        switch (error.code, error.subcode) {
        case (100, 2_018_008): .init("mediaRefused", .giveUp, "Meta could not fetch the file from the gateway.")
        case (100, 2_018_047): .init("mediaRefused", .giveUp, "The file is not of the type that it was sent as.")
        case (100, 2_018_109): .init("mediaRefused", .giveUp, "The file is larger than Meta takes.")
        case (100, 2_018_294): .init("mediaRefused", .giveUp, "Meta took too long to fetch the video from the gateway.")
        case (100, _):
            .init(
                "refused", .giveUp,
                "Meta calls something in the message invalid (error \(error.text)): a text too long?")
        default: nil
        }
    }

    /// Whether a server's error with this code leaves open what became of the call.
    var isAmbiguousFromServer: Bool { word == "platformUnavailable" }
}
