import Foundation

/// A terminal, which is script(1)'s, and the one who sits at it.
struct Terminal {
    private let process: GatewayProcess
    private let keys = Pipe()

    /// - Parameter command: for a shell.
    init(_ command: String, environment: [String: String] = [:], folder: URL) throws {
        process = try GatewayProcess(
            ["-qefc", command, "/dev/null"], program: URL(filePath: "/usr/bin/script"),
            environment: environment.merging(["NO_COLOR": "1"]) { $1 }, folder: folder, port: 0, input: keys)
    }

    /// Types an answer once it is asked.
    func answer(_ question: String, _ text: String) async throws {
        try await process.waitForOutput(question)
        try keys.fileHandleForWriting.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// What it has shown by the time that it asks.
    func shown(until question: String) async throws -> String {
        try await process.waitForOutput(question)
        return process.log
    }

    /// Opens the log-in page that is shown, goes through it, and pastes the address that the browser was sent back to.
    func logIn(_ through: (String) async throws -> String) async throws {
        let question = "sent back to: "
        try await process.waitForOutput(question)
        let dialog = process.log.split(whereSeparator: \.isNewline).last { $0.contains("/dialog/oauth?") }
        try await answer(question, try await through(String(dialog ?? "")))
    }

    /// Waits for the command to end. The lines of its output end as those of a file.
    func end() async -> (status: Int32, output: String) {
        (await process.ended(), process.log.replacing("\r\n", with: "\n"))
    }
}
