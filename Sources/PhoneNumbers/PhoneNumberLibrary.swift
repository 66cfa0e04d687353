import CPhoneNumber
public import Gateway

/// The numbering plans as libphonenumber knows them.
public struct PhoneNumberLibrary: NumberingPlans {
    /// What nobody types as a number is not handed on.
    private static let mostBytes = 250

    public let regions: Set<String>

    public init() {
        var letters = [CChar](repeating: 0, count: 2000)
        let count = min(phone_number_regions(&letters, letters.count), letters.count)
        let text = letters[..<count].map { Character(Unicode.Scalar(UInt8(bitPattern: $0))) }
        regions = Set(stride(from: 0, to: text.count - 1, by: 2).map { String(text[$0...($0 + 1)]) })
    }

    public func read(_ text: String, in region: String) -> NumberReading {
        // The library makes digits of letters, as on a telephone's keys, and drops those that make no word: a slip of
        // the finger would become somebody else's number.
        guard (1...Self.mostBytes).contains(text.utf8.count), !text.contains(where: \.isLetter), !text.contains("\0")
        else { return .impossible(.notANumber) }
        var text = text
        let number = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { phone_number_read($0.baseAddress, $0.count, region) }
        }
        switch number.outcome {
        case PHONE_NUMBER_VALID, PHONE_NUMBER_POSSIBLE:
            return .number(
                TypedNumber(
                    e164: withUnsafeBytes(of: number.e164) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) },
                    isAssigned: number.outcome == PHONE_NUMBER_VALID, isWhole: number.is_whole != 0))
        case PHONE_NUMBER_HAS_EXTENSION: return .impossible(.hasExtension)
        case PHONE_NUMBER_UNKNOWN_COUNTRY: return .impossible(.unknownCountry)
        case PHONE_NUMBER_TOO_SHORT: return .impossible(.tooShort)
        case PHONE_NUMBER_TOO_LONG: return .impossible(.tooLong)
        case PHONE_NUMBER_WRONG_LENGTH: return .impossible(.wrongLength)
        default: return .impossible(.notANumber)
        }
    }
}
