/// A mail address, in the plain form `name@domain`.
///
/// What it cannot hold can do no harm in a header or in a command to a mail server: quoted names, comments, line ends,
/// angle brackets and everything that is not ASCII.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    /// As RFC 5321, section 4.5.3.1, limits the two sides.
    private static let longestName = 64
    private static let longestDomain = 255

    public let text: String

    public init?(_ text: String) {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, let name = sides.first, let domain = sides.last,
            (1...Self.longestName).contains(name.utf8.count), (1...Self.longestDomain).contains(domain.utf8.count),
            Self.areAtoms(name, besides: "!#$%&'*+-/=?^_`{|}~"), Self.areAtoms(domain, besides: "-")
        else { return nil }
        self.text = text
    }

    /// Addresses with commas between them; `nil` where one of them is none, or there are none.
    public static func list(_ text: String) -> [MailAddress]? {
        let addresses = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            MailAddress(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
        }
        return addresses.contains(nil) ? nil : addresses.compactMap(\.self)
    }

    public var domain: Substring { text[(text.firstIndex(of: "@").map(text.index(after:)) ?? text.startIndex)...] }
    public var description: String { text }

    private static func areAtoms(_ text: Substring, besides symbols: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.unicodeScalars.allSatisfy { scalar in
                    scalar.isASCII
                        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                            || symbols.unicodeScalars.contains(scalar))
                }
        }
    }
}
