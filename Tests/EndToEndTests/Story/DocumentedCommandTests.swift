import Foundation
import Testing

/// The commands of the documents, word by word, against the demo that `make run` starts.
@Suite("The documents' commands")
struct DocumentedCommandTests {
    @Test("README.md: from hello to START, and a page that is lost and found")
    func readme() async throws {
        let outputs = try await DocumentedCommands.outputs(of: "README.md", logsIn: true)
        let all = outputs.joined(separator: "\n")
        // What the text around the commands promises, in that order.
        let promised = [
            "\"delivered\":true", "\"state\": \"new\"", "\"text\": \"hello\"", "\"status\": \"queued\"",
            "Hi! How can we help?", "You have successfully been unsubscribed", "\"source\": \"customer\"",
            "HTTP/1.1 409", "urn:gatehouse:problem:stop-list", "re-subscribed", "Good to have you back.",
            "\"taken\":true", "We have two.", "changed the password", "exit status 2", "\"status\": \"held\"",
            "sent back to: ", "green", "Shall I put one aside?",
            "One of them is.", "Of 1888, with a whale.",
        ]
        var rest = Substring(all)
        for words in promised {
            guard let found = rest.range(of: words) else {
                Issue.record("\"\(words)\" does not come, or not in its place:\n\(all)")
                return
            }
            rest = rest[found.upperBound...]
        }
        let phone = outputs.last { $0.contains("re-subscribed") } ?? ""
        #expect(phone.components(separatedBy: "successfully been unsubscribed").count == 2)
        #expect(!phone.contains("Are you still there?"))
        let connected = outputs.last { $0.contains("sent back to: ") } ?? ""
        for verdict in ["red", "yellow", "unknown"] { #expect(!connected.contains("  \(verdict) "), "\(connected)") }
        let customer = outputs.last { $0.contains("Shall I put one aside?") } ?? ""
        #expect(customer.components(separatedBy: "Shall I put one aside?").count == 2, "\(customer)")
        #expect(outputs.last?.contains("Of 1888, with a whale.") == true, "\(outputs.last ?? "")")
    }

    static let chapters = try! FileManager.default.contentsOfDirectory(
        atPath: Program.repository.appending(path: "docs/manual").path
    ).sorted()

    @Test("The manual: every example of every chapter runs", arguments: chapters)
    func manual(chapter: String) async throws {
        let outputs = try await DocumentedCommands.outputs(of: "docs/manual.md", "docs/manual/\(chapter)")
        // An example may show a refusal on purpose; then its chapter, or the guide, names the problem's type.
        let text =
            try DocumentedCommands.text("docs/manual/\(chapter)") + DocumentedCommands.text("docs/api-guide.md")
        for type in outputs.joined().matches(of: /urn:gatehouse:problem:[a-z-]+/).map(\.output) {
            let isExplained = text.contains(type.split(separator: ":").last ?? "")
            #expect(isExplained, "\(type) is not explained")
        }
    }

    @Test("docs/operating.md: a backup of the demo, and what comes back from it")
    func operating() async throws {
        let outputs = try await DocumentedCommands.outputs(of: "docs/operating.md")
        #expect(outputs.count == 2)
        #expect(outputs.first?.contains("\"masterKeys\"") == true)
        #expect(outputs.last?.contains("sales\tSales") == true, "\(outputs)")
    }
}
