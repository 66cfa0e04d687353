import Foundation
import LoopbackMail

/// OpenSSL's own test server, with a certificate of its own for 127.0.0.1.
final class TLSServer {
    private static let program = URL(filePath: "/usr/bin/openssl")
    static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: program.path) }

    let port: UInt16
    let certificate: URL
    private let folder: URL
    private let process: Process
    /// Open for as long as the server is to speak.
    private let input = Pipe()

    /// - Parameter mail: what speaks over the first connection; otherwise every one is answered as a web server does.
    init(speaking mail: LoopbackMailServer? = nil, greets: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem")
        let key = folder.appending(path: "key.pem")
        let (making, _) = try Self.run(
            from: nil, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2",
            "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key.path,
            "-out", certificate.path)
        making.waitUntilExit()
        let output: FileHandle
        (process, output) = try Self.run(
            from: input, "s_server", "-accept", "127.0.0.1:0", mail == nil ? "-www" : "-no_ticket", "-key", key.path,
            "-cert", certificate.path)
        // It says where it listens: `ACCEPT 127.0.0.1:45678`.
        var said = ""
        while !said.contains(/ACCEPT .*\n/), let more = try output.read(upToCount: 1) {
            said += String(decoding: more, as: UTF8.self)
        }
        port = said.firstMatch(of: /ACCEPT .*:(\d+)/).flatMap { UInt16($0.1) } ?? 0
        guard let mail else { return }
        Thread.detachNewThread { [input] in
            mail.converse(
                reading: output.fileDescriptor, writing: input.fileHandleForWriting.fileDescriptor, greets: greets)
            try? output.close()
        }
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func run(from input: Pipe?, _ arguments: String...) throws -> (Process, FileHandle) {
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        if let input { process.standardInput = input }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, output.fileHandleForReading)
    }
}
