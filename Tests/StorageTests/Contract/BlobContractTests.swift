import Foundation
import Gateway
import Storage
import Testing

@Suite("What every place for blobs promises")
struct BlobContractTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "blobs-\(UUID().uuidString)")
    private let name = BlobName("med_1")!

    @Test("Bytes come back as they went, in stretches")
    func roundTrip() async throws {
        let blobs = try FolderBlobs(folder.path)
        defer { try? FileManager.default.removeItem(at: folder) }
        let draft = try blobs.draft(name)
        for piece in [[1, 2, 3], [], [4, 5]] as [[UInt8]] { try piece.withUnsafeBytes { try draft.append($0) } }
        try await draft.finish()
        draft.discard()
        #expect(try await blobs.byteCount(of: name) == 5)
        #expect(try await blobs.read(name, from: 0, limit: 100) == [1, 2, 3, 4, 5])
        #expect(try await blobs.read(name, from: 3, limit: 1) == [4])
        #expect(try await blobs.read(name, from: 5, limit: 10) == [])
        #expect(throws: StoreFailure.self) { try [9 as UInt8].withUnsafeBytes { try draft.append($0) } }
    }

    @Test("What is not finished is not there, and a dead process leaves nothing")
    func unfinished() async throws {
        let blobs = try FolderBlobs(folder.path)
        defer { try? FileManager.default.removeItem(at: folder) }
        let draft = try blobs.draft(name)
        try [1 as UInt8].withUnsafeBytes { try draft.append($0) }
        #expect(try await blobs.read(name, from: 0, limit: 1) == nil)
        #expect(try await blobs.byteCount(of: name) == nil)
        #expect(try await blobs.names(after: nil, limit: 10) == [])
        #expect(try files().count == 1)
        // As a new process opens it.
        _ = try FolderBlobs(folder.path)
        #expect(try files().isEmpty)
        draft.discard()
        await #expect(throws: StoreFailure.self) { try await draft.finish() }
    }

    @Test("Listed in order, page by page; deleted once and again")
    func listing() async throws {
        let blobs = try FolderBlobs(folder.path)
        defer { try? FileManager.default.removeItem(at: folder) }
        for text in ["b", "c", "a"] { try await blobs.draft(try #require(BlobName(text))).finish() }
        #expect(try await blobs.names(after: nil, limit: 2).map(\.description) == ["a", "b"])
        #expect(try await blobs.names(after: BlobName("b"), limit: 2).map(\.description) == ["c"])
        try await blobs.delete(try #require(BlobName("b")))
        try await blobs.delete(try #require(BlobName("b")))
        #expect(try await blobs.names(after: nil, limit: 9).map(\.description) == ["a", "c"])
    }

    @Test("Only the owner may read")
    func permissions() async throws {
        let blobs = try FolderBlobs(folder.path)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await blobs.draft(name).finish()
        for (path, expected) in [(folder, 0o700), (folder.appending(path: "med_1"), 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path.path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == expected)
        }
    }

    @Test(
        "A name cannot leave the folder",
        arguments: ["", ".", "..", "a/b", "a.draft", "A", "é", "a\0", String(repeating: "a", count: 65)])
    func names(_ text: String) {
        #expect(BlobName(text) == nil)
    }

    private func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
}
