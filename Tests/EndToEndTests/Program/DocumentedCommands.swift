import Foundation
import Testing

/// The commands that documents show, tried as somebody would who pastes them one by one.
enum DocumentedCommands {
    /// Starts a demo and runs the blocks of documents in one shell, at a terminal, as somebody would who reads them.
    /// - Parameter logsIn: whether one of the commands asks to log in to Facebook.
    static func outputs(of documents: String..., logsIn: Bool = false) async throws -> [String] {
        let demo = try await Demo()
        let blocks = try documents.flatMap { document in
            let blocks = try Self.blocks(of: text(document))
            try #require(!blocks.isEmpty, "\(document)")
            return blocks.map { block in
                block.replacing("127.0.0.1:8080", with: "127.0.0.1:\(demo.process.port)")
                    .replacing("127.0.0.1:8090", with: "127.0.0.1:\(demo.phonePort)")
                    .replacing("127.0.0.1:8091", with: "127.0.0.1:\(demo.messengerPort)")
                    .replacing("127.0.0.1:8092", with: "127.0.0.1:\(demo.xPort)")
                    .replacing("$PWD/.build/debug", with: Program.url.deletingLastPathComponent().path)
                    .replacing(".build/debug/gatehouse", with: Program.url.path)
            }
        }
        let mark = "-- the end of a block --"
        let script = "set -euo pipefail\n" + blocks.map { "\($0)\necho '\(mark)'\n" }.joined()
        let file = demo.folder.appending(path: "commands.sh")
        try Data(script.utf8).write(to: file)
        let terminal = try Terminal(
            "bash '\(file.path)'", environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], folder: demo.folder)
        if logsIn { try await terminal.logIn(demo.logIn) }
        let (status, output) = await terminal.end()
        #expect(await demo.end() == 0)
        #expect(status == 0, "\(output)")
        let outputs = output.components(separatedBy: mark).dropLast()
        #expect(outputs.count == blocks.count, "\(output)")
        return Array(outputs)
    }

    static func text(_ document: String) throws -> String {
        try String(contentsOf: Program.repository.appending(path: document), encoding: .utf8)
    }

    /// The `sh` blocks behind the mark that says they are tried.
    private static func blocks(of text: String) -> [String] {
        guard let mark = text.range(of: "<!-- tried by a test -->") else { return [] }
        return text[mark.upperBound...].matches(of: /```sh\n((?s).*?)\n```/).map { String($0.output.1) }
    }
}
