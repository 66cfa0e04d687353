/// A Swift source with its comments, or its comments and texts, blanked out. Lines stay where they are.
struct SwiftText {
    /// Without comments.
    let withoutComments: String
    /// Without comments and without what stands in string literals.
    let code: String

    init(_ source: String) {
        var scanner = Scanner(source)
        scanner.scanCode(untilClosingParenthesis: false)
        withoutComments = scanner.withoutComments
        code = scanner.code
    }
}

/// Knows of Swift only what is needed to tell comments, string literals and code apart.
private struct Scanner {
    private let source: [Character]
    private var position = 0
    private(set) var withoutComments = ""
    private(set) var code = ""

    private enum Kind {
        case code
        case text
        case comment
    }

    init(_ source: String) {
        self.source = Array(source)
    }

    mutating func scanCode(untilClosingParenthesis: Bool) {
        var depth = 0
        while position < source.count {
            if sees("//") {
                while position < source.count, !source[position].isNewline { take(as: .comment) }
            } else if sees("/*") {
                scanBlockComment()
            } else if let pounds = poundsOfLiteral() {
                scanLiteral(pounds: pounds)
            } else if source[position] == "(" {
                depth += 1
                take(as: .code)
            } else if source[position] == ")" {
                depth -= 1
                take(as: .code)
                if untilClosingParenthesis && depth == 0 { return }
            } else {
                take(as: .code)
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if sees("/*") {
                depth += 1
                take(2, as: .comment)
            } else if sees("*/") {
                depth -= 1
                take(2, as: .comment)
            } else {
                take(as: .comment)
            }
        } while depth > 0 && position < source.count
    }

    /// How many `#` stand before the quotation mark; `nil` where no literal begins here.
    private func poundsOfLiteral() -> Int? {
        var pounds = 0
        while position + pounds < source.count, source[position + pounds] == "#" { pounds += 1 }
        return position + pounds < source.count && source[position + pounds] == "\"" ? pounds : nil
    }

    private mutating func scanLiteral(pounds: Int) {
        take(pounds, as: .code)
        let quotes = sees("\"\"\"") ? "\"\"\"" : "\""
        take(quotes.count, as: .code)
        let hashes = String(repeating: "#", count: pounds)
        while position < source.count {
            if sees(quotes + hashes) {
                take(quotes.count + pounds, as: .code)
                return
            } else if sees("\\\(hashes)(") {
                take(1 + pounds, as: .text)
                scanCode(untilClosingParenthesis: true)
            } else if sees("\\\(hashes)") {
                take(2 + pounds, as: .text)
            } else if quotes.count == 1 && source[position].isNewline {
                // No literal after all: a quotation mark in a regular expression.
                return
            } else {
                take(as: .text)
            }
        }
    }

    private func sees(_ text: String) -> Bool {
        let end = position + text.count
        return end <= source.count && source[position..<end].elementsEqual(text)
    }

    private mutating func take(_ count: Int = 1, as kind: Kind) {
        for character in source[position..<min(position + count, source.count)] {
            let blank: Character = character.isNewline ? character : " "
            withoutComments.append(kind == .comment ? blank : character)
            code.append(kind == .code ? character : blank)
        }
        position = min(position + count, source.count)
    }
}
