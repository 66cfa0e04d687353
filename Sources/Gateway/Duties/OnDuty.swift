import Logging
import ServiceLifecycle

/// Runs services while this node holds their duty, and begins them anew each time that it takes it.
struct OnDuty: Service, CustomStringConvertible {
    /// After a service that failed.
    private static let patience = Duration.seconds(1)

    let duty: Duty
    let rota: DutyRota
    let services: [any Service]
    /// Before each beginning.
    var prepare: @Sendable () -> Void = {}
    let logger: Logger

    var description: String { "OnDuty(\(duty.rawValue))" }

    /// Stands by and works by turns, until told to stop; then lets the services finish, and gives the duty back.
    func run() async throws {
        await withGracefulShutdownHandler {
            for await holding in rota.holdings(of: duty) {
                if Task.isShuttingDownGracefully { break }
                await work(under: holding)
            }
        } onGracefulShutdown: {
            rota.dismiss(duty)
        }
        await rota.close(duty)
    }

    /// Returns when the services are told to stop, or cut off because the duty is somebody else's.
    private func work(under holding: Holding) async {
        await Holding.$current.withValue(holding) {
            await withTaskGroup { group in
                group.addTask { await holding.ended() }
                group.addTask { await serve() }
                _ = await group.next()
                group.cancelAll()
            }
        }
    }

    /// One that fails takes the others of its duty with it, and not the gateway: they begin anew.
    private func serve() async {
        while !Task.isCancelled && !Task.isShuttingDownGracefully {
            prepare()
            do {
                try await withThrowingTaskGroup { group in
                    for service in services { group.addTask { try await service.run() } }
                    for try await _ in group {}
                }
                return
            } catch {
                logger.error(
                    "work of a duty failed; beginning anew",
                    metadata: ["duty": "\(duty.rawValue)", "error": "\(error)"])
                try? await Task.sleep(for: Self.patience)
            }
        }
    }
}
