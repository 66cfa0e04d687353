import Foundation
import Gateway
import Synchronization

/// A file that gets its name once it is whole and on the disk.
final class FileDraft: BlobDraft {
    private let folder: URL
    private let draft: URL
    private let final: URL
    /// `nil` once it is finished or discarded.
    private let descriptor: Mutex<Int32?>

    init(in folder: URL, for name: BlobName) throws {
        self.folder = folder
        final = folder.appending(path: name.description)
        draft = folder.appending(path: "\(name).\(UUID().uuidString)\(FolderBlobs.draftEnding)")
        let opened = open(draft.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw FileFailure.now("made") }
        descriptor = Mutex(opened)
    }

    deinit { discard() }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        try descriptor.withLock { descriptor in
            guard let descriptor else { throw StoreFailure("A blob that is finished takes no more bytes.") }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw FileFailure.now("written") }
                rest = rest.dropFirst(count)
            }
        }
    }

    func finish() async throws {
        try descriptor.withLock { descriptor in
            guard let open = descriptor else { throw StoreFailure("A blob is finished once.") }
            guard fsync(open) == 0 else { throw FileFailure.now("written") }
            guard rename(draft.path, final.path) == 0 else { throw FileFailure.now("named") }
            Foundation.close(open)
            descriptor = nil
        }
        try FolderBlobs.flush(folder)
    }

    func discard() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            Foundation.close(open)
            unlink(draft.path)
            descriptor = nil
        }
    }
}
