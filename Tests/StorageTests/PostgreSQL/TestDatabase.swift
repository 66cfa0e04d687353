import Foundation
import LoopbackPostgres
import Storage
import Synchronization

/// A database for each folder: made when it is first asked for, and gone with the folder.
enum TestDatabase {
    private static let made = Mutex<Set<String>>([])

    /// Has the schema already, so that each test copies files instead of making sixty tables.
    private static let template = Result {
        let server = try PostgresServer.shared.get()
        try server.execute("CREATE DATABASE template_of_tests")
        try PostgresStore(try address(of: "template_of_tests", on: server)).close()
        return "template_of_tests"
    }

    static func address(for folder: URL) throws -> PostgresAddress {
        let server = try PostgresServer.shared.get()
        let template = try template.get()
        let name = name(for: folder)
        try made.withLock { made in
            guard !made.contains(name) else { return }
            try server.execute("CREATE DATABASE \"\(name)\" TEMPLATE \(template) STRATEGY file_copy")
            made.insert(name)
        }
        return try address(of: name, on: server)
    }

    static func drop(for folder: URL) {
        let name = name(for: folder)
        guard made.withLock({ $0.remove(name) }) != nil else { return }
        _ = try? PostgresServer.shared.get().execute("DROP DATABASE \"\(name)\" WITH (FORCE)")
    }

    private static func name(for folder: URL) -> String { folder.lastPathComponent.lowercased() }

    static func address(of database: String, on server: PostgresServer) throws -> PostgresAddress {
        guard let address = PostgresAddress(server.url(database)) else {
            throw PostgresServer.Failure(description: "\(server.url(database)) is no address")
        }
        return address
    }
}
