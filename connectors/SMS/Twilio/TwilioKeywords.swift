/// Twilio: default handling of opt-out keywords. Twilio answers a message whose whole body is one of these, in any
/// case. That white space around the word does not matter is assumed.
enum TwilioKeywords {
    static func has(_ text: String?) -> Bool {
        guard let text, text.utf8.count <= 40 else { return false }
        return words.contains(text.trimmingWhiteSpace().uppercased())
    }

    private static let words: Set<String> = [
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE", "START", "YES", "UNSTOP", "HELP",
        "INFO",
    ]
}
