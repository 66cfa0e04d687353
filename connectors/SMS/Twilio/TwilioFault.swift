import ConnectorKit
import GatewayModel

/// What one of Twilio's error codes means for a message.
///
/// Twilio: Error and warning dictionary. The same numbers come as the answer to a call and in status callbacks.
struct TwilioFault {
    /// See ``StatusReason/code``.
    let word: String
    let disposition: SendFailure.Disposition
    /// What is wrong and what to do.
    let explanation: String

    /// Twilio: 21610, attempt to send to unsubscribed recipient.
    static let recipientHasOptedOut = 21610

    init?(code: Int) {
        guard let fault = Self.recipient(code) ?? Self.carrier(code) ?? Self.ours(code) else { return nil }
        self = fault
    }

    /// Why a message that Twilio had accepted was not delivered.
    static func reason(code: Int?) -> StatusReason {
        let explanation =
            if let code {
                "Twilio reports error \(code); its error dictionary explains it."
            } else {
                "Twilio could not deliver the message and does not say why."
            }
        let fault = code.flatMap(TwilioFault.init(code:))
        return StatusReason(
            code: fault?.word ?? "deliveryFailed", platformCode: code.map(String.init),
            explanation: fault?.explanation ?? explanation)
    }

    private init(_ word: String, _ disposition: SendFailure.Disposition, _ explanation: String) {
        self.word = word
        self.disposition = disposition
        self.explanation = explanation
    }
}

extension TwilioFault {
    /// The fault lies with the one we write to.
    private static func recipient(_ code: Int) -> TwilioFault? {
        switch code {
        case recipientHasOptedOut:
            .init("optedOut", .stopContact, "The recipient has opted out with the carrier; only a START ends that.")
        case 21211:
            .init("invalidRecipient", .giveUp, "The recipient's number is not a valid phone number.")
        case 21612:
            .init("invalidRecipient", .giveUp, "The recipient cannot be reached by SMS from this number.")
        case 21614, 21635, 30006:
            .init("invalidRecipient", .giveUp, "The recipient's number is a landline or cannot receive SMS.")
        case 30003:
            .init("recipientUnreachable", .giveUp, "The recipient's phone is off or out of reach. Try again later.")
        case 30004:
            .init("blocked", .giveUp, "The recipient or the carrier blocks messages from this number.")
        case 30005:
            .init("recipientUnreachable", .giveUp, "The carrier does not know the recipient's number.")
        default: nil
        }
    }

    /// The fault lies with the content, or with the carrier's limits.
    private static func carrier(_ code: Int) -> TwilioFault? {
        switch code {
        case 21602:
            .init("emptyMessage", .giveUp, "The message has neither text nor media.")
        case 21617:
            .init("textTooLong", .giveUp, "The text is longer than Twilio takes in one message.")
        case 21620, 21623:
            .init("mediaRefused", .giveUp, "Twilio cannot take the message's files: wrong addresses or too many.")
        case 21621:
            .init("mediaRefused", .giveUp, "This number cannot send media. Send text, or use one that can send MMS.")
        case 30019:
            .init("mediaRefused", .giveUp, "A file is too large for the recipient's carrier.")
        case 30007:
            .init("carrierFiltered", .giveUp, "The carrier or Twilio filtered the message out for its content.")
        case 20429:
            .init("rateLimited", .retry(after: nil), "Too many calls to Twilio at once; they are made again later.")
        case 21611, 30001:
            .init("rateLimited", .retry(after: nil), "This number's queue at Twilio is full. Send more slowly.")
        case 30017:
            .init("rateLimited", .retry(after: nil), "The carrier's network is congested. Try again later.")
        case 30022, 30023, 30027:
            .init("rateLimited", .retry(after: nil), "The carrier's limit for your registration is used up at present.")
        case 14107:
            .init("rateLimited", .retry(after: .seconds(30)), "Twilio's loop protection stopped a fast exchange.")
        case 30008:
            .init("deliveryFailed", .giveUp, "The carrier failed to deliver the message and does not say why.")
        default: nil
        }
    }

    /// The fault lies with our account, our number or how they are set up.
    private static func ours(_ code: Int) -> TwilioFault? {
        switch code {
        case 20003:
            .init("credentialsRefused", .reconnect, "Twilio refuses the account's credentials. Enter them anew.")
        case 20005, 30002:
            .init("accountSuspended", .reconnect, "The Twilio account is not active. Settle that in its console.")
        case 20404:
            .init("notConfigured", .reconnect, "Twilio knows no account with this SID. Check the account SID.")
        case 21212, 21603, 21606:
            .init("senderNotUsable", .giveUp, "This number cannot send to there. Is it in the account, can it text?")
        case 21408:
            .init("regionNotPermitted", .giveUp, "The recipient's country is off in the account's geo permissions.")
        case 21608:
            .init(
                "recipientNotVerified", .giveUp,
                "A trial account writes to verified numbers only. Verify the recipient's number or upgrade.")
        case 21701...21705:
            .init("notConfigured", .giveUp, "The Twilio messaging service is missing or has no number.")
        case 30032:
            .init("notRegistered", .giveUp, "The toll-free number is not verified. Have it verified at Twilio.")
        case 30034:
            .init("notRegistered", .giveUp, "The number is not registered to a US A2P 10DLC campaign. Register it.")
        default: nil
        }
    }
}
