public import GatewayModel

/// Finds out whether a message is a bare STOP, START or HELP, or reads as if somebody wants to opt out.
///
/// Pure. The words are those of the CTIA's and FCC's rules and the carriers' synonyms; a contact point may add words
/// and languages, and can take none away.
public struct OptOutWords: Sendable {
    private let settings: OptOutSettings

    static let stop: Set<String> = [
        "STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT", "OPT-OUT",
    ]
    private static let start: Set<String> = ["START", "UNSTOP"]
    private static let help: Set<String> = ["HELP", "INFO"]

    public init(_ settings: OptOutSettings) {
        self.settings = settings
    }

    /// What the text means to a stop list; `nil` for ordinary words. The standard words come first, then STOP: it wins where a
    /// word is in several lists.
    public func meaning(of text: String?) -> Message.Mark? {
        meaning(of: OptOutReading(text))
    }

    func meaning(of reading: OptOutReading) -> Message.Mark? {
        let word = reading.word
        if let standard = Self.standardMeaning(of: word) { return standard }
        if has(word, in: settings.stopWords) { return .stop }
        if has(word, in: settings.startWords) || settings.yesMeansStart && word == "YES" { return .start }
        if has(word, in: settings.helpWords) { return .help }
        return reading.soundsLikeWish ? .possibleOptOut : nil
    }

    /// What a word means everywhere; nothing else can be made of it.
    static func standardMeaning(of word: String) -> Message.Mark? {
        if stop.contains(word) { return .stop }
        if start.contains(word) { return .start }
        return help.contains(word) ? .help : nil
    }

    private func has(_ word: String, in words: [String]) -> Bool {
        !word.isEmpty && words.contains { OptOutReading.normalized($0) == word }
    }
}
