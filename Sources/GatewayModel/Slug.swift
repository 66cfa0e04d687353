/// The short names of contact points and roles.
enum Slug {
    static let maximumLength = 63

    static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, bytes.count <= maximumLength, isLetter(first), bytes.last != hyphen else {
            return false
        }
        return bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == hyphen }
    }

    /// Letters and digits of the label in lower case, everything else as single hyphens between them.
    static func make(from label: String) -> String? {
        var slug: [UInt8] = []
        for byte in label.lowercased().utf8 {
            if isLetter(byte) || (isDigit(byte) && !slug.isEmpty) {
                slug.append(byte)
            } else if let last = slug.last, last != hyphen {
                slug.append(hyphen)
            }
        }
        slug = Array(slug.prefix(maximumLength))
        while slug.last == hyphen { slug.removeLast() }
        return slug.isEmpty ? nil : String(decoding: slug, as: UTF8.self)
    }

    private static let hyphen = UInt8(ascii: "-")

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
