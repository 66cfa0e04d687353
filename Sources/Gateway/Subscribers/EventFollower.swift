import GatewayModel
import ServiceLifecycle
import Synchronization

/// Follows the log for somebody who listens, until they leave, the gateway stops, or they may not any more.
public final class EventFollower: Sendable {
    /// Below the minute after which an idle connection is closed, here and by most proxies.
    static let heartbeat = Duration.seconds(10)
    private static let most = 100

    private let store: any Store
    private let clock: any WallClock
    private let listeners = Atomic(0)

    init(store: any Store, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Whether there is room for one more.
    public func admit() throws {
        guard listeners.load(ordering: .relaxed) < Self.most else {
            throw Refusal(.unavailable, "too-many-streams", "\(Self.most) streams are open; that is the limit.")
        }
    }

    /// One page of the log, written down, and the position it ends at.
    public typealias Page = (bytes: [UInt8], position: Int64)

    /// Reads on whenever events were committed; while one page is written, no other is read.
    ///
    /// - Parameters:
    ///   - read: the page after a position; `nil` ends it all.
    ///   - aside: what is told besides, and stands in no log; asked whenever something may have happened.
    ///   - write: no bytes are a sign of life.
    public func follow(
        after start: Int64, read: @escaping @Sendable (Int64, any StoreTransaction) throws -> Page?,
        aside: () async throws -> [UInt8] = { [] }, write: ([UInt8]) async throws -> Void
    ) async throws {
        listeners.add(1, ordering: .relaxed)
        defer { listeners.subtract(1, ordering: .relaxed) }
        let bell = Bell()
        store.signal.connect(bell)
        defer { bell.silence() }
        try await withGracefulShutdownHandler {
            var position = start
            for await _ in bell.rings {
                var hasWritten = false
                while true {
                    if Task.isShuttingDownGracefully || Task.isCancelled { return }
                    let from = position
                    guard let page = try await store.read({ try read(from, $0) }) else { return }
                    if page.position == position { break }
                    position = page.position
                    if !page.bytes.isEmpty {
                        try await write(page.bytes)
                        hasWritten = true
                    }
                }
                let besides = try await aside()
                if !besides.isEmpty {
                    try await write(besides)
                    hasWritten = true
                }
                if !hasWritten { try await write([]) }
                bell.ring(at: clock.now + Self.heartbeat, by: clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
    }
}
