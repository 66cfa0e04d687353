import ArgumentParser
import CurlTransport
import Foundation
import Gateway
import Logging
import MockSMS

/// `gatehouse demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Try everything on this machine: the gateway on a fresh SQLite file, mock platforms, a phone to text from.",
        discussion: "Listens on loopback only. What it stored is thrown away at the next start.")

    @Option(help: "Where the database, the master key and the API key are put.") var directory = ".demo"
    @Option(help: "The gateway's port on 127.0.0.1.") var port = 8080
    @Option(help: "The mock platform's port on 127.0.0.1.") var mockPort = 8090

    func run() async throws {
        // First the port: a demo that runs already keeps its files.
        let mock = try await DemoSeed.startMock(port: mockPort)
        let files = try DemoFiles(directory: directory)
        var settings = try await Settings.load(file: nil, environment: [:])
        settings.database = .file(files.database)
        settings.masterKeyFile = files.masterKey
        settings.publicAddress = ListenAddress(host: "127.0.0.1", port: port)
        settings.privateAddress = settings.publicAddress
        settings.publicURL = "http://127.0.0.1:\(port)"
        settings.mediaURL = settings.publicURL
        settings.people.panelURL = settings.publicURL
        settings.mediaFolder = files.media
        // The mock's content network is `localhost`, which may be either.
        settings.allowedNetworks = ["127.0.0.1", "::1"].compactMap { IPNetwork($0) }
        settings.logLevel = .warning

        let gateway = try await RunningGateway(settings)
        let seed = try await DemoSeed.plant(in: gateway, mock: mock)
        try files.write(apiKey: seed.token)
        let url = settings.publicURL
        let keyFile = files.apiKey
        try await gateway.run {
            say(
                """

                Gatehouse is ready. Everything runs on this machine only.

                  a phone to text from   \(seed.mock.baseURL)/
                  the API                \(url)/v1   (described at \(url)/openapi.json)
                  an API key             \(keyFile)

                Text "hello" from the phone, then read the conversation:

                  KEY=$(cat \(keyFile))
                  curl -s -H "Authorization: Bearer $KEY" \(url)/v1/conversations

                Stop with Control-C.

                """)
        }
        await seed.mock.stop()
    }
}

/// The files of a demo, fresh at each start.
private struct DemoFiles {
    let database, masterKey, apiKey, media: String

    init(directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        database = "\(directory)/gatehouse.sqlite"
        masterKey = "\(directory)/master.key"
        apiKey = "\(directory)/api-key"
        media = "\(directory)/media"
        let fileManager = FileManager.default
        guard !fileManager.fileExists(atPath: database) || fileManager.fileExists(atPath: apiKey) else {
            throw CommandFailure("\(directory) holds a database that is not a demo's; nothing was touched.")
        }
        for file in [database, "\(database)-wal", "\(database)-shm", masterKey, apiKey, media]
        where FileManager.default.fileExists(atPath: file) {
            try FileManager.default.removeItem(atPath: file)
        }
    }

    func write(apiKey token: String) throws {
        guard
            FileManager.default.createFile(
                atPath: apiKey, contents: Data((token + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw CommandFailure("\(apiKey) cannot be written.") }
    }
}
