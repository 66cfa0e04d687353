extension JSON {
    /// `nil` where the bytes are no JSON text, or hold more than one.
    /// - Parameter singleQuotes: also takes texts in single quotes, as platforms do that show them in their examples.
    public init?(parsing bytes: [UInt8], singleQuotes: Bool = false) {
        var reader = JSONReader(bytes: bytes, singleQuotes: singleQuotes)
        guard let value = reader.document() else { return nil }
        self = value
    }

    /// The value of the member of that name.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    public var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    public var elements: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    public var number: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    public var isTrue: Bool {
        self == .bool(true)
    }
}

/// Reads JSON text (RFC 8259), with the members of objects in their order.
private struct JSONReader {
    private static let deepest = 64

    let bytes: [UInt8]
    let singleQuotes: Bool
    private var place = 0
    private var depth = 0

    init(bytes: [UInt8], singleQuotes: Bool) {
        self.bytes = bytes
        self.singleQuotes = singleQuotes
    }

    mutating func document() -> JSON? {
        guard let value = value() else { return nil }
        skipSpace()
        guard place == bytes.count else { return nil }
        return value
    }

    private mutating func value() -> JSON? {
        skipSpace()
        guard let first = peek else { return nil }
        switch first {
        case UInt8(ascii: "{"): return nested { $0.object() }
        case UInt8(ascii: "["): return nested { $0.array() }
        case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return take("null") ? .null : nil
        default: return isQuote(first) ? text().map(JSON.string) : number()
        }
    }

    private mutating func nested(_ read: (inout JSONReader) -> JSON?) -> JSON? {
        guard depth < Self.deepest else { return nil }
        depth += 1
        defer { depth -= 1 }
        place += 1
        return read(&self)
    }

    private mutating func object() -> JSON? {
        var members: [JSON.Member] = []
        if takes("}") { return .object([]) }
        repeat {
            skipSpace()
            guard let first = peek, isQuote(first), let name = text(), takes(":"), let value = value() else {
                return nil
            }
            members.append(JSON.Member(name, value))
        } while takes(",")
        return takes("}") ? .object(members) : nil
    }

    private mutating func array() -> JSON? {
        var elements: [JSON] = []
        if takes("]") { return .array([]) }
        repeat {
            guard let value = value() else { return nil }
            elements.append(value)
        } while takes(",")
        return takes("]") ? .array(elements) : nil
    }

    private mutating func text() -> String? {
        let quote = bytes[place]
        place += 1
        var units: [UInt8] = []
        while let byte = peek {
            place += 1
            switch byte {
            case quote: return String(validating: units, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalars = escaped() else { return nil }
                units += scalars.utf8
            case 0..<0x20: return nil
            default: units.append(byte)
            }
        }
        return nil
    }

    private mutating func escaped() -> String? {
        guard let byte = peek else { return nil }
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(UnicodeScalar(byte))
        case UInt8(ascii: "u"):
            guard let high = unit() else { return nil }
            if !UTF16.isLeadSurrogate(high) { return UnicodeScalar(high).map { String($0) } }
            guard take("\\u"), let low = unit() else { return nil }
            return String(validating: [high, low], as: UTF16.self)
        default: return nil
        }
    }

    private mutating func unit() -> UInt16? {
        guard place + 4 <= bytes.count else { return nil }
        let digits = bytes[place..<place + 4]
        place += 4
        guard digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func number() -> JSON? {
        let start = place
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "+-.eE".utf8.contains(byte) {
            place += 1
        }
        let digits = String(decoding: bytes[start..<place], as: UTF8.self)
        guard digits.first?.isNumber == true || digits.first == "-" else { return nil }
        return Int(digits).map(JSON.integer) ?? Double(digits).map(JSON.decimal)
    }

    private var peek: UInt8? {
        place < bytes.count ? bytes[place] : nil
    }

    private func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || (singleQuotes && byte == UInt8(ascii: "'"))
    }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    /// Whether the next character that is no space is this one, which is then behind us.
    private mutating func takes(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func take(_ word: String) -> Bool {
        guard bytes[place...].starts(with: word.utf8) else { return false }
        place += word.utf8.count
        return true
    }
}
