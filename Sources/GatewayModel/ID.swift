/// A thing that has an ``ID``.
public protocol Identified {
    /// What the ids of this kind begin with when people see them: `conv` in `conv_01jd4q8k2m3n5`.
    static var idPrefix: String { get }
}

/// A typed id: 63 bits that grow with time, so that rows are appended at the end of their index and a list in the
/// order of ids is a list in the order of time.
///
/// Inside the gateway an id is an integer. Outside (API, logs, callback addresses) it is a prefix and thirteen
/// characters of Crockford's base 32, which sort as the integers do.
public struct ID<Noun: Identified>: Hashable, Sendable, Comparable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension ID: LosslessStringConvertible, CustomStringConvertible {
    /// The outside form, for example `msg_01jd4q8k2m3n5`.
    public var description: String {
        Noun.idPrefix + "_" + Base32.encode(UInt64(rawValue))
    }

    /// Reads the outside form.
    ///
    /// `nil` for another kind's prefix, a wrong length, or a character outside the alphabet; nothing is guessed.
    public init?(_ text: String) {
        let prefix = Noun.idPrefix + "_"
        guard text.hasPrefix(prefix), let value = Base32.decode(text.dropFirst(prefix.count)),
            value <= UInt64(Int64.max)
        else { return nil }
        self.init(rawValue: Int64(value))
    }
}

/// Thirteen digits of base 32 in Crockford's alphabet (without i, l, o, u), lower case.
private enum Base32 {
    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    static let length = 13

    static func encode(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: length) { buffer in
            for index in 0..<length {
                let shift = UInt64(5 * (length - 1 - index))
                buffer[index] = alphabet[Int((value >> shift) & 31)]
            }
            return length
        }
    }

    static func decode(_ text: Substring) -> UInt64? {
        guard text.utf8.count == length else { return nil }
        var value: UInt64 = 0
        for character in text.utf8 {
            guard let digit = alphabet.firstIndex(of: character), value <= UInt64.max >> 5 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        return value
    }
}
