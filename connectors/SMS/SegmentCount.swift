/// How many SMS a text makes, as carriers count and bill them.
///
/// GSM 03.38: a text whose characters are all in the GSM alphabet takes 160 septets in one message or 153 in each of
/// several; any other is sent as UCS-2, 70 code units in one or 67 in each. Neither an escaped septet nor a surrogate
/// pair may lie across two messages, so one that would is pushed to the next.
public struct SegmentCount: Sendable, Hashable {
    public let encoding: Encoding
    /// Septets or UCS-2 code units.
    public let units: Int
    /// 0 for an empty text.
    public let segments: Int

    public enum Encoding: String, Sendable, CaseIterable {
        case gsm7 = "GSM-7"
        case ucs2 = "UCS-2"

        /// The units of a text that fits into one message.
        public var unitsAlone: Int { self == .gsm7 ? 160 : 70 }

        /// The units of each message when there are several: the header that joins them takes the rest.
        public var unitsPerSegment: Int { self == .gsm7 ? 153 : 67 }
    }

    public init(of text: String) {
        let septets = GSMAlphabet.septets(of: text)
        let encoding = septets == nil ? Encoding.ucs2 : .gsm7
        let widths = septets ?? text.unicodeScalars.map { UTF16.width($0) }
        self.encoding = encoding
        self.units = widths.reduce(0, +)
        self.segments =
            units <= encoding.unitsAlone
            ? min(units, 1) : Self.segments(of: widths, each: encoding.unitsPerSegment)
    }

    private static func segments(of widths: [Int], each capacity: Int) -> Int {
        var segments = 1
        var room = capacity
        for width in widths {
            if width > room {
                segments += 1
                room = capacity
            }
            room -= width
        }
        return segments
    }
}

/// The default alphabet of GSM 03.38 and its extension.
enum GSMAlphabet {
    private static let basic = Set(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)

    /// Each is sent as an escape and a code.
    private static let escaped = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

    /// How many septets each character takes; `nil` where one is not in the alphabet.
    static func septets(of text: String) -> [Int]? {
        var widths: [Int] = []
        widths.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if basic.contains(scalar) {
                widths.append(1)
            } else if escaped.contains(scalar) {
                widths.append(2)
            } else {
                return nil
            }
        }
        return widths
    }

    /// The characters that are not in the alphabet, each once, in their order.
    static func foreign(in text: String) -> [Character] {
        var seen: Set<Character> = []
        return text.filter { isForeign($0) && seen.insert($0).inserted }.map { $0 }
    }

    /// The text with another character in place of each that is not in the alphabet.
    static func replacing(foreignTo text: String, by replacement: Character) -> String {
        String(text.map { isForeign($0) ? replacement : $0 })
    }

    private static func isForeign(_ character: Character) -> Bool {
        !character.unicodeScalars.allSatisfy { basic.contains($0) || escaped.contains($0) }
    }
}
