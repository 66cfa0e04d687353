import ConnectorTestKit
import Foundation
import GatewayModel
import Logging
import ServiceLifecycle
import ServiceLifecycleTestKit
import Storage
import Synchronization
import Testing

@testable import Gateway

@Suite("Duties: services of a node that has one, and of one that has not", .timeLimit(.minutes(5)))
struct OnDutyTests {
    /// Notes when it begins and ends, and under which fence.
    private final class Worker: Service {
        let notes = Mutex<[String]>([])
        let prepared = Atomic(0)
        private let bell = Bell()

        func run() async throws {
            let fence = Holding.current?.fence ?? 0
            notes.withLock { $0.append("begins \(fence)") }
            await withGracefulShutdownHandler {
                for await _ in self.bell.rings where Task.isShuttingDownGracefully { break }
            } onGracefulShutdown: {
                self.bell.ring()
            }
            notes.withLock { $0.append("ends \(fence)") }
        }

        func waitFor(_ notes: [String]) async throws {
            while self.notes.withLock({ $0 }) != notes { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("It begins with the duty, is cut off when another node has it, begins anew, and gives it back at a stop")
    func story() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "duty-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(path: folder.appending(path: "store.db").path, exclusively: false)
        let clock = ManualClock()
        let start = clock.now
        let rotas = (1...2).map { node in
            DutyRota(
                DutyTerms(node: node, elapsed: { clock.now - start }), store: store, logger: Self.logger)
        }
        let worker = Worker()
        try await testGracefulShutdown { trigger in
            async let run: Void = OnDuty(
                duty: .sending, rota: rotas[0], services: [worker],
                prepare: { worker.prepared.add(1, ordering: .relaxed) }, logger: Self.logger
            ).run()
            await rotas[0].look()
            try await worker.waitFor(["begins 1"])
            #expect(rotas[0].held == Set(Duty.allCases))

            // Nothing is heard of it for longer than the lease.
            for _ in 0..<5 {
                await rotas[1].look()
                clock.advance(by: .seconds(5))
            }
            #expect(rotas[1].held == Set(Duty.allCases))
            #expect(worker.notes.withLock { $0 } == ["begins 1"])
            await rotas[0].look()
            try await worker.waitFor(["begins 1", "ends 1"])
            #expect(rotas[0].held == [])

            for duty in Duty.allCases { await rotas[1].close(duty) }
            await rotas[1].look()
            #expect(rotas[1].held == [])
            await rotas[0].look()
            try await worker.waitFor(["begins 1", "ends 1", "begins 3"])
            trigger.triggerGracefulShutdown()
            try await run
        }
        #expect(worker.notes.withLock { $0 } == ["begins 1", "ends 1", "begins 3", "ends 3"])
        #expect(worker.prepared.load(ordering: .relaxed) == 2)
        let record = try await store.read { try $0.duties().first { $0.duty == .sending } }
        #expect(record?.holder == nil && record?.fence == 3)
        await rotas[0].look()
        #expect(!rotas[0].held.contains(.sending))
    }

    @Test("One that fails begins anew, and takes the others of its duty with it")
    func failing() async throws {
        final class Failing: Service {
            private let hasFailed = Atomic(false)

            func run() async throws {
                guard hasFailed.exchange(true, ordering: .relaxed) else { throw StoreFailure("On purpose.") }
                try? await gracefulShutdown()
            }
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "duty-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(path: folder.appending(path: "store.db").path, exclusively: false)
        let rota = DutyRota(DutyTerms(node: 1), store: store, logger: Self.logger)
        let worker = Worker()
        try await testGracefulShutdown { trigger in
            async let run: Void = OnDuty(
                duty: .media, rota: rota, services: [worker, Failing()],
                logger: Self.logger
            ).run()
            await rota.look()
            try await worker.waitFor(["begins 1", "ends 1", "begins 1"])
            trigger.triggerGracefulShutdown()
            try await run
        }
    }
}
