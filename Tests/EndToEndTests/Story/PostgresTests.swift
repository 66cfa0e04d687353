import Foundation
import LoopbackPostgres
import MockPlatform
import MockSMS
import Testing

/// The real program on PostgreSQL.
@Suite("A gateway on PostgreSQL")
struct PostgresTests {
    private static let customer = "+14155550100"

    /// A database of its own, and what the program is told of it. The password is not asked for on this socket.
    private static func database() throws -> (server: PostgresServer, name: String, url: String) {
        let server = try PostgresServer.shared.get()
        let name = "story_\(UUID().uuidString.prefix(8).lowercased())"
        try server.execute("CREATE DATABASE \(name)")
        return (server, name, server.url(name).replacing("gatehouse@", with: "gatehouse:geheim@"))
    }

    @Test("Moved from SQLite it knows everything, goes on, and survives a kill; the password is shown to nobody")
    func moved() async throws {
        let (server, name, url) = try Self.database()
        let house = try await Installation()
        let phone = house.mock.phone(Self.customer)
        #expect(try await phone.text("hello", to: Installation.number).succeeded)
        let id = try #require(
            try await house.api.get("/v1/conversations").expect(200)["items"].array.first?["id"].string)
        let file = house.folder.appending(path: "gatehouse.sqlite").path

        let command = ["migrate-store", "--to", url]
        let busy = try await GatewayProcess.run(
            command, environment: ["GATEHOUSE_DATABASE_PATH": file], folder: house.folder)
        #expect(busy.status != 0 && busy.output.contains("Another gateway serves"), "\(busy.output)")
        await house.gateway.stop()
        let moved = try await GatewayProcess.run(
            command, environment: ["GATEHOUSE_DATABASE_PATH": file], folder: house.folder)
        #expect(moved.status == 0 && moved.output.contains("message  1"), "\(moved.output)")

        // A key of its own would open nothing that was sealed.
        let settings = ["GATEHOUSE_DATABASE_URL": url]
        let keyless = try await GatewayProcess.run(["serve"], environment: settings, folder: house.folder)
        #expect(keyless.status != 0 && keyless.output.contains("masterKey.file"), "\(keyless.output)")

        var environment = settings
        environment["GATEHOUSE_MASTER_KEY_FILE"] = file + ".key"
        environment["GATEHOUSE_MEDIA_FOLDER"] = file + ".media"
        var serving = environment
        serving["GATEHOUSE_PUBLIC_LISTEN"] = "127.0.0.1:\(house.port)"
        serving["GATEHOUSE_PRIVATE_LISTEN"] = "127.0.0.1:\(house.port)"
        serving["GATEHOUSE_PUBLIC_URL"] = "http://127.0.0.1:\(house.port)"
        serving["GATEHOUSE_OUTGOING_ALLOWED_NETWORKS"] = "127.0.0.1"
        serving["GATEHOUSE_LOG_LEVEL"] = "debug"
        func serve() async throws -> GatewayProcess {
            let started = try GatewayProcess(["serve"], environment: serving, folder: house.folder, port: house.port)
            try await started.waitForOutput("Gatehouse is ready")
            return started
        }
        var gateway = try await serve()
        let second = try await GatewayProcess.run(["media", "move"], environment: environment, folder: house.folder)
        #expect(second.status != 0 && second.output.contains("stop it first"), "\(second.output)")

        _ = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "How can we help?"]).expect(202)
        _ = try await phone.texts.wait { $0.direction == .received && $0.body == "How can we help?" }
        #expect(try await phone.text("STOP", to: Installation.number).succeeded)
        let refused = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "Still there?"])
        #expect(refused.problem == "stop-list")

        let made = try await GatewayProcess.run(
            ["api-key", "create", "--label", "Another", "--level", "administrator"], environment: environment,
            folder: house.folder)
        #expect(made.status == 0, "\(made.output)")
        let other = house.api.with(token: made.output.split(separator: "\n").last.map(String.init) ?? "")
        #expect(try await other.get("/v1/api-keys").status == 200)

        await gateway.kill()
        let log = gateway.log
        gateway = try await serve()
        let messages = try await house.api.get("/v1/conversations/\(id)/messages").expect(200)["items"].array
        #expect(messages.count >= 3)
        let backup = try await GatewayProcess.run(
            ["backup", "copy"], environment: environment, folder: house.folder)
        #expect(backup.status != 0 && backup.output.contains("pg_dump"), "\(backup.output)")
        await gateway.stop()
        for text in [log, gateway.log, moved.output, keyless.output, second.output, made.output, backup.output] {
            #expect(!text.contains("geheim"))
        }
        await house.end()
        try server.execute("DROP DATABASE \(name) WITH (FORCE)")
    }

    @Test(
        "What is wrong with the setting is said, without the password",
        arguments: [
            ["GATEHOUSE_DATABASE_URL": "postgres://somebody:ge@heim@db/gatehouse"],
            ["GATEHOUSE_DATABASE_URL": "mysql://somebody:geheim@db/gatehouse"],
            [
                "GATEHOUSE_DATABASE_URL": "postgres://somebody:geheim@db/gatehouse",
                "GATEHOUSE_DATABASE_PATH": "x.sqlite",
            ],
            ["GATEHOUSE_DATABASE_URL": "postgres://somebody:geheim@127.0.0.1:1/gatehouse"],
        ])
    func wrong(settings: [String: String]) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let refused = try await GatewayProcess.run(["serve"], environment: settings, folder: folder)
        #expect(refused.status != 0)
        #expect(refused.output.contains("database.url") || refused.output.contains("cannot be reached"))
        #expect(!refused.output.contains("heim"), "\(refused.output)")
    }
}
