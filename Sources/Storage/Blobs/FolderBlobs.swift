import Foundation
public import Gateway
public import GatewayModel

/// Blobs as files of one folder, which only its owner may read. A draft is a file of another ending.
public struct FolderBlobs: Blobs {
    static let draftEnding = ".draft"

    private let folder: URL

    /// Opens the folder, or makes it.
    public init(_ path: String) throws {
        folder = URL(filePath: path, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    public func draft(_ name: BlobName) throws -> any BlobDraft {
        try FileDraft(in: folder, for: name)
    }

    public func read(_ name: BlobName, from offset: Int, limit: Int) async throws -> [UInt8]? {
        guard let file = try OpenFile(reading: url(of: name).path) else { return nil }
        let count = min(limit, try file.byteCount() - max(0, offset))
        return count > 0 ? try file.read(count, from: max(0, offset)) : []
    }

    public func byteCount(of name: BlobName) async throws -> Int? {
        try OpenFile(reading: url(of: name).path)?.byteCount()
    }

    public func delete(_ name: BlobName) async throws {
        guard unlink(url(of: name).path) == 0 || errno == ENOENT else { throw FileFailure.now("removed") }
        try Self.flush(folder)
    }

    public func names(after name: BlobName?, limit: Int) async throws -> [BlobName] {
        let all = try FileManager.default.contentsOfDirectory(atPath: folder.path).compactMap { BlobName($0) }
        return Array(all.filter { entry in name.map { $0 < entry } ?? true }.sorted().prefix(limit))
    }

    public func removeAbandoned(before moment: Timestamp) async throws {
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(Self.draftEnding) {
            let path = folder.appending(path: name).path
            // One that is finished by now has gone.
            guard let changed = (try? files.attributesOfItem(atPath: path))?[.modificationDate] as? Date,
                Int64(changed.timeIntervalSince1970 * 1000) < moment.milliseconds
            else { continue }
            guard unlink(path) == 0 || errno == ENOENT else { throw FileFailure.now("removed") }
        }
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
