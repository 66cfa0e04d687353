import Gateway
import GatewayModel
import PhoneNumbers

@testable import SMSConnector

extension FuzzTarget {
    private static let plans = PhoneNumberLibrary()
    private static let regions = plans.regions.sorted()

    /// What reads as a number is one in international form, and reads as itself wherever it is typed.
    static let phoneNumbers = FuzzTarget("phone-numbers") { bytes in
        let pieces = bytes.pieces(2)
        let region = pieces[0].text
        let text = pieces[1].text
        if let address = PhoneAddress(text) {
            hold(PhoneAddress(address.address.value) == address, "a phone address reads as itself")
        }
        guard case .number(let number) = plans.read(text, in: region) else { return }
        hold(isInternational(number.e164), "\(number.e164) is in international form")
        for other in [region, "US", regions[bytes.count % regions.count]] {
            guard case .number(let again) = plans.read(number.e164, in: other) else {
                fatalError("Broken: \(number.e164) is a number in \(other)")
            }
            hold(again.e164 == number.e164, "\(number.e164) reads as itself in \(other), not as \(again.e164)")
            hold(again.isWhole && again.isAssigned == number.isAssigned, "\(number.e164) is the same in \(other)")
        }
    }

    private static func isInternational(_ text: String) -> Bool {
        text.hasPrefix("+") && (2...16).contains(text.utf8.count)
            && text.utf8.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
