import Foundation
import Gateway

/// Keeps a second gateway from serving the same file. Held until the process ends, however it ends.
final class FileLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreFailure("\(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // `deinit` runs for this one too, and closes: twice would close a file that somebody opened in between.
            throw StoreFailure("Another gateway serves this database already (\(path) is locked).")
        }
    }

    deinit {
        if descriptor >= 0 { Foundation.close(descriptor) }
    }
}
