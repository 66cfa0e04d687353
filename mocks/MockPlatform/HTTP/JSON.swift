/// A JSON value to be written, whose members keep the order in which a platform shows them.
public indirect enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case decimal(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    public struct Member: Sendable, Equatable {
        public let name: String
        public let value: JSON

        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// How texts are written; both say the same.
    public enum Escaping: Sendable {
        /// What JSON asks for.
        case least
        /// As PHP does by default: ASCII only, with `\u00e9` in lower case and `\/` for a slash.
        case ascii
    }

    /// Null where there is no text.
    public static func optional(_ text: String?) -> JSON {
        text.map(JSON.string) ?? .null
    }

    public var bytes: [UInt8] {
        bytes(escaping: .least)
    }

    /// The value as it goes over the wire, without any space.
    public func bytes(escaping: Escaping) -> [UInt8] {
        var writer = JSONWriter(escaping: escaping)
        writer.write(self)
        return writer.output
    }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }

    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
}
