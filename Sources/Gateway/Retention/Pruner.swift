import GatewayModel
public import Logging
public import ServiceLifecycle

/// Removes what has been kept long enough: in small transactions, with a pause after each, so that no message waits
/// for it.
public struct Pruner: Service, CustomStringConvertible {
    /// So much is removed in a few milliseconds.
    static let batch = 200
    private static let pause = Duration.milliseconds(50)
    private static let interval = Duration.seconds(15 * 60)

    private let surroundings: Surroundings
    private let store: any Store
    private let rule: RetentionRule
    private let logger: Logger

    public init(_ surroundings: Surroundings, store: any Store, rule: RetentionRule, logger: Logger) {
        self.surroundings = surroundings
        self.store = store
        self.rule = rule
        self.logger = logger
    }

    public var description: String { "Pruner" }

    public func run() async throws {
        let bell = Bell()
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                do {
                    try await drain(pause: Self.pause)
                } catch {
                    logger.error("old data cannot be removed; trying again later", metadata: ["error": "\(error)"])
                }
                bell.ring(at: surroundings.clock.now + Self.interval, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// Removes everything that may go now.
    ///
    /// - Parameter pause: after each transaction.
    /// - Returns: how much was removed, by kind.
    @discardableResult
    public func drain(pause: Duration = .zero) async throws -> [RetainedKind: Int] {
        var removed: [RetainedKind: Int] = [:]
        for kind in RetainedKind.allCases {
            guard let life = rule[kind] else { continue }
            let moment = surroundings.clock.now - life
            while !Task.isShuttingDownGracefully && !Task.isCancelled {
                let count = try await store.write { try $0.prune(kind, before: moment, limit: Self.batch) }
                removed[kind, default: 0] += count
                if count < Self.batch { break }
                if pause > .zero { try? await Task.sleep(for: pause) }
            }
        }
        return removed.filter { $0.value > 0 }
    }
}
