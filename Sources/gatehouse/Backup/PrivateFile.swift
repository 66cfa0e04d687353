import Foundation

/// Files that only their owner may read, on the disk for good once they are written.
enum PrivateFile {
    /// Makes a file that must not be there yet.
    static func write(_ data: Data, to path: String) throws {
        let handle = try make(path)
        try handle.write(contentsOf: data)
        try handle.synchronize()
    }

    /// Makes a file that must not be there yet, to be written piece by piece.
    static func make(_ path: String) throws -> FileHandle {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be made: \(String(cString: strerror(errno))).")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Makes a new name in a folder survive a power cut.
    static func syncFolder(_ path: String) throws {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("\(path) cannot be opened.") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw CommandFailure("\(path) cannot be made durable.") }
    }
}
