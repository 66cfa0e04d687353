public import GatewayModel

/// Moves all files from one place to the other, while no gateway serves them.
///
/// Everything is copied before the place is changed, and removed from the old one only after it: a move that was cut
/// off leaves every file where it is looked for, and goes on when it is begun again.
public struct MediaMove: Sendable {
    private static let batch = 200
    private static let pieceBytes = 256 << 10

    private let store: any Store
    private let source: any Blobs
    private let target: any Blobs
    private let clock: any WallClock

    public init(in store: any Store, from source: any Blobs, to target: any Blobs, clock: any WallClock) {
        self.store = store
        self.source = source
        self.target = target
        self.clock = clock
    }

    /// Copies what the new place does not hold yet.
    ///
    /// - Returns: how many files it holds now, and those that are in neither place.
    public func copy() async throws -> (count: Int, missing: [ID<Media>]) {
        var (count, missing, last): (Int, [ID<Media>], ID<Media>?) = (0, [], nil)
        while true {
            let files = try await store.read { [last] in try $0.readyMedia(after: last, limit: Self.batch) }
            guard let end = files.last else { return (count, missing) }
            last = end.id
            for file in files {
                if try await copy(file) { count += 1 } else { missing.append(file.id) }
            }
        }
    }

    /// Has the gateway look in the new place from now on.
    public func settle(on place: BlobPlace, by actor: String) async throws {
        let now = clock.now
        try await store.write { transaction in
            let old = try MediaPlace.current(in: transaction)
            guard old != place else { return }
            try transaction.setBlobPlace(place)
            try transaction.append(
                AuditEntry(
                    at: now, actor: actor, action: "media.move", subject: "media", before: old.rawValue,
                    after: place.rawValue))
        }
    }

    /// Removes the files from the old place, but for one that is needed and not in the new one.
    public func clear() async throws {
        var last: BlobName?
        while true {
            let names = try await source.names(after: last, limit: Self.batch)
            guard let end = names.last else { break }
            last = end
            // A folder may hold what is not ours.
            for name in names {
                guard let id = ID<Media>(name.description) else { continue }
                let isNeeded = try await store.read { try $0.media(id)?.state == .ready }
                let isCopied = try await target.byteCount(of: name) != nil
                if isCopied || !isNeeded { try await source.delete(name) }
            }
        }
        try await source.removeAbandoned(before: clock.now)
    }

    /// - Returns: whether the file is in the new place, now or since an earlier move.
    private func copy(_ file: Media) async throws -> Bool {
        let name = file.id.blobName
        if try await target.byteCount(of: name) == file.byteCount { return true }
        guard try await source.byteCount(of: name) == file.byteCount else { return false }
        let draft = try target.draft(name)
        defer { draft.discard() }
        var offset = 0
        while let piece = try await source.read(name, from: offset, limit: Self.pieceBytes), !piece.isEmpty {
            try piece.withUnsafeBytes { try draft.append($0) }
            offset += piece.count
        }
        guard offset == file.byteCount else { return false }
        try await draft.finish()
        return true
    }
}
