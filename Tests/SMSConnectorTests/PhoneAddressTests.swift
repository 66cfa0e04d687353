import ConnectorKit
import GatewayModel
import SMSConnector
import Testing

@Suite("Phone addresses")
struct PhoneAddressTests {
    @Test(
        "One normal form",
        arguments: [
            ("+14155550100", "+14155550100"), (" +1 (415) 555-0100\n", "+14155550100"),
            ("+49.30.901820", "+4930901820"),
            ("+12345678", "+12345678"), ("+123456789012345", "+123456789012345"), ("123", "123"), ("12345", "12345"),
            ("12345678", "12345678"), ("ACME", "ACME"), ("Acme Bank 1", "Acme Bank 1"), ("A", "A"), (" acme ", "acme"),
        ])
    func valid(text: String, normal: String) {
        let address = SMSConnector().address(from: text)
        #expect(address == Address(kind: .phone, value: normal))
        #expect(SMSConnector().address(from: normal) == address)
        // A name can send, and nobody can write to it.
        let isName = normal.contains(where: \.isLetter)
        #expect(SMSConnector().customerAddress(from: text) == (isName ? nil : address))
    }

    @Test(
        "Nothing is guessed",
        arguments: [
            "", " ", "+", "4155550100", "(415) 555-0100", "14155550100", "0041446681800", "+0123456789", "+1234567",
            "+1234567890123456", "+1415555010a", "++14155550100", "+1+4155550100", "1+4155550100",
            "+44 (0)20 7946 0958",
            "12", "123456789", "555-0100", "12 34 5", "ACMEBANKLTD1", "ACME!", "Ácme", "A\u{301}", "AC\u{0}E", "12.45",
            "whatsapp:+14155550100", "sip:a@b", "a@b.example", "٤١٥٥٥", "１２３４５", "+１４１５５５５０１００", "\u{202E}12345",
        ])
    func invalid(text: String) {
        #expect(SMSConnector().address(from: text) == nil)
    }
}
