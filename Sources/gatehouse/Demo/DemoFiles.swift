import Foundation

/// The files of a demo, fresh at each start.
struct DemoFiles: Sendable {
    let apiKey, settingsFile: String
    private let database, masterKey, media: String

    init(directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        apiKey = "\(directory)/api-key"
        settingsFile = "\(directory)/gatehouse.json"
        database = "\(directory)/gatehouse.sqlite"
        masterKey = "\(directory)/master.key"
        media = "\(directory)/media"
        let fileManager = FileManager.default
        guard !fileManager.fileExists(atPath: database) || fileManager.fileExists(atPath: apiKey) else {
            throw CommandFailure("\(directory) holds a database that is not a demo's; nothing was touched.")
        }
        for file in [database, "\(database)-wal", "\(database)-shm", masterKey, apiKey, settingsFile, media]
        where fileManager.fileExists(atPath: file) {
            try fileManager.removeItem(atPath: file)
        }
    }

    /// How a demo's gateway is set up: written down, so that other commands find it, and read from there.
    func settings(port: Int) async throws -> Settings {
        let address = "127.0.0.1:\(port)"
        let settings = [
            "database": ["path": database], "masterKey": ["file": masterKey], "media": ["folder": media],
            "public": ["listen": address, "url": "http://\(address)"], "private": ["listen": address],
            // A mock's content network may be `localhost`, which may be either.
            "outgoing": ["allowedNetworks": "127.0.0.1, ::1"], "log": ["level": "warning"],
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(settings).write(to: URL(filePath: settingsFile))
        return try await Settings.load(file: settingsFile, environment: [:])
    }

    func write(apiKey token: String) throws {
        guard
            FileManager.default.createFile(
                atPath: apiKey, contents: Data((token + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw CommandFailure("\(apiKey) cannot be written.") }
    }
}
