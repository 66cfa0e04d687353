import Foundation
import Gateway

/// A file that is written from its beginning to its end, or read anywhere. Closed when nobody holds it any more.
final class OpenFile: Sendable {
    private let descriptor: Int32

    /// A new file with this name, which only its owner may read.
    init(making path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure.now("made") }
    }

    /// A new file without a name: it goes with the process, however that ends.
    convenience init(namelessIn folder: String) throws {
        let path = "\(folder)/gatehouse-\(UUID().uuidString)"
        try self.init(making: path)
        guard unlink(path) == 0 else { throw FileFailure.now("unnamed") }
    }

    /// `nil` where there is none.
    init?(reading path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileFailure.now("opened")
        }
    }

    deinit {
        if descriptor >= 0 { Foundation.close(descriptor) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure.now("written") }
            rest = rest.dropFirst(count)
        }
    }

    func byteCount() throws -> Int {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw FileFailure.now("read") }
        return Int(end)
    }

    /// Fewer only at the end.
    func read(_ count: Int, from offset: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let read = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
                if read < 0 && errno == EINTR { continue }
                guard read >= 0 else { throw FileFailure.now("read") }
                if read == 0 { return }
                filled += read
            }
        }
    }

    /// Returns when it is on the disk.
    func flush() throws {
        guard fsync(descriptor) == 0 else { throw FileFailure.now("written") }
    }
}

enum FileFailure {
    static func now(_ what: String) -> StoreFailure {
        StoreFailure("A file of blobs cannot be \(what): \(String(cString: strerror(errno))).")
    }
}
