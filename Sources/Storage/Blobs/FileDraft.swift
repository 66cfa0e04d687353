import Foundation
import Gateway
import Synchronization

/// A file that gets its name once it is whole and on the disk.
final class FileDraft: BlobDraft {
    private let folder: URL
    private let draft: URL
    private let final: URL
    /// `nil` once it is finished or discarded.
    private let file: Mutex<OpenFile?>

    init(in folder: URL, for name: BlobName) throws {
        self.folder = folder
        final = folder.appending(path: name.description)
        draft = folder.appending(path: "\(name).\(UUID().uuidString)\(FolderBlobs.draftEnding)")
        file = Mutex(try OpenFile(making: draft.path))
    }

    deinit { discard() }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let file = file.withLock({ $0 }) else { throw Self.isOver }
        try file.append(bytes)
    }

    func finish() async throws {
        try file.withLock { file in
            guard let open = file else { throw Self.isOver }
            try open.flush()
            guard rename(draft.path, final.path) == 0 else { throw FileFailure.now("named") }
            file = nil
        }
        try FolderBlobs.flush(folder)
    }

    func discard() {
        file.withLock { file in
            if file != nil { unlink(draft.path) }
            file = nil
        }
    }
}

extension BlobDraft {
    static var isOver: StoreFailure { StoreFailure("A blob that is finished takes no more bytes.") }
}
