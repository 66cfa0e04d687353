import ConnectorKit
import GatewayModel
import Signing
import Synchronization

/// A file on its way into the blob store: counted, hashed and looked at as it comes.
final class MediaDraft: DownloadSink {
    private struct State {
        var start: [UInt8] = []
        var byteCount = 0
        let hash = HashStream()
    }

    private let draft: any BlobDraft
    private let mostBytes: Int
    private let state = Mutex(State())

    init(_ draft: any BlobDraft, mostBytes: Int) {
        self.draft = draft
        self.mostBytes = mostBytes
    }

    /// What a finished file is.
    struct Contents: Sendable {
        let type: MediaType
        let byteCount: Int
        let hash: [UInt8]
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        (try? append(bytes)) != nil
    }

    /// - Throws: ``MediaFailure`` for too many bytes, and whatever the blob store throws.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        try state.withLock { state in
            guard state.byteCount + bytes.count <= mostBytes else { throw MediaFailure.tooLarge(mostBytes) }
            if state.start.count < MediaType.sniffedBytes {
                state.start += bytes.prefix(MediaType.sniffedBytes - state.start.count)
            }
            state.byteCount += bytes.count
            state.hash.add(bytes)
            try draft.append(bytes)
        }
    }

    /// Makes the file durable, if it is of a type that is wanted.
    ///
    /// - Throws: ``MediaFailure``; nothing is kept then.
    func finish(if isWanted: (Contents) throws -> Bool) async throws -> Contents {
        let contents = state.withLock {
            Contents(type: MediaType(sniffing: $0.start), byteCount: $0.byteCount, hash: $0.hash.finish())
        }
        guard contents.byteCount > 0 else { throw MediaFailure("empty", "The file is empty.") }
        guard try isWanted(contents) else { throw MediaFailure.wrongType(contents.type) }
        try await draft.finish()
        return contents
    }

    func discard() { draft.discard() }
}

extension MediaFailure {
    static func tooLarge(_ most: Int) -> MediaFailure {
        MediaFailure("tooLarge", "The file is larger than \(most) bytes, the most that is taken.")
    }

    static func tooLarge(_ type: MediaType, _ most: Int) -> MediaFailure {
        MediaFailure("tooLarge", "The file is larger than \(most) bytes, the most that is taken of \(type.rawValue).")
    }

    static func wrongType(_ type: MediaType) -> MediaFailure {
        let what =
            switch type {
            case .unknown: "of no type that is known"
            case .active: "a document that could act in a browser"
            default: "of the type \(type.rawValue)"
            }
        return MediaFailure("wrongType", "By its first bytes the file is \(what), and such files are not taken.")
    }
}
