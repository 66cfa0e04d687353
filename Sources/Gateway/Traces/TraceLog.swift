import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// Collects what was called, and stores it in batches, beside the messages' own transactions: nobody waits for a trace.
///
/// What is not stored yet is lost with the process; who sent what is in the attempts, which are not.
public final class TraceLog: Service, CustomStringConvertible {
    /// More are not kept when they come faster than they can be stored.
    static let mostWaiting = 10_000
    private static let batch = 500
    private static let pause = Duration.seconds(1)

    let clock: any WallClock
    private let ids: IDGenerator
    private let store: any Store
    private let logger: Logger
    private let bell = Bell()
    private let waiting = Mutex<[CallTrace]>([])

    init(_ surroundings: Surroundings, store: any Store, logger: Logger) {
        clock = surroundings.clock
        ids = surroundings.ids
        self.store = store
        self.logger = logger
    }

    public var description: String { "TraceLog" }

    /// - Parameter make: called only if the trace will be kept.
    func note(
        _ connection: ID<Connection>, from started: Timestamp, _ make: (ID<CallTrace>, _ milliseconds: Int) -> CallTrace
    ) {
        guard waiting.withLock({ $0.count }) < Self.mostWaiting else { return }
        let trace = make(ids.next(), Int((clock.now - started) / .milliseconds(1)))
        let isFirst = waiting.withLock { traces in
            traces.append(trace)
            return traces.count == 1
        }
        if isFirst { bell.ring(at: clock.now + Self.pause, by: clock) }
    }

    public func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                await keepOrTryAgain()
            }
        } onGracefulShutdown: { [bell] in
            bell.ring()
        }
        bell.silence()
        await keepOrTryAgain()
    }

    /// Stores what waits.
    public func drain() async throws {
        while true {
            let traces = waiting.withLock { Array($0.prefix(Self.batch)) }
            guard !traces.isEmpty else { return }
            try await store.write { transaction in
                for trace in traces { try transaction.insert(trace) }
            }
            waiting.withLock { $0.removeFirst(traces.count) }
        }
    }

    private func keepOrTryAgain() async {
        do {
            try await drain()
        } catch {
            logger.error("traces cannot be stored; trying again", metadata: ["error": "\(error)"])
            bell.ring(at: clock.now + .seconds(5), by: clock)
        }
    }
}
