import Foundation
import Testing

/// The commands of the documents, word by word, against the demo that `make run` starts.
@Suite("The documents' commands")
struct DocumentedCommandTests {
    @Test("README.md: from hello to START")
    func readme() async throws {
        let outputs = try await outputs(of: "README.md")
        let all = outputs.joined(separator: "\n")
        // What the text around the commands promises, in that order.
        let promised = [
            "\"delivered\":true", "\"state\": \"new\"", "\"text\": \"hello\"", "\"status\": \"queued\"",
            "Hi! How can we help?", "You have successfully been unsubscribed", "\"source\": \"customer\"",
            "HTTP/1.1 409", "urn:gatehouse:problem:stop-list", "re-subscribed", "Good to have you back.",
        ]
        var rest = Substring(all)
        for words in promised {
            guard let found = rest.range(of: words) else {
                Issue.record("\"\(words)\" does not come, or not in its place:\n\(all)")
                return
            }
            rest = rest[found.upperBound...]
        }
        let phone = outputs.last ?? ""
        #expect(phone.components(separatedBy: "successfully been unsubscribed").count == 2)
        #expect(!phone.contains("Are you still there?"))
    }

    static let chapters = try! FileManager.default.contentsOfDirectory(
        atPath: Program.repository.appending(path: "docs/manual").path
    ).sorted()

    @Test("The manual: every example of every chapter runs", arguments: chapters)
    func manual(chapter: String) async throws {
        let outputs = try await outputs(of: "docs/manual.md", "docs/manual/\(chapter)")
        // An example may show a refusal on purpose; then its chapter, or that on the API, names the problem's type.
        let text = try Self.text("docs/manual/\(chapter)") + Self.text("docs/manual/api.md")
        for type in outputs.joined().matches(of: /urn:gatehouse:problem:[a-z-]+/).map(\.output) {
            let isExplained = text.contains(type.split(separator: ":").last ?? "")
            #expect(isExplained, "\(type) is not explained")
        }
    }

    @Test("docs/operating.md: a backup of the demo, and what comes back from it")
    func operating() async throws {
        let outputs = try await outputs(of: "docs/operating.md")
        #expect(outputs.count == 2)
        #expect(outputs.first?.contains("\"masterKeys\"") == true)
        #expect(outputs.last?.contains("sales\tSales") == true, "\(outputs)")
    }

    /// Starts a demo and runs the blocks of documents in one shell, as somebody would who pastes them one by one.
    private func outputs(of documents: String...) async throws -> [String] {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (port, mockPort) = (try Program.freePort(), try Program.freePort())
        let demo = try GatewayProcess(
            ["demo", "--directory", ".demo", "--port", "\(port)", "--mock-port", "\(mockPort)"], environment: [:],
            folder: folder, port: port)
        try await demo.waitForOutput("Gatehouse is ready")
        let blocks = try documents.flatMap { document in
            let blocks = try Self.blocks(of: Self.text(document))
            try #require(!blocks.isEmpty, "\(document)")
            return blocks.map { block in
                block.replacing("127.0.0.1:8080", with: "127.0.0.1:\(port)")
                    .replacing("127.0.0.1:8090", with: "127.0.0.1:\(mockPort)")
                    .replacing("$PWD/.build/debug", with: Program.url.deletingLastPathComponent().path)
            }
        }
        let mark = "-- the end of a block --"
        let script = "set -euo pipefail\n" + blocks.map { "\($0)\necho '\(mark)'\n" }.joined()
        let file = folder.appending(path: "commands.sh")
        try Data(script.utf8).write(to: file)
        let (status, output) = try await GatewayProcess.run(
            [file.path], program: URL(filePath: "/bin/bash"), environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
            folder: folder)
        #expect(await demo.stop() == 0)
        #expect(status == 0, "\(output)")
        let outputs = output.components(separatedBy: mark).dropLast()
        #expect(outputs.count == blocks.count, "\(output)")
        return Array(outputs)
    }

    private static func text(_ document: String) throws -> String {
        try String(contentsOf: Program.repository.appending(path: document), encoding: .utf8)
    }

    /// The `sh` blocks behind the mark that says they are tried.
    private static func blocks(of text: String) -> [String] {
        guard let mark = text.range(of: "<!-- tried by a test -->") else { return [] }
        return text[mark.upperBound...].matches(of: /```sh\n((?s).*?)\n```/).map { String($0.output.1) }
    }
}
