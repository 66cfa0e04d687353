extension TextLimit {
    /// Splits a text into parts that fit: between words where it can and between characters where it must. The white
    /// space at a break is the only thing that goes, and a text of nothing but white space is none.
    ///
    /// - Returns: `nil` where it takes more than ``maximumParts``, or has a character that fits into no part.
    public func split(_ text: String) -> [String]? {
        guard text.contains(where: { !$0.isOnlyWhiteSpace }) else { return [] }
        var parts: [String] = []
        var rest = text[...]
        while let end = endOfPart(in: rest) {
            guard end > rest.startIndex, parts.count < maximumParts else { return nil }
            let part = rest[..<end].trimmingTrailingWhiteSpace()
            if !part.isEmpty { parts.append(String(part)) }
            rest = rest[end...].drop(while: \.isBreakOpportunity)
        }
        if !rest.isEmpty { parts.append(String(rest)) }
        return parts.count <= maximumParts ? parts : nil
    }

    /// Where the text must be broken to fit into one part; `nil` when it fits as it is.
    private func endOfPart(in text: Substring) -> Substring.Index? {
        var room = perPart
        var lastBreak: Substring.Index?
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            if character.isBreakOpportunity { lastBreak = index }
            room -= character.utf16.count
            if room < 0 {
                // A break at the very start would make no progress: a text is not broken before its first word.
                if let lastBreak, lastBreak > text.startIndex { return lastBreak }
                return index
            }
            index = text.index(after: index)
        }
        return nil
    }
}
