import Foundation
import Gateway
import GatewayModel
import Testing

@Suite("What every place for blobs promises")
struct BlobContractTests {
    private let name = BlobName("med_1")!
    /// Behind every clock of a test, and behind the machine's.
    private static let later = Timestamp(milliseconds: 3_786_912_000_000)  // 2090

    /// Bytes that tell where they stand.
    private static func bytes(_ count: Int, seed: Int = 0) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 + seed) &* 31 ^ (($0 + seed) >> 8)) }
    }

    @Test("Bytes come back as they went, in stretches", arguments: BlobsUnderTest.all)
    func roundTrip(engine: BlobsUnderTest) async throws {
        let place = try engine.make()
        let draft = try place.blobs.draft(name)
        for piece in [[1, 2, 3], [], [4, 5]] as [[UInt8]] { try piece.withUnsafeBytes { try draft.append($0) } }
        try await draft.finish()
        draft.discard()
        let blobs = try place.reopened().blobs
        #expect(try await blobs.byteCount(of: name) == 5)
        let cases: [(Int, Int, [UInt8])] = [
            (0, 100, [1, 2, 3, 4, 5]), (0, .max, [1, 2, 3, 4, 5]), (3, 1, [4]), (-1, 2, [1, 2]), (4, 2, [5]),
            (5, 10, []), (.max, 10, []), (0, 0, []),
        ]
        for (offset, limit, expected) in cases {
            #expect(try await blobs.read(name, from: offset, limit: limit) == expected, "\(limit) from \(offset)")
        }
        #expect(try await blobs.read(BlobName("med_2")!, from: 0, limit: 1) == nil)
        #expect(throws: StoreFailure.self) { try [9 as UInt8].withUnsafeBytes { try draft.append($0) } }
        await #expect(throws: StoreFailure.self) { try await draft.finish() }
        #expect(try await blobs.byteCount(of: name) == 5)
    }

    @Test(
        "Of any size: nothing, and all around the pieces in which it may be kept", arguments: BlobsUnderTest.all,
        [0, 1, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 600_000])
    func sizes(engine: BlobsUnderTest, count: Int) async throws {
        let place = try engine.make()
        let whole = Self.bytes(count)
        try await place.write(Array(whole.prefix(100_000)), Array(whole.dropFirst(100_000)), as: name)
        #expect(try await place.blobs.byteCount(of: name) == count)
        #expect(try await place.blobs.read(name, from: 0, limit: .max) == whole)
        for (offset, limit) in [(65_530, 12), (65_536, 65_536), (65_535, 131_074), (262_100, 100), (count - 3, 9)] {
            let expected = Array(whole.dropFirst(max(0, offset)).prefix(limit))
            #expect(try await place.blobs.read(name, from: offset, limit: limit) == expected, "\(limit) from \(offset)")
        }
        var (read, pieces): ([UInt8], Int) = ([], 0)
        while let piece = try await place.blobs.read(name, from: read.count, limit: 50_000), !piece.isEmpty {
            read += piece
            pieces += 1
        }
        #expect(read == whole)
        #expect(pieces == (count + 49_999) / 50_000)
    }

    @Test("What is not finished is never seen, and what a dead process left goes", arguments: BlobsUnderTest.all)
    func unfinished(engine: BlobsUnderTest) async throws {
        let place = try engine.make()
        let draft = try place.blobs.draft(name)
        try [1 as UInt8].withUnsafeBytes { try draft.append($0) }
        #expect(try await place.blobs.read(name, from: 0, limit: 1) == nil)
        #expect(try await place.blobs.byteCount(of: name) == nil)
        #expect(try await place.blobs.names(after: nil, limit: 10) == [])
        // A new process beside a living one must leave what is young.
        let other = try place.reopened()
        try await other.blobs.removeAbandoned(before: Timestamp(milliseconds: 0))
        try [2 as UInt8].withUnsafeBytes { try draft.append($0) }
        try await draft.finish()
        #expect(try await other.blobs.read(name, from: 0, limit: 9) == [1, 2])
        let dead = try place.blobs.draft(BlobName("med_2")!)
        try [1 as UInt8].withUnsafeBytes { try dead.append($0) }
        try await other.blobs.removeAbandoned(before: Self.later)
        #expect(try await place.count() == 1)
        #expect(try await other.blobs.read(name, from: 0, limit: 9) == [1, 2])
        dead.discard()
        await #expect(throws: StoreFailure.self) { try await dead.finish() }
        #expect(try await other.blobs.names(after: nil, limit: 10) == [name])
    }

    @Test("Discarded or forgotten, a draft leaves nothing", arguments: BlobsUnderTest.all)
    func discarded(engine: BlobsUnderTest) async throws {
        let place = try engine.make()
        for mustForget in [true, false] {
            let draft = try place.blobs.draft(name)
            try Self.bytes(100_000).withUnsafeBytes { try draft.append($0) }
            if !mustForget { draft.discard() }
        }
        #expect(try await place.count() == 0)
    }

    @Test("A name is given once more: the old bytes until the new are all there", arguments: BlobsUnderTest.all)
    func replaced(engine: BlobsUnderTest) async throws {
        let place = try engine.make()
        try await place.write(Self.bytes(300_000), as: name)
        let draft = try place.blobs.draft(name)
        try Self.bytes(70_000, seed: 5).withUnsafeBytes { try draft.append($0) }
        #expect(try await place.blobs.read(name, from: 0, limit: .max) == Self.bytes(300_000))
        try await draft.finish()
        #expect(try await place.blobs.read(name, from: 0, limit: .max) == Self.bytes(70_000, seed: 5))
        #expect(try await place.blobs.byteCount(of: name) == 70_000)
        try await place.blobs.removeAbandoned(before: Self.later)
        #expect(try await place.count() == 1)
        #expect(try await place.blobs.read(name, from: 0, limit: .max) == Self.bytes(70_000, seed: 5))
    }

    @Test("Readers and writers at the same time: always one whole blob or the other", arguments: BlobsUnderTest.all)
    func together(engine: BlobsUnderTest) async throws {
        let place = try engine.make()
        let versions = (0..<4).map { Self.bytes(150_000 + $0, seed: $0) }
        try await place.write(versions[0], as: name)
        try await withThrowingDiscardingTaskGroup { group in
            for version in versions {
                group.addTask { try await place.write(version, as: name) }
                group.addTask {
                    let read = try await place.blobs.read(name, from: 0, limit: .max)
                    #expect(versions.contains { $0 == read })
                }
            }
            group.addTask { try await place.blobs.removeAbandoned(before: Timestamp(milliseconds: 0)) }
        }
        let end = try await place.blobs.read(name, from: 0, limit: .max)
        #expect(versions.contains { $0 == end })
    }

    @Test("Listed in order, page by page; deleted once and again", arguments: BlobsUnderTest.all)
    func listing(engine: BlobsUnderTest) async throws {
        let place = try engine.make()
        // In the order of bytes, whatever language a database speaks.
        for text in ["b", "c_", "a", "c1", "ca"] { try await place.write([1], as: try #require(BlobName(text))) }
        #expect(try await place.blobs.names(after: nil, limit: 2).map(\.description) == ["a", "b"])
        #expect(try await place.blobs.names(after: BlobName("b"), limit: 9).map(\.description) == ["c1", "c_", "ca"])
        let gone = try #require(BlobName("b"))
        try await place.blobs.delete(gone)
        try await place.blobs.delete(gone)
        #expect(try await place.blobs.byteCount(of: gone) == nil)
        #expect(try await place.blobs.read(gone, from: 0, limit: 1) == nil)
        #expect(try await place.count() == 4, "the bytes are gone, too")
        try await place.write([2], as: gone)
        #expect(try await place.blobs.read(gone, from: 0, limit: 9) == [2])
    }

    @Test("Only the owner may read any file", arguments: BlobsUnderTest.all)
    func permissions(engine: BlobsUnderTest) async throws {
        let place = try engine.make()
        try await place.write([1], as: name)
        let draft = try place.blobs.draft(name)
        for file in try FileManager.default.subpathsOfDirectory(atPath: place.folder.url.path) {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: place.folder.url.appending(path: file).path)
            let expected = attributes[.type] as? FileAttributeType == .typeDirectory ? 0o700 : 0o600
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == expected, "\(file)")
        }
        draft.discard()
    }

    @Test(
        "A name cannot leave the folder",
        arguments: ["", ".", "..", "a/b", "a.draft", "A", "é", "a\0", String(repeating: "a", count: 65)])
    func names(_ text: String) {
        #expect(BlobName(text) == nil)
    }
}
