import Foundation
import LoopbackPostgres

/// A PostgreSQL of its own for the benchmark, on this machine, whose commits reach the disk. Its memory is what Debian
/// gives it.
final class DatabaseServer: Sendable {
    private static let settings = ["shared_buffers": "128MB", "max_connections": "100"]

    private let server: PostgresServer

    init() throws { server = try PostgresServer(isDurable: true, settings: Self.settings) }

    /// - Returns: the URL of a new database.
    func makeDatabase() throws -> String {
        let name = "bench_\(UUID().uuidString.prefix(8).lowercased())"
        try server.execute("CREATE DATABASE \(name)")
        return server.url(name)
    }

    /// What a database takes on the disk.
    func bytes(of database: String) throws -> Int {
        try Int(server.execute("SELECT pg_database_size('\(database)')").first ?? "") ?? 0
    }

    /// By all of its processes.
    func bytesWritten() -> Int {
        ProcessUsage.family(of: server.processNumber).reduce(0) { $0 + ((try? $1.bytesWritten()) ?? 0) }
    }
}
