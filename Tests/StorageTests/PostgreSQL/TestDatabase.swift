import Foundation
import LoopbackPostgres
import Storage

/// A PostgreSQL database for each folder that stands for a store.
enum TestDatabase {
    private static let factory = DatabaseFactory(template: "template_of_tests") {
        try PostgresStore(try address($0)).close()
    }

    static func address(for folder: URL) throws -> PostgresAddress { try address(factory.url(name(for: folder))) }

    static func drop(for folder: URL) { factory.drop(name(for: folder)) }

    private static func name(for folder: URL) -> String { folder.lastPathComponent.lowercased() }

    static func address(of database: String, on server: PostgresServer) throws -> PostgresAddress {
        try address(server.url(database))
    }

    private static func address(_ url: String) throws -> PostgresAddress {
        guard let address = PostgresAddress(url) else {
            throw PostgresServer.Failure(description: "\(url) is no address")
        }
        return address
    }
}
