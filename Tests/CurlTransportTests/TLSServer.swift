import Foundation
import LoopbackMail

/// OpenSSL's own test server, with a certificate of its own for 127.0.0.1.
final class TLSServer {
    private static let program = URL(filePath: "/usr/bin/openssl")
    static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: program.path) }

    /// One program after the other in one process, so that nobody has to hear of the first one's end: Foundation misses
    /// it where another program is started at the same instant, and takes over the socket that would tell.
    private static let script = """
        /usr/bin/openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test \
            -addext subjectAltName=IP:127.0.0.1 -keyout "$1" -out "$2" \
            && exec /usr/bin/openssl s_server -accept 127.0.0.1:0 "$3" -key "$1" -cert "$2"
        """

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
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", Self.script, "sh", folder.appending(path: "key.pem").path, certificate.path,
            mail == nil ? "-www" : "-no_ticket",
        ]
        let pipe = Pipe()
        process.standardInput = input
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading
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
}
