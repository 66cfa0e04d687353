import Foundation
import Testing

/// A download by the curl program: what a script of a user would see of it.
struct CurlDownload {
    /// The transfer ended before its end; curl's manual calls it "Partial file".
    static let isPartial: Int32 = 18

    private let process = Process()
    private let folder: URL
    /// A pipe in place of the file: curl reads no further than somebody reads here.
    private let tap: FileHandle?

    /// - Parameter isHeldBack: no more is read than ``hasBegun`` and ``end()`` do, however slow the machine is.
    init(_ api: APIClient, _ path: String, isHeldBack: Bool = false) throws {
        folder = try Program.temporaryFolder()
        let body = folder.appending(path: "body").path
        if isHeldBack {
            // Opened without waiting for somebody who writes: curl opens it with the first bytes.
            try #require(mkfifo(body, 0o600) == 0)
            tap = FileHandle(fileDescriptor: open(body, O_RDONLY | O_NONBLOCK), closeOnDealloc: true)
        } else {
            tap = nil
        }
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = [
            "-sS", "--max-time", "120", "-H", "Authorization: Bearer \(api.token ?? "")", "-D",
            folder.appending(path: "headers").path, "-o", body, api.url + path,
        ]
        try process.run()
    }

    /// Whether the first byte has come. It is gone then.
    var hasBegun: Bool {
        guard let tap else { return false }
        var byte: UInt8 = 0
        return read(tap.fileDescriptor, &byte, 1) == 1
    }

    /// Its end: curl's exit status, the headers in lower case, and the body.
    func end() throws -> (status: Int32, headers: String, body: String) {
        defer { try? FileManager.default.removeItem(at: folder) }
        var body = Data()
        if let tap {
            _ = fcntl(tap.fileDescriptor, F_SETFL, 0)
            body = try tap.readToEnd() ?? body
        }
        process.waitUntilExit()
        if tap == nil { body = try Data(contentsOf: folder.appending(path: "body")) }
        let headers = try String(contentsOf: folder.appending(path: "headers"), encoding: .utf8)
        return (process.terminationStatus, headers.lowercased(), String(decoding: body, as: UTF8.self))
    }
}
