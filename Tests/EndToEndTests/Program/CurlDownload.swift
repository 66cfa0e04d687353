import Foundation

/// A download by the curl program: what a script of a user would see of it.
struct CurlDownload {
    /// The transfer ended before its end; curl's manual calls it "Partial file".
    static let isPartial: Int32 = 18

    private let process = Process()
    private let folder: URL

    /// - Parameter rate: bytes a second, as curl writes them: `2M`.
    init(_ api: APIClient, _ path: String, rate: String? = nil) throws {
        folder = try Program.temporaryFolder()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments =
            [
                "-sS", "--max-time", "120", "-H", "Authorization: Bearer \(api.token ?? "")", "-D",
                folder.appending(path: "headers").path, "-o", folder.appending(path: "body").path,
            ] + (rate.map { ["--limit-rate", $0] } ?? []) + [api.url + path]
        try process.run()
    }

    var bytesSoFar: Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appending(path: "body").path)
        return (attributes?[.size] as? Int) ?? 0
    }

    /// Nothing more is read until ``resume()``: a reader who has all the time of the world, however slow the machine is.
    func pause() {
        kill(process.processIdentifier, SIGSTOP)
    }

    func resume() {
        kill(process.processIdentifier, SIGCONT)
    }

    /// Its end: curl's exit status, the headers in lower case, and the body.
    func end() throws -> (status: Int32, headers: String, body: String) {
        defer { try? FileManager.default.removeItem(at: folder) }
        process.waitUntilExit()
        let body = try String(contentsOf: folder.appending(path: "body"), encoding: .utf8)
        let headers = try String(contentsOf: folder.appending(path: "headers"), encoding: .utf8)
        return (process.terminationStatus, headers.lowercased(), body)
    }
}
