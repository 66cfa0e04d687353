import ConnectorKit
import Foundation

/// The text of a message, as it was written: X escapes it, shortens its links, and writes one to the file behind it.
enum TwitterText {
    /// - Parameter file: the link to the file, which is not the customer's word.
    /// - Returns: `nil` where nothing was written.
    static func read(_ data: JSONTree, without file: String?) -> String? {
        guard var text = data["text"]?.text.map(unescaped) else { return nil }
        if let file, !file.isEmpty, text.hasSuffix(file) {
            text.removeLast(file.count)
            if text.last == " " { text.removeLast() }
        }
        text = expanded(text, data["entities"]?["urls"]?.list ?? [])
        return text.isEmpty ? nil : text
    }

    /// X escapes these three, once. The ampersand comes last, or what it escapes would be read, too.
    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(text) { text, pair in
            text.replacingOccurrences(of: pair.0, with: pair.1, options: .literal)
        }
    }

    /// Each short link, wherever it stands. X tells where, too, counted in the escaped text, but not in which units.
    private static func expanded(_ text: String, _ urls: [JSONTree]) -> String {
        var targets: [String: String] = [:]
        for url in urls {
            guard let short = url["url"]?.text, let long = url["expanded_url"]?.text, isLink(long) else { continue }
            targets[short] = long
        }
        guard !targets.isEmpty else { return text }
        let pieces = text.components(separatedBy: prefix)
        return pieces.dropFirst().reduce(into: pieces[0]) { text, piece in
            let code = piece.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            text += targets[prefix + code] ?? prefix + code
            text += piece[code.endIndex...]
        }
    }

    private static let prefix = "https://t.co/"

    /// Something to be followed in a browser, and no more than a link.
    private static func isLink(_ text: String) -> Bool {
        (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.count <= 4096
            && !text.contains { $0.isWhitespace }
    }
}
