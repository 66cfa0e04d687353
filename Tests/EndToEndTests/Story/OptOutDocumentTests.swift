import Foundation
import Gateway
import GatewayModel
import Testing

/// What is promised about opt-outs is what the gateway does.
@Suite("docs/opt-out.md")
struct OptOutDocumentTests {
    @Test("The words that are listed are stop words, the law's among them, and none is left out of the manual")
    func words() throws {
        let document = try DocumentedCommands.text("docs/opt-out.md").replacing("\n", with: " ")
        let listed = try #require(document.firstMatch(of: /no setting takes one away: ([A-Z, -]+)\./)?.output.1)
        let words = listed.split(separator: ", ").map(String.init)
        let law = ["STOP", "QUIT", "END", "REVOKE", "OPT OUT", "CANCEL", "UNSUBSCRIBE"]
        #expect(Set(words).isSuperset(of: law))
        for word in words { #expect(OptOutWords(OptOutSettings()).meaning(of: word.lowercased()) == .stop, "\(word)") }
        let row = try #require(
            try DocumentedCommands.text("docs/manual/stop-list.md").split(separator: "\n").first {
                $0.hasPrefix("| Stop |")
            }
        )
        #expect(row.contains(listed))
    }

    @Test("Every source that is referred to is there")
    func sources() throws {
        let pieces = try DocumentedCommands.text("docs/opt-out.md").components(separatedBy: "\n## Sources\n")
        let referred = Set(pieces[0].matches(of: /\[(\d+)\]/).compactMap { Int($0.output.1) })
        let given = Set(pieces[1].matches(of: #/\n(\d+)\. /#).compactMap { Int($0.output.1) })
        #expect(referred == given && given == Set(1...given.count))
    }
}
