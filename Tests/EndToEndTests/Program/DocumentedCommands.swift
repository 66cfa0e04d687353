import Foundation
import Testing

/// The commands that documents show, tried as somebody would who pastes them one by one.
enum DocumentedCommands {
    /// Starts a demo and runs the blocks of documents in one shell, as somebody would who reads them.
    static func outputs(of documents: String...) async throws -> [String] {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (port, mockPort) = (try Program.freePort(), try Program.freePort())
        let demo = try GatewayProcess(
            ["demo", "--directory", ".demo", "--port", "\(port)", "--mock-port", "\(mockPort)"], environment: [:],
            folder: folder, port: port)
        try await demo.waitForOutput("Gatehouse is ready")
        let blocks = try documents.flatMap { document in
            let blocks = try Self.blocks(of: text(document))
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

    static func text(_ document: String) throws -> String {
        try String(contentsOf: Program.repository.appending(path: document), encoding: .utf8)
    }

    /// The `sh` blocks behind the mark that says they are tried.
    private static func blocks(of text: String) -> [String] {
        guard let mark = text.range(of: "<!-- tried by a test -->") else { return [] }
        return text[mark.upperBound...].matches(of: /```sh\n((?s).*?)\n```/).map { String($0.output.1) }
    }
}
