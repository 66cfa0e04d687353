import Gateway
import GatewayModel
import Synchronization

/// A file without a name, which takes the bytes as fast as they come and goes into the database once they are all there.
final class SpooledDraft: BlobDraft {
    private let name: BlobName
    private let store: any Store
    private let ids: IDGenerator
    /// `nil` once it is finished or discarded.
    private let file: Mutex<OpenFile?>

    init(for name: BlobName, in store: any Store, ids: IDGenerator, spool folder: String) throws {
        self.name = name
        self.store = store
        self.ids = ids
        file = Mutex(try OpenFile(namelessIn: folder))
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let file = file.withLock({ $0 }) else { throw Self.isOver }
        try file.append(bytes)
    }

    /// A transaction for each few chunks, and the name in the last. What is cut off on the way stays loose.
    func finish() async throws {
        guard let file = file.withLock({ $0.take() }) else { throw Self.isOver }
        let blob = StoredBlob(content: ids.next(), byteCount: try file.byteCount())
        var offset = 0
        repeat {
            let (start, bytes) = (offset, try file.read(DatabaseBlobs.mostBytesAtOnce, from: offset))
            offset += bytes.count
            guard !bytes.isEmpty || blob.byteCount == 0 else { throw StoreFailure("A spooled file ended too early.") }
            try await store.write { [name, offset] transaction in
                if start == 0 { try transaction.insert(blob.content) }
                try transaction.insert(
                    DatabaseBlobs.chunks(of: bytes), of: blob.content, from: start / DatabaseBlobs.chunkBytes)
                if offset >= blob.byteCount { try transaction.point(name, at: blob) }
            }
        } while offset < blob.byteCount
    }

    func discard() {
        file.withLock { $0 = nil }
    }
}
