import Foundation

/// Sends a file by the curl program, which reads it as it goes.
enum CurlUpload {
    static func post(_ file: URL, type: String, to api: APIClient, _ path: String) throws -> (
        status: Int32, body: String
    ) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = [
            "-sS", "--max-time", "240", "-X", "POST", "-H", "Authorization: Bearer \(api.token ?? "")", "-H",
            "Content-Type: \(type)", "-T", file.path, api.url + path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
