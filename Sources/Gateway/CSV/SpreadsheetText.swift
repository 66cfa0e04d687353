/// Free text in a cell that a spreadsheet may open.
///
/// A cell that begins like a formula is run as one, whoever wrote it. Behind an apostrophe it is text. A number in
/// international form begins like a formula, too, and is left as it is: it can do nothing, and must come back the same.
public enum SpreadsheetText {
    private static let mark: Unicode.Scalar = "'"
    /// The wide forms count where East Asian scripts are typed.
    private static let beginnings: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// The text as it is written into a cell. ``original(_:)`` gives exactly the text back.
    public static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, beginnings.contains(first) || first == mark,
            !isInternationalNumber(text)
        else { return text }
        return "'" + text
    }

    /// The text that a cell stands for.
    public static func original(_ cell: String) -> String {
        let scalars = cell.unicodeScalars
        guard scalars.first == mark, let second = scalars.dropFirst().first,
            beginnings.contains(second) || second == mark
        else { return cell }
        return String(scalars.dropFirst())
    }

    /// Whether it is `+` and nothing but digits, no more of them than a phone number may have.
    public static func isInternationalNumber(_ text: String) -> Bool {
        let bytes = text.utf8
        return bytes.first == UInt8(ascii: "+") && (2...16).contains(bytes.count)
            && bytes.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
