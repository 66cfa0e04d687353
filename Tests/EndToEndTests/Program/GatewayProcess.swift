import Foundation
import Synchronization

/// The real `gatehouse` program in a process of its own.
///
/// Its files lie in a folder of their own and outlive the process, so that it can be killed and started again.
final class GatewayProcess: Sendable {
    let port: Int
    let folder: URL

    private let process: Process
    private let exit = Exit()
    private let output: URL

    var url: String { "http://127.0.0.1:\(port)" }

    /// Starts `gatehouse serve` and waits until it says that it is ready.
    static func serve(
        in folder: URL, port: Int, settings: [String: String] = [:]
    ) async throws -> GatewayProcess {
        var environment = [
            "GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path,
            "GATEHOUSE_PUBLIC_LISTEN": "127.0.0.1:\(port)",
            "GATEHOUSE_PRIVATE_LISTEN": "127.0.0.1:\(port)",
            "GATEHOUSE_PUBLIC_URL": "http://127.0.0.1:\(port)",
            "GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1",
            "GATEHOUSE_LOG_LEVEL": "debug",
        ]
        environment.merge(settings) { _, new in new }
        if settings["GATEHOUSE_DATABASE_URL"] != nil { environment["GATEHOUSE_DATABASE_PATH"] = nil }
        let started = try GatewayProcess(["serve"], environment: environment, folder: folder, port: port)
        try await started.waitForOutput("Gatehouse is ready")
        return started
    }

    init(
        _ arguments: [String], program: URL = Program.url, environment: [String: String], folder: URL, port: Int,
        input: Pipe? = nil
    ) throws {
        self.port = port
        self.folder = folder
        output = folder.appending(path: "output-\(UUID().uuidString).log")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let handle = try FileHandle(forWritingTo: output)
        process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        process.standardOutput = handle
        process.standardError = handle
        if let input { process.standardInput = input }
        process.currentDirectoryURL = folder
        process.terminationHandler = { [exit] in exit.note($0.terminationStatus) }
        try process.run()
    }

    deinit {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }

    /// Whether it is there and nobody has begun to end it.
    var isServing: Bool { process.isRunning && !exit.isBegun }

    /// Everything it has written: its log, above all.
    var log: String {
        (try? String(contentsOf: output, encoding: .utf8)) ?? ""
    }

    func waitForOutput(_ text: String, within limit: Duration = .seconds(120)) async throws {
        try await eventually("the program says \"\(text)\"; it said:\n\(log)", within: limit) {
            if log.contains(text) { return true }
            guard process.isRunning else { throw ProgramFailure("The program ended: \(log)") }
            return false
        }
    }

    /// Begins a new count of ``peakMemory()``. Source: proc(5), `/proc/pid/clear_refs`.
    /// - Returns: what it has just now, in KiB.
    func forgetPeakMemory() throws -> Int {
        try Data("5".utf8).write(to: URL(filePath: "/proc/\(process.processIdentifier)/clear_refs"))
        return try memory("VmRSS:")
    }

    /// The most it had at once, in KiB.
    func peakMemory() throws -> Int { try memory("VmHWM:") }

    private func memory(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        guard let number = line?.split(whereSeparator: \.isWhitespace).compactMap({ Int($0) }).first else {
            throw ProgramFailure("no \(name) in \(status)")
        }
        return number
    }

    /// As a power cut would end it.
    func kill() async {
        exit.begin()
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        await exit.status()
    }

    /// It does nothing from now on and keeps everything, as on a machine that hangs.
    func pause() { Foundation.kill(process.processIdentifier, SIGSTOP) }

    /// It goes on where it was.
    func goOn() { Foundation.kill(process.processIdentifier, SIGCONT) }

    /// As its operator would.
    /// - Returns: the exit status.
    @discardableResult
    func stop() async -> Int32 {
        exit.begin()
        if process.isRunning { process.terminate() }
        return await exit.status()
    }

    /// Waits for it to end by itself.
    /// - Returns: the exit status.
    func ended() async -> Int32 { await exit.status() }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], program: URL = Program.url, environment: [String: String], folder: URL
    ) async throws -> (status: Int32, output: String) {
        let command = try GatewayProcess(
            arguments, program: program, environment: environment, folder: folder, port: 0)
        return (await command.exit.status(), command.log)
    }
}

/// The end of a process, to be waited for without holding up a thread.
private final class Exit: Sendable {
    private struct State {
        var isBegun = false
        var status: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    var isBegun: Bool { state.withLock { $0.isBegun } }

    func begin() { state.withLock { $0.isBegun = true } }

    func note(_ status: Int32) {
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    @discardableResult
    func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state in
                if state.status == nil { state.waiting.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }
}

struct ProgramFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Where things are.
enum Program {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The program lies beside the tests that were built with it.
    static let url: URL = {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "gatehouse")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return repository.appending(path: ".build/debug/gatehouse")
    }()

    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gatehouse-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A port nobody listens on just now.
    static func freePort() throws -> Int {
        for _ in 0..<2000 {
            let port = nextPort.withLock { next in
                next += 1
                return 20_000 + next % 12_000
            }
            if isFree(port) { return port }
        }
        throw ProgramFailure("no free port")
    }

    /// Below the ports that the system gives away by itself: no connection of another test can take one between its
    /// choice and its use. Nor is one given twice.
    private static let nextPort = Mutex(Int(getpid()) * 100)

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// Asks again and again until it is so; fails after the limit. For what no event announces.
func eventually(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(120),
    _ isSo: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while true {
        if try await isSo() { return }
        guard ContinuousClock.now < deadline else { throw ProgramFailure("Not within \(limit): \(what())") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
