import Foundation
public import GatewayModel

/// Finds out whether a message is a bare STOP, START or HELP, or reads as if somebody wants to opt out.
///
/// Pure. The words are those of the CTIA's and FCC's rules and the carriers' synonyms; a contact point may add words
/// and languages, and can take none away.
public struct OptOutWords: Sendable {
    private let stop: Set<String>
    private let start: Set<String>
    private let help: Set<String>

    private static let standardStop: Set<String> = [
        "STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT", "OPT-OUT",
    ]
    private static let standardStart: Set<String> = ["START", "UNSTOP"]
    private static let standardHelp: Set<String> = ["HELP", "INFO"]

    public init(_ settings: OptOutSettings) {
        stop = Self.standardStop.union(settings.stopWords.map(Self.normalized))
        start = Self.standardStart.union(settings.startWords.map(Self.normalized))
            .union(settings.yesMeansStart ? ["YES"] : [])
        help = Self.standardHelp.union(settings.helpWords.map(Self.normalized))
    }

    /// What the text means to a stop list; `nil` for ordinary words. STOP wins where a word is in several lists.
    public func meaning(of text: String?) -> Message.Mark? {
        guard let text else { return nil }
        // A bare word is short: nothing longer is worth normalising.
        if text.utf8.count <= 200 {
            let word = Self.normalized(text)
            if stop.contains(word) { return .stop }
            if start.contains(word) { return .start }
            if help.contains(word) { return .help }
        }
        return OptOutWish.isLikely(in: text) ? .possibleOptOut : nil
    }

    /// The word in its one form: compatibility characters unfolded, everything around it that is neither letter nor
    /// digit dropped (white space, punctuation, quotes, emoji), white space inside collapsed, upper case.
    static func normalized(_ text: String) -> String {
        let unfolded = text.precomposedStringWithCompatibilityMapping.unicodeScalars
        let isWord = { (scalar: Unicode.Scalar) in
            // Some emoji are letters to Unicode, and digits are emoji.
            ("0"..."9").contains(scalar)
                || !scalar.properties.isEmoji
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        }
        guard let first = unfolded.firstIndex(where: isWord), let last = unfolded.lastIndex(where: isWord) else {
            return ""
        }
        return String(unfolded[first...last]).split(whereSeparator: \.isWhitespace).joined(separator: " ").uppercased()
    }
}
