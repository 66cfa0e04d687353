/// What a platform calls a customer, as people are shown it.
///
/// Whoever is called so chose it. So it is one line of a length that fits a list, without characters that nobody sees or
/// that turn round what stands beside them.
public struct CustomerName: Hashable, Sendable {
    /// At most so many characters; what is longer is cut.
    public static let mostCharacters = 100
    /// One character may be made of very many.
    private static let mostScalars = 400

    public let text: String

    /// `nil` where nothing is left that can be seen.
    public init?(_ text: String) {
        let line = text.unicodeScalars.prefix(Self.mostScalars).reduce(into: String.UnicodeScalarView()) {
            line, scalar in
            if scalar.properties.isWhitespace {
                line.append(" ")
            } else if !Self.isHidden(scalar) {
                line.append(scalar)
            }
        }
        // By scalars: a space that carries a joiner is one character with it, and still a space.
        let words = line.split(separator: " ").filter { !$0.allSatisfy(Self.isJoiner) }.map { String(Substring($0)) }
        var name = words.joined(separator: " ").prefix(Self.mostCharacters).unicodeScalars
        while let last = name.last, last == " " || Self.isJoiner(last) { name.removeLast() }
        if name.isEmpty { return nil }
        self.text = String(Substring(name))
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: true
        case .format: !isJoiner(scalar)
        default: false
        }
    }

    /// Some scripts need them within a word.
    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{200C}" || scalar == "\u{200D}" }
}
