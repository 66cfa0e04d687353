import ConnectorKit
import GatewayModel
import SMSConnector
import Testing

@Suite("How a text travels, and what carriers advise")
struct TextFormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let encoding: String
        let length: Int
        var costly = ""
        let unitsWithoutThem: Int

        var testDescription: String { String(text.prefix(20)) }
    }

    // The numbers are those of GSM 03.38: 160 or 153 septets, 70 or 67 units of UCS-2.
    private static let cases = [
        Case(text: "Hello", encoding: "GSM-7", length: 5, unitsWithoutThem: 1),
        Case(text: "5 € {each}", encoding: "GSM-7", length: 13, unitsWithoutThem: 1),
        Case(text: String(repeating: "a", count: 161), encoding: "GSM-7", length: 161, unitsWithoutThem: 2),
        Case(text: "Your’s… and your’s", encoding: "UCS-2", length: 18, costly: "’…", unitsWithoutThem: 1),
        Case(text: "a\tb`c", encoding: "UCS-2", length: 5, costly: "\t`", unitsWithoutThem: 1),
        Case(text: "çÇéá", encoding: "UCS-2", length: 4, costly: "çá", unitsWithoutThem: 1),
        Case(
            text: String(repeating: "a", count: 150) + "“x”", encoding: "UCS-2", length: 153, costly: "“”",
            unitsWithoutThem: 1),
        Case(
            text: String(repeating: "a", count: 170) + "😀", encoding: "UCS-2", length: 172, costly: "😀",
            unitsWithoutThem: 2),
        Case(text: "e\u{301}te\u{301}", encoding: "UCS-2", length: 5, costly: "e\u{301}", unitsWithoutThem: 1),
        Case(text: "line\r\nline", encoding: "GSM-7", length: 10, unitsWithoutThem: 1),
    ]

    @Test("Encoding, length, and the characters that cost", arguments: cases)
    func form(example: Case) throws {
        let form = try #require(SMSConnector().form(of: Part(text: example.text)))
        #expect(form.encoding == example.encoding)
        #expect(form.length == example.length)
        #expect(String(form.costlyCharacters) == example.costly)
        #expect(form.unitsWithoutThem == example.unitsWithoutThem)
    }

    @Test("With a file it is counted by the piece")
    func media() {
        let file = RemoteMedia(url: "https://files.example/1.png", contentType: "image/png")
        #expect(SMSConnector().form(of: Part(text: "’", media: [file])) == nil)
        #expect(SMSConnector().form(of: Part(text: nil, media: [file])) == nil)
    }

    @Test("Shorteners are hosts in lower case")
    func advice() {
        let advice = SMSConnector().capabilities.advice
        #expect(advice.tellsHowToStop)
        #expect(advice.shortenerHosts.isSuperset(of: ["bit.ly", "tinyurl.com", "t.co", "goo.gl", "is.gd"]))
        for host in advice.shortenerHosts {
            #expect(host == host.lowercased() && host.contains(".") && !host.hasPrefix("www."), "\(host)")
        }
    }
}
