import Foundation
public import Gateway
public import GatewayModel

/// Blobs as rows beside everything else: one file to keep, or one database for several nodes.
///
/// A blob is written in small transactions, so that no message waits for a file, and its name points at it in the last.
public struct DatabaseBlobs: Blobs {
    /// What a file is read in when it is given out.
    static let chunkBytes = 64 << 10
    /// In one transaction.
    static let mostBytesAtOnce = 4 * chunkBytes
    /// What is removed is overwritten, so it costs as much as writing.
    private static let mostRemovedAtOnce = mostBytesAtOnce / chunkBytes

    private let store: any Store
    private let ids: IDGenerator
    private let spool: String

    /// - Parameter spool: a folder with room for the files that come at the same time, each without a name; the
    ///   system's for temporary files if not given.
    public init(_ store: any Store, ids: IDGenerator, spool: String? = nil) {
        self.store = store
        self.ids = ids
        self.spool = spool ?? FileManager.default.temporaryDirectory.path
    }

    public func draft(_ name: BlobName) throws -> any BlobDraft {
        try SpooledDraft(for: name, in: store, ids: ids, spool: spool)
    }

    public func read(_ name: BlobName, from offset: Int, limit: Int) async throws -> [UInt8]? {
        try await store.read { transaction in
            guard let blob = try transaction.blob(name) else { return nil }
            let start = max(0, offset)
            let count = min(limit, blob.byteCount - start)
            guard count > 0 else { return [] }
            let numbers = start / Self.chunkBytes...(start + count - 1) / Self.chunkBytes
            let bytes = try transaction.chunks(of: blob.content, numbers).joined().dropFirst(start % Self.chunkBytes)
            let wanted = Array(bytes.prefix(count))
            guard wanted.count == count else { throw StoreFailure("\(name) is not whole in the database.") }
            return wanted
        }
    }

    public func byteCount(of name: BlobName) async throws -> Int? {
        try await store.read { try $0.blob(name)?.byteCount }
    }

    public func delete(_ name: BlobName) async throws {
        guard let content = try await store.write({ try $0.deleteBlob(name) }) else { return }
        try await remove(content)
    }

    public func names(after name: BlobName?, limit: Int) async throws -> [BlobName] {
        try await store.read { try $0.blobNames(after: name, limit: limit) }
    }

    public func removeAbandoned(before moment: Timestamp) async throws {
        let oldest = ID<BlobContent>(rawValue: IDGenerator.floor(of: moment))
        while !Task.isCancelled {
            guard let content = try await store.read({ try $0.looseContents(below: oldest, limit: 1).first }) else {
                return
            }
            try await remove(content)
        }
    }

    /// In small transactions; where it is cut off, the clean-up goes on.
    private func remove(_ content: ID<BlobContent>) async throws {
        while try await !store.write({ try $0.remove(content, chunks: Self.mostRemovedAtOnce) }) {}
    }

    /// At least one, so that the greatest id of a content can be told from the chunks.
    static func chunks(of bytes: [UInt8]) -> [[UInt8]] {
        guard !bytes.isEmpty else { return [[]] }
        return stride(from: 0, to: bytes.count, by: chunkBytes).map {
            Array(bytes[$0..<min($0 + chunkBytes, bytes.count)])
        }
    }
}
