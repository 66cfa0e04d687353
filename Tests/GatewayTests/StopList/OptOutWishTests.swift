import Gateway
import GatewayModel
import Testing

@Suite("The wish to opt out, in free text")
struct OptOutWishTests {
    @Test("Flagged for a person", arguments: OptOutPhrases.wishes)
    func flagged(text: String) {
        #expect(OptOutWords(OptOutSettings()).meaning(of: text) == .possibleOptOut)
    }

    @Test("Left in peace", arguments: OptOutPhrases.innocent)
    func innocent(text: String) {
        #expect(OptOutWords(OptOutSettings()).meaning(of: text) == nil)
    }

    @Test("A very long text is read for the wish too, and cannot take long")
    func long() {
        let words = OptOutWords(OptOutSettings())
        #expect(
            words.meaning(of: "Please stop texting me. " + String(repeating: "x", count: 100_000)) == .possibleOptOut)
        #expect(words.meaning(of: String(repeating: "no ", count: 50_000)) == nil)
    }
}
