extension Character {
    /// White space through and through. A space that carries an accent is not: with it, the accent would be lost.
    package var isOnlyWhiteSpace: Bool {
        unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    /// White space at which a line, and so a message, may be broken.
    package var isBreakOpportunity: Bool {
        isOnlyWhiteSpace && self != "\u{A0}" && self != "\u{202F}"
    }
}

extension StringProtocol {
    package func trimmingWhiteSpace() -> String {
        String(trimmingTrailingWhiteSpace().drop(while: \.isOnlyWhiteSpace))
    }

    package func trimmingTrailingWhiteSpace() -> SubSequence {
        guard let last = lastIndex(where: { !$0.isOnlyWhiteSpace }) else { return self[startIndex..<startIndex] }
        return self[...last]
    }
}
