import Foundation
import Gateway
import GatewayModel
import LoopbackPostgres
import Storage
import Testing

/// An engine that must keep the promises of ``Store``. The suites beside this one run against each.
struct StoreUnderTest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Opens the store in this folder, or opens it again.
    let open: @Sendable (URL) throws -> any Store

    static let all = [
        StoreUnderTest(testDescription: "SQLite") { folder in
            try SQLiteStore(path: folder.appending(path: "store.db").path, exclusively: false)
        },
        StoreUnderTest(testDescription: "PostgreSQL") { folder in
            try PostgresStore(try TestDatabase.address(for: folder))
        },
    ]

    /// An empty store, and the folder it lives in.
    func make() throws -> TestStore {
        let folder = try TemporaryFolder()
        return TestStore(store: try open(folder.url), folder: folder)
    }
}

/// A store, and its folder for as long as it is used.
struct TestStore: Sendable {
    let store: any Store
    let folder: TemporaryFolder

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result { try await store.write(work) }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result { try await store.read(work) }
}

/// A folder that goes when nobody holds it any more.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        TestDatabase.drop(for: url)
        try? FileManager.default.removeItem(at: url)
    }
}
