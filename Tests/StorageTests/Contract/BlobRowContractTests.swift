import ConnectorTestKit
import Foundation
import Gateway
import GatewayModel
import Storage
import Testing

@Suite("Store: the bytes of blobs")
struct BlobRowContractTests {
    private static let name = BlobName("med_1")!
    private static let first = ID<BlobContent>(rawValue: 10)
    private static let second = ID<BlobContent>(rawValue: 20)

    @Test("Where files are kept is said once, and can be changed", arguments: StoreUnderTest.all)
    func place(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.blobPlace() } == nil)
        for place in [BlobPlace.folder, .database, .folder] {
            try await store.write { try $0.setBlobPlace(place) }
            #expect(try await store.read { try $0.blobPlace() } == place)
        }
    }

    @Test("A content is loose until a name points at it, and again when none does", arguments: StoreUnderTest.all)
    func loose(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(Self.first)
            try transaction.insert([[1], [2]], of: Self.first, from: 0)
            try transaction.insert([[3]], of: Self.first, from: 2)
        }
        #expect(try await store.read { try $0.looseContents(below: Self.first, limit: 9) } == [])
        #expect(try await store.read { try $0.looseContents(below: Self.second, limit: 9) } == [Self.first])
        let blob = StoredBlob(content: Self.first, byteCount: 3)
        try await store.write { try $0.point(Self.name, at: blob) }
        #expect(try await store.read { try $0.looseContents(below: Self.second, limit: 9) } == [])
        #expect(try await store.read { try $0.blob(Self.name) } == blob)
        #expect(try await store.read { try $0.chunks(of: Self.first, 1...7) } == [[2], [3]])
        // What a name points at is not removed, whatever somebody believes.
        #expect(try await store.write { try $0.remove(Self.first, chunks: 9) })
        #expect(try await store.read { try $0.chunks(of: Self.first, 0...7) } == [[1], [2], [3]])

        try await store.write {
            try $0.insert(Self.second)
            try $0.insert([[]], of: Self.second, from: 0)
            try $0.point(Self.name, at: StoredBlob(content: Self.second, byteCount: 0))
        }
        #expect(try await store.read { try $0.looseContents(below: ID(rawValue: 0), limit: 9) } == [Self.first])
        for isDone in [false, true] {
            #expect(try await store.write { try $0.remove(Self.first, chunks: 2) } == isDone)
        }
        #expect(try await store.read { try $0.chunks(of: Self.first, 0...7) } == [])
        #expect(try await store.read { try $0.chunks(of: Self.second, 0...7) } == [[]])
        for content in [Self.second, nil] {
            #expect(try await store.write { try $0.deleteBlob(Self.name) } == content)
        }
        #expect(try await store.read { try $0.blob(Self.name) } == nil)
        #expect(try await store.read { try $0.looseContents(below: ID(rawValue: 0), limit: 9) } == [Self.second])
    }

    @Test("What was given up takes no chunk and gets no name", arguments: StoreUnderTest.all)
    func givenUp(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(Self.first)
            try transaction.insert([[1], [2]], of: Self.first, from: 0)
        }
        // In part, and then wholly.
        for isDone in [false, true] {
            #expect(try await store.write { try $0.remove(Self.first, chunks: isDone ? 9 : 1) } == isDone)
            await #expect(throws: StoreFailure.self) {
                try await store.write { try $0.insert([[3]], of: Self.first, from: 2) }
            }
            await #expect(throws: StoreFailure.self) {
                try await store.write {
                    try $0.point(Self.name, at: StoredBlob(content: Self.first, byteCount: 2))
                }
            }
        }
        #expect(try await store.read { try $0.chunks(of: Self.first, 0...7) } == [])
        #expect(try await store.read { try $0.blob(Self.name) } == nil)
    }

    @Test("A process that dies between two chunks leaves what goes by age", arguments: StoreUnderTest.all)
    func crash(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let clock = ManualClock()
        let ids = IDGenerator(clock: clock)
        let blobs = DatabaseBlobs(store.store, ids: ids)
        let half: ID<BlobContent> = ids.next()
        try await store.write { transaction in
            try transaction.insert(half)
            try transaction.insert(Array(repeating: [7], count: 200), of: half, from: 0)
        }
        #expect(try await blobs.names(after: nil, limit: 9) == [])
        try await blobs.removeAbandoned(before: clock.now)
        #expect(try await store.read { try $0.chunks(of: half, 0...999).count } == 200)
        try await blobs.removeAbandoned(before: clock.now + .seconds(1))
        #expect(try await store.read { try $0.chunks(of: half, 0...999) } == [])
        #expect(try await store.read { try $0.looseContents(below: ID(rawValue: .max), limit: 9) } == [])
    }

    @Test("No transaction writes more than a few chunks, and spooled bytes have no name", arguments: StoreUnderTest.all)
    func small(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let spool = try TemporaryFolder()
        let watched = WatchedStore(inner: store.store)
        let blobs = DatabaseBlobs(watched, ids: IDGenerator(clock: ManualClock()), spool: spool.url.path)
        let draft = try blobs.draft(Self.name)
        try [UInt8](repeating: 1, count: 1_000_000).withUnsafeBytes { try draft.append($0) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.url.path).isEmpty)
        #expect(watched.writes == 0)
        try await draft.finish()
        #expect(watched.writes == 4, "256 KiB in each")
        #expect(throws: StoreFailure.self) {
            try DatabaseBlobs(watched, ids: IDGenerator(clock: ManualClock()), spool: "/no/such/folder").draft(
                Self.name)
        }
    }
}
