import Foundation
import Storage

/// Where a gateway keeps what it has: a folder, and a database. It outlives the gateway's process.
struct House: Sendable {
    let engine: Engine
    let folder: URL
    /// That of PostgreSQL.
    private let databaseURL: String?
    private let server: DatabaseServer?

    private var file: String { folder.appending(path: "gatehouse.sqlite").path }

    static func onSQLite() throws -> House { House(.sqlite, in: try newFolder(), nil, nil) }

    static func on(_ server: DatabaseServer) throws -> House {
        House(.postgres, in: try newFolder(), try server.makeDatabase(), server)
    }

    private init(_ engine: Engine, in folder: URL, _ databaseURL: String?, _ server: DatabaseServer?) {
        self.engine = engine
        self.folder = folder
        self.databaseURL = databaseURL
        self.server = server
    }

    private static func newFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gatehouse-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// What the program is told of it.
    var environment: [String: String] {
        let files = [
            "GATEHOUSE_MASTER_KEY_FILE": folder.appending(path: "master.key").path,
            "GATEHOUSE_MEDIA_FOLDER": folder.appending(path: "media").path,
        ]
        let database =
            databaseURL.map { ["GATEHOUSE_DATABASE_URL": $0] } ?? ["GATEHOUSE_DATABASE_PATH": file]
        return files.merging(database) { $1 }
    }

    /// Opens the database in this process, while no gateway serves it.
    func open() throws -> any DatabaseStore {
        guard let databaseURL else { return try SQLiteStore(path: file, exclusively: true) }
        return try PostgresStore(try Self.address(databaseURL), for: .alone)
    }

    /// The same again on PostgreSQL, while no gateway serves it: rows, master key and all.
    func copy(to server: DatabaseServer) throws -> House {
        let copy = try House.on(server)
        _ = try StoreCopy.copy(from: file, to: try Self.address(copy.databaseURL ?? ""))
        try FileManager.default.copyItem(
            at: folder.appending(path: "master.key"), to: copy.folder.appending(path: "master.key"))
        return copy
    }

    private static func address(_ url: String) throws -> PostgresAddress {
        guard let address = PostgresAddress(url) else { throw BenchFailure("\(url) is no address") }
        return address
    }

    /// What the database takes on the disk, while no gateway serves it.
    func bytesStored() throws -> Int {
        if let server, let databaseURL, let name = URLComponents(string: databaseURL)?.path.dropFirst() {
            return try server.bytes(of: String(name))
        }
        return try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    }

    /// By the gateway and whoever keeps its database.
    func bytesWritten(by gateway: ProcessUsage) throws -> Int {
        try gateway.bytesWritten() + (server?.bytesWritten() ?? 0)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
