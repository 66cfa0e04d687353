import ConnectorKit
import GatewayModel

/// What can send or receive an SMS, in its normal form.
enum PhoneAddress: Equatable {
    /// E.164: `+` and 8 to 15 digits, the first of them not 0.
    case number(String)
    /// 3 to 8 digits.
    case shortCode(String)
    /// A sender's name: 1 to 11 letters, digits and spaces, at least one letter. Nobody can write to it.
    case name(String)

    /// `nil` for anything else. A number without its country code is not completed: that would be a guess.
    init?(_ text: String) {
        let text = text.trimmingWhiteSpace()
        if let digits = Self.internationalDigits(text) {
            self = .number("+" + digits)
        } else if (3...8).contains(text.utf8.count), text.utf8.allSatisfy(Self.isDigit) {
            self = .shortCode(text)
        } else if Self.isName(text) {
            self = .name(text)
        } else {
            return nil
        }
    }

    /// Somebody's address as a webhook carries it.
    ///
    /// What is none of the known forms (an e-mail gateway's sender, say) stays as it came: a customer whom nobody can
    /// answer is better than a message that nobody reads.
    static func carried(_ text: String) -> Address {
        PhoneAddress(text)?.address ?? Address(kind: .phone, value: text)
    }

    var address: Address {
        switch self {
        case .number(let value), .shortCode(let value), .name(let value): Address(kind: .phone, value: value)
        }
    }

    var canReceive: Bool {
        switch self {
        case .number, .shortCode: true
        case .name: false
        }
    }

    private static func internationalDigits(_ text: String) -> String? {
        // "+44 (0)20 …" names a digit that must not be dialled; to strip only the parentheses would make another
        // number of it.
        guard text.first == "+", !text.contains("(0)") else { return nil }
        let digits = text.dropFirst().filter { !separators.contains($0) }
        guard (8...15).contains(digits.utf8.count), digits.utf8.allSatisfy(isDigit), digits.first != "0" else {
            return nil
        }
        return digits
    }

    private static func isName(_ text: String) -> Bool {
        (1...11).contains(text.utf8.count) && text.utf8.contains(where: isLetter)
            && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: " ") }
    }

    private static let separators: Set<Character> = [" ", "-", ".", "(", ")"]

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
