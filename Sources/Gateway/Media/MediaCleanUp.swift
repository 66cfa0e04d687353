import GatewayModel
import Logging
public import ServiceLifecycle

/// Removes uploads that nobody sent, and bytes that no row tells of.
public struct MediaCleanUp: Service, CustomStringConvertible {
    /// For so long an upload waits to be sent with a message.
    public static let lifeOfUnusedUploads = Duration.seconds(24 * 3600)
    private static let interval = Duration.seconds(3600)
    private static let batch = 200

    private let surroundings: Surroundings
    private let store: any Store
    private let blobs: any Blobs
    private let bell = Bell()
    private let logger: Logger

    init(_ surroundings: Surroundings, store: any Store, blobs: any Blobs, logger: Logger) {
        self.surroundings = surroundings
        self.store = store
        self.blobs = blobs
        self.logger = logger
    }

    public var description: String { "MediaCleanUp" }

    /// Works once an hour until told to stop.
    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                do {
                    try await cancelWhenGracefulShutdown { try await drain() }
                } catch {
                    logger.error("files cannot be cleaned up; trying again", metadata: ["error": "\(error)"])
                }
                bell.ring(at: surroundings.clock.now + Self.interval, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// Removes everything that is to go now.
    public func drain() async throws {
        let moment = surroundings.clock.now - Self.lifeOfUnusedUploads
        let oldest = ID<Media>(rawValue: IDGenerator.floor(of: moment))
        while !Task.isCancelled {
            let removed = try await store.write { transaction in
                let unused = try transaction.unusedUploads(below: oldest, limit: Self.batch)
                for id in unused { try transaction.deleteMedia(id) }
                return unused.count
            }
            if removed < Self.batch { break }
        }
        try await removeOrphans(below: oldest)
        try await blobs.removeAbandoned(before: moment)
    }

    /// Young ones are left: their row may be about to be written.
    private func removeOrphans(below oldest: ID<Media>) async throws {
        var last: BlobName?
        while !Task.isCancelled {
            let names = try await blobs.names(after: last, limit: Self.batch)
            guard let end = names.last else { return }
            last = end
            let orphans = try await store.read { transaction in
                try names.filter { name in
                    guard let id = ID<Media>(name.description), id < oldest else { return false }
                    return try transaction.media(id).map { $0.state == .failed } ?? true
                }
            }
            for name in orphans { try await blobs.delete(name) }
        }
    }
}
