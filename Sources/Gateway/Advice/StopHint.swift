import Foundation
import GatewayModel

/// Looks for a word by which one opts out, written so that it is meant: in capitals, or in quotes.
///
/// "The sale will end on Friday" is no hint, though END opts out. In a script without capitals the word is enough.
struct StopHint {
    private static let quotes = Set("\"'“”„‟«»‹›‘’‚「」『』")
    private let words: Set<String>

    init(_ settings: OptOutSettings) {
        words = OptOutWords.stop.union(settings.stopWords.map(OptOutReading.normalized))
    }

    func isGiven(in text: String) -> Bool {
        let text = text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCompatibilityMapping
        let pieces = Self.pieces(of: text)
        return pieces.indices.contains { index in
            // "OPT OUT", "OPT-OUT".
            let both = index + 1 < pieces.count ? text[pieces[index].startIndex..<pieces[index + 1].endIndex] : nil
            return isMeant(pieces[index], in: text) || both.map { isMeant($0, in: text) } ?? false
        }
    }

    /// Runs of letters of one sort: "STOP2END" and "STOPで停止" have two each, "STOPPED" is one.
    private static func pieces(of text: String) -> [Substring] {
        var pieces: [Substring] = []
        var index = text.startIndex
        while let start = text[index...].firstIndex(where: \.isLetter) {
            let hasCapitals = text[start].isCased
            let end = text[start...].firstIndex { !$0.isLetter || $0.isCased != hasCapitals } ?? text.endIndex
            pieces.append(text[start..<end])
            index = end
        }
        return pieces
    }

    private func isMeant(_ piece: Substring, in text: String) -> Bool {
        if words.contains(String(piece)) || isQuoted(piece, in: text) && words.contains(piece.uppercased()) {
            return true
        }
        // Where there are no capitals, there may be no spaces between words either.
        return piece.first?.isCased == false && words.contains { piece.contains($0) }
    }

    private func isQuoted(_ piece: Substring, in text: String) -> Bool {
        guard piece.startIndex > text.startIndex, piece.endIndex < text.endIndex else { return false }
        return Self.quotes.contains(text[text.index(before: piece.startIndex)])
            && Self.quotes.contains(text[piece.endIndex])
    }
}
