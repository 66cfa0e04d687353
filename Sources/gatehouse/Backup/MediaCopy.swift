import Foundation

/// The bytes of files, into a backup and out of it.
enum MediaCopy {
    /// Copies every file that is whole, and has each on the disk before it returns. Only the owner may read the copies.
    static func copy(_ source: URL, to target: URL) throws {
        let files = FileManager.default
        try files.createDirectory(at: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard files.fileExists(atPath: source.path) else { return }
        // What has an ending is still being written, and nothing names it yet.
        for name in try files.contentsOfDirectory(atPath: source.path) where !name.contains(".") {
            // One that is gone was removed since its name was read, and nothing names it any more.
            guard let data = files.contents(atPath: source.appending(path: name).path) else { continue }
            let copy = target.appending(path: name).path
            if files.fileExists(atPath: copy) { try files.removeItem(atPath: copy) }
            try PrivateFile.write(data, to: copy)
        }
        try PrivateFile.syncFolder(target.path)
    }

    /// Whether there is no file there, or no folder.
    static func isEmpty(_ folder: URL) -> Bool {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).isEmpty
    }
}
