import Foundation
public import Gateway

/// Blobs as files of one folder, which only its owner may read.
///
/// A draft is a file of another ending. Those that a dead process left are removed when the folder is opened, which
/// therefore belongs to one process.
public struct FolderBlobs: Blobs {
    static let draftEnding = ".draft"

    private let folder: URL

    /// Opens the folder, or makes it.
    ///
    /// - Parameter exclusively: whether drafts that are there are a dead process's. A command beside a gateway that
    ///   serves must leave them.
    public init(_ path: String, exclusively: Bool = true) throws {
        folder = URL(filePath: path, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard exclusively else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasSuffix(Self.draftEnding) {
            try FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }

    public func draft(_ name: BlobName) throws -> any BlobDraft {
        try FileDraft(in: folder, for: name)
    }

    public func read(_ name: BlobName, from offset: Int, limit: Int) async throws -> [UInt8]? {
        guard let file = try? FileHandle(forReadingFrom: url(of: name)) else { return nil }
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(max(0, offset)))
        return try file.read(upToCount: limit).map(Array.init) ?? []
    }

    public func byteCount(of name: BlobName) async throws -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: url(of: name).path)
        return (attributes?[.size] as? NSNumber)?.intValue
    }

    public func delete(_ name: BlobName) async throws {
        guard unlink(url(of: name).path) == 0 || errno == ENOENT else { throw FileFailure.now("removed") }
        try Self.flush(folder)
    }

    public func names(after name: BlobName?, limit: Int) async throws -> [BlobName] {
        let all = try FileManager.default.contentsOfDirectory(atPath: folder.path).compactMap { BlobName($0) }
        return Array(all.filter { entry in name.map { $0 < entry } ?? true }.sorted().prefix(limit))
    }

    private func url(of name: BlobName) -> URL { folder.appending(path: name.description) }

    /// Until the folder is on the disk, a file's new name is not.
    static func flush(_ folder: URL) throws {
        let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure.now("opened") }
        defer { Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFailure.now("written") }
    }
}

enum FileFailure {
    static func now(_ what: String) -> StoreFailure {
        StoreFailure("A file of the blob folder cannot be \(what): \(String(cString: strerror(errno))).")
    }
}
