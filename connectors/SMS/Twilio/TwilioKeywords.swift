import ConnectorKit
import GatewayModel

/// Which texts Twilio and the networks behind it answer by themselves.
///
/// Twilio, default handling of opt-out keywords: it answers a message whose whole body is one of these, in any case.
/// That white space around the word does not matter is assumed.
enum TwilioKeywords {
    static func answer(to text: String?, at number: Address) -> CarrierAnswer {
        guard let text, text.utf8.count <= 40 else { return .never }
        let word = text.trimmingWhiteSpace().uppercased()
        // Twilio, opt-out on toll-free numbers: the network has its own handling, which nobody can switch off, and
        // which knows no other words.
        if isTollFree(number) {
            if networkWords.contains(word) { return .always }
            return helpWords.contains(word) ? .whereChosen : .never
        }
        return words.contains(word) || helpWords.contains(word) ? .whereChosen : .never
    }

    /// In the North American plan, which is the only one whose toll-free numbers take texts.
    static func isTollFree(_ number: Address) -> Bool {
        number.value.utf8.count == 12 && tollFreePrefixes.contains(String(number.value.prefix(5)))
    }

    private static let tollFreePrefixes: Set = ["+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"]

    private static let networkWords: Set = ["STOP", "START", "UNSTOP"]

    private static let words: Set = [
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE", "START", "YES", "UNSTOP",
    ]

    private static let helpWords: Set = ["HELP", "INFO"]
}
