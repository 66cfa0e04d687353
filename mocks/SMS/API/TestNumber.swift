/// Numbers that always fail, as with Twilio's test credentials.
/// Source: Twilio, "Test Credentials", magic input for SMS.
enum TestNumber {
    static let invalid = "+15005550001"

    static func check(to: String) throws(TwilioError) {
        switch to {
        case "+15005550002":
            throw TwilioError(
                21612,
                "The 'To' phone number: \(to), is not currently reachable using this 'From' phone number via SMS.")
        case "+15005550003":
            throw TwilioError(
                21408,
                "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: \(to)")
        case "+15005550004": throw .unsubscribed
        case "+15005550009": throw TwilioError(21614, "'To' number: \(to), is not a mobile number")
        default: return
        }
    }

    static func check(from: String) throws(TwilioError) {
        switch from {
        case "+15005550001": throw TwilioError(21212, "Invalid From Number (caller ID): \(from)")
        case "+15005550007": throw notMessageCapable(from)
        case "+15005550008":
            throw TwilioError(21611, "This 'From' number has exceeded the maximum number of queued messages")
        default: return
        }
    }

    static func notMessageCapable(_ from: String) -> TwilioError {
        TwilioError(
            21606,
            "The 'From' phone number provided (\(from)) is not a valid message-capable Twilio phone number for this destination."
        )
    }
}

/// What Twilio takes for a phone number.
enum PhoneNumber {
    static func isE164(_ text: String) -> Bool {
        guard text.hasPrefix("+"), text.utf8.count >= 8, text.utf8.count <= 16 else { return false }
        let digits = text.utf8.dropFirst()
        return digits.first != UInt8(ascii: "0") && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    static func isShortCode(_ text: String) -> Bool {
        (5...6).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
