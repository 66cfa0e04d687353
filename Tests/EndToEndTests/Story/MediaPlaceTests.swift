import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockSMS
import Testing

/// Files that are kept in a folder or in the database: chosen, moved, backed up and restored.
@Suite("Where files are kept")
struct MediaPlaceTests {
    private static let inDatabase = ["GATEHOUSE_MEDIA_STORE": "database"]
    private static let inFolder = ["GATEHOUSE_MEDIA_STORE": "folder"]
    /// More than one transaction takes.
    private static let picture =
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + (0..<700_000).map { UInt8($0 % 251) }

    private struct Place {
        let folder: URL
        var database: URL { folder.appending(path: "gatehouse.sqlite") }
        var files: URL { folder.appending(path: "gatehouse.sqlite.media") }

        func run(_ arguments: String..., with settings: [String: String]) async throws -> (
            status: Int32, output: String
        ) {
            try await GatewayProcess.run(
                arguments, environment: settings.merging(["GATEHOUSE_DATABASE_PATH": database.path]) { $1 },
                folder: folder)
        }

        func count() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: files.path).count) ?? 0 }
    }

    private static func upload(_ house: Installation) async throws -> String {
        try await house.api.call(.post, "/v1/media", body: picture, contentType: "image/png").expect(201)["id"].string
            ?? ""
    }

    private static func bytes(_ id: String, by api: APIClient) async throws -> [UInt8] {
        let url = try await api.get("/v1/media/\(id)").expect(200)["url"].string ?? ""
        let reply = try await APIClient.sharedTransport.exchange(HTTPCall(method: .get, url: url))
        return reply.status == 200 ? reply.body : []
    }

    @Test("Chosen anew with files in the old place, it does not start; moved there and back, every file is there")
    func moved() async throws {
        let house = try await Installation(settings: Self.inFolder)
        let place = Place(folder: house.folder)
        let id = try await Self.upload(house)
        let busy = try await place.run("media", "move", with: Self.inDatabase)
        #expect(busy.status != 0 && busy.output.contains("Another gateway serves"), "\(busy.output)")
        await house.gateway.stop()

        let refused = try await place.run("serve", with: Self.inDatabase)
        #expect(refused.status != 0 && refused.output.contains("gatehouse media move"), "\(refused.output)")
        let both = try await place.run("serve", with: Self.inDatabase.merging(["GATEHOUSE_MEDIA_FOLDER": "x"]) { $1 })
        #expect(both.status != 0 && both.output.contains("media.folder"), "\(both.output)")
        let unknown = try await place.run("serve", with: ["GATEHOUSE_MEDIA_STORE": "cloud"])
        #expect(unknown.status != 0 && unknown.output.contains("media.store"), "\(unknown.output)")
        let nowhere = try await place.run("media", "move", "--folder", "/no/such", with: Self.inDatabase)
        #expect(nowhere.status != 0 && nowhere.output.contains("--folder"), "\(nowhere.output)")
        let empty = house.folder.appending(path: "empty")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        let wrong = try await place.run("media", "move", "--folder", empty.path, with: Self.inDatabase)
        #expect(wrong.status != 0 && wrong.output.contains(id), "\(wrong.output)")
        #expect(place.count() == 1)

        for (settings, left) in [(Self.inDatabase, 0), (Self.inFolder, 1)] {
            let moved = try await place.run("media", "move", with: settings)
            #expect(moved.status == 0 && moved.output.contains(": 1."), "\(moved.output)")
            #expect(place.count() == left)
            try await house.restart(with: settings)
            #expect(try await Self.bytes(id, by: house.api) == Self.picture)
            await house.gateway.stop()
        }
        await house.end()
    }

    @Test("A backup holds the files, wherever they are kept", arguments: [inDatabase, inFolder])
    func backup(settings: [String: String]) async throws {
        let house = try await Installation(settings: settings)
        let id = try await Self.upload(house)
        let place = Place(folder: house.folder)
        let other = settings == Self.inFolder ? Self.inDatabase : Self.inFolder
        let backup = house.folder.appending(path: "backup").path
        let wrong = try await place.run("backup", backup, with: other)
        #expect(wrong.status != 0 && wrong.output.contains("media.store"), "\(wrong.output)")
        let made = try await place.run("backup", backup, with: settings)
        #expect(made.status == 0, "\(made.output)")
        #expect(FileManager.default.fileExists(atPath: backup + "/media") == (settings == Self.inFolder))
        await house.gateway.stop()

        let elsewhere = Place(folder: house.folder.appending(path: "elsewhere"))
        try FileManager.default.createDirectory(at: elsewhere.folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: place.database.path + ".key", toPath: elsewhere.database.path + ".key")
        let refused = try await elsewhere.run("restore", backup, with: other)
        #expect(refused.status != 0 && refused.output.contains("media.store"), "\(refused.output)")
        #expect(!FileManager.default.fileExists(atPath: elsewhere.database.path))
        let put = try await elsewhere.run("restore", backup, with: settings)
        #expect(put.status == 0, "\(put.output)")
        let restored = try await GatewayProcess.serve(
            in: elsewhere.folder, port: try Program.freePort(), settings: settings)
        let api = try await APIClient.knowing(restored.url, token: house.api.token ?? "")
        #expect(try await Self.bytes(id, by: api) == Self.picture)
        await restored.stop()
        await house.end()
    }
}
