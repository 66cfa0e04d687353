import Foundation

/// A process that is measured.
final class Subject: Sendable {
    let url: String
    let port: Int
    private let process: Process

    static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

    static func bareServer() async throws -> Subject {
        let port = Port.next()
        return try await Subject(
            "bench", ["bare-server", "--port", "\(port)"], environment: [:], port: port, probe: "/taken")
    }

    /// A program that lies beside this one.
    convenience init(
        _ program: String, _ arguments: [String], environment: [String: String], folder: URL? = nil, port: Int,
        probe: String
    ) async throws {
        try await self.init(
            program: Self.folder.appending(path: program), arguments, environment: environment, folder: folder,
            port: port, probe: probe)
    }

    /// - Parameters:
    ///   - folder: where it works.
    ///   - probe: the path that answers once the process is ready, however it answers.
    init(
        program: URL, _ arguments: [String], environment: [String: String], folder: URL?, port: Int, probe: String
    ) async throws {
        url = "http://127.0.0.1:\(port)"
        self.port = port
        process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        if let folder { process.currentDirectoryURL = folder }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let client = Client()
        // A gateway with a large database may look through it first.
        for _ in 0..<3000 where process.isRunning {
            if (try? await client.get(url + probe)) != nil { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        process.terminate()
        throw BenchFailure("\(program.lastPathComponent) \(arguments.joined(separator: " ")) does not answer")
    }

    /// What the system counts of it.
    var usage: ProcessUsage { ProcessUsage(process.processIdentifier) }

    /// In MiB, as the system counts it.
    func peakMemory() throws -> Int { try usage.peakMemory() >> 20 }

    /// Begins a new count of ``peakMemory()``.
    /// - Returns: what it has just now.
    func forgetPeakMemory() throws -> Int {
        try usage.forgetPeakMemory()
        return try usage.memory() >> 20
    }

    func stop() async {
        process.terminate()
        await end()
    }

    /// For whoever has nothing to finish, or does not hear: Kannel takes over which signals its parent has blocked.
    func kill() async {
        Foundation.kill(process.processIdentifier, SIGKILL)
        await end()
    }

    private func end() async {
        while process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
    }
}
