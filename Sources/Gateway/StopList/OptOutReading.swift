import Foundation

/// A text, read once for what it may mean to a stop list, whatever words a contact point has added.
///
/// Made before the transaction that needs it: everybody waits for that one.
struct OptOutReading: Sendable {
    /// The whole text in the form that words are compared in; empty where it is no bare word.
    let word: String
    let soundsLikeWish: Bool

    init(_ text: String?) {
        // A bare word is short: nothing longer is worth normalising.
        word = text.map { $0.utf8.count <= 200 ? Self.normalized($0) : "" } ?? ""
        soundsLikeWish = text.map(OptOutWish.isLikely) ?? false
    }

    /// The word in its one form: upper case, compatibility characters unfolded, everything around it that is neither
    /// letter nor digit dropped (white space, punctuation, quotes, emoji), white space inside collapsed.
    static func normalized(_ text: String) -> String {
        let scalars = unfolded(text).unicodeScalars
        guard let first = scalars.firstIndex(where: isWord), let last = scalars.lastIndex(where: isWord) else {
            return ""
        }
        // By scalars: a mark behind a space is not part of it.
        return scalars[first...last].split(whereSeparator: \.properties.isWhitespace).map { String($0) }
            .joined(separator: " ")
    }

    /// Unfolded before and after: what stands for small letters becomes capitals, and what capitals take apart is
    /// composed again.
    private static func unfolded(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.uppercased() }
        return text.precomposedStringWithCompatibilityMapping.uppercased().precomposedStringWithCompatibilityMapping
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        case "\0"..."\u{7F}": false
        // Some emoji are letters to Unicode.
        default:
            !scalar.properties.isEmoji && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        }
    }
}
