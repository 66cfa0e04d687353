import Foundation

/// A process that is measured.
final class Subject: Sendable {
    let url: String
    private let process: Process

    static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

    static func bareServer() async throws -> Subject {
        let port = Int.random(in: 20_000..<30_000)
        return try await Subject(
            "bench", ["bare-server", "--port", "\(port)"], environment: [:], port: port, probe: "/taken")
    }

    init(
        _ program: String, _ arguments: [String], environment: [String: String], port: Int, probe: String
    ) async throws {
        url = "http://127.0.0.1:\(port)"
        process = Process()
        process.executableURL = Self.folder.appending(path: program)
        process.arguments = arguments
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let client = Client()
        for _ in 0..<500 {
            if (try? await client.get(url + probe)) != nil { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw BenchFailure("\(program) does not answer")
    }

    /// In MiB, as the system counts it.
    func peakMemory() throws -> Int { try memory("VmHWM:") }

    /// Begins a new count of ``peakMemory()``. Source: proc(5), `/proc/pid/clear_refs`.
    /// - Returns: what it has just now.
    func forgetPeakMemory() throws -> Int {
        try Data("5".utf8).write(to: URL(filePath: "/proc/\(process.processIdentifier)/clear_refs"))
        return try memory("VmRSS:")
    }

    private func memory(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        guard let kilobytes = line?.split(whereSeparator: \.isWhitespace).compactMap({ Int($0) }).first else {
            throw BenchFailure("no \(name)")
        }
        return kilobytes / 1024
    }

    func stop() async {
        process.terminate()
        while process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
    }
}
