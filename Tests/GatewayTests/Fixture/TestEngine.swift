import Foundation
import LoopbackPostgres
import Storage
import Testing

/// What gateways under test keep their data in: SQLite, or PostgreSQL where `TEST_ENGINE` says so (`make test-postgres`).
enum TestEngine: String {
    case sqlite
    case postgres

    static let current: TestEngine = {
        let name = ProcessInfo.processInfo.environment["TEST_ENGINE"] ?? TestEngine.sqlite.rawValue
        guard let engine = TestEngine(rawValue: name) else { preconditionFailure("there is no engine \(name)") }
        return engine
    }()

    /// For what looks into the database's file, or takes a copy of it while the gateway goes on.
    static let onFiles = ConditionTrait.enabled(if: current == .sqlite, "it is about a file")

    private static let factory = DatabaseFactory(template: "template_of_gateways") {
        try PostgresStore(try address($0)).close()
    }

    /// The store that belongs to a folder; new, or opened again.
    func open(for folder: URL) throws -> any DatabaseStore {
        switch self {
        case .sqlite: try SQLiteStore(path: folder.appending(path: "gateway.db").path, exclusively: true)
        // Few connections: hundreds of tests run side by side.
        case .postgres:
            try PostgresStore(try Self.address(Self.factory.url(Self.name(for: folder))), for: .alone, readers: 1)
        }
    }

    /// What is stored at this instant, the last commits included, for another folder; on PostgreSQL whoever has the store
    /// open is cut off from it.
    func copy(from folder: URL, to copy: URL) throws {
        try FileManager.default.copyItem(at: folder, to: copy)
        if self == .postgres { try Self.factory.copy(Self.name(for: folder), to: Self.name(for: copy)) }
    }

    func remove(_ folder: URL) {
        if self == .postgres { Self.factory.drop(Self.name(for: folder)) }
        try? FileManager.default.removeItem(at: folder)
    }

    private static func name(for folder: URL) -> String { folder.lastPathComponent.lowercased() }

    private static func address(_ url: String) throws -> PostgresAddress {
        guard let address = PostgresAddress(url) else {
            throw PostgresServer.Failure(description: "\(url) is no address")
        }
        return address
    }
}
