import ConnectorTestKit
import GatewayModel
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import Gateway

@Suite("Timers: the service", .timeLimit(.minutes(5)))
struct TimekeeperServiceTests {
    @Test("It wakes by itself for what is due, also where the clock was turned meanwhile, and stops when told to")
    func works() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.parts.catchUp.drain()
        let bell = Bell()
        gateway.store.signal.connect(bell)
        try await gateway.customerWrites("Hello")
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup { group in
                group.addTask { try await gateway.parts.timekeeper.run() }
                var turns: [Duration] = [.seconds(600), .seconds(1200), .seconds(86400)]
                gateway.pass(turns.removeFirst())
                for await _ in bell.rings {
                    let told = try await gateway.conversationEvents()
                    guard told.count == 4 - turns.count else { continue }
                    if turns.isEmpty { break }
                    gateway.pass(turns.removeFirst())
                }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
        #expect(try await gateway.conversationEvents() == ["created", "responseOverdue", "inactive", "closed"])
    }

    @Test("At a start nothing expires before it is known what was missed: who wrote meanwhile is not silent")
    func waitsForWhatWasMissed() async throws {
        let gateway = try await TestGateway.make()
        for customer in [TestGateway.customer, "+4999"] { try await gateway.customerWrites("Hello", from: customer) }
        try await gateway.tick(.seconds(1800))
        gateway.pass(.seconds(86_400))
        let bell = Bell()
        gateway.store.signal.connect(bell)
        let keeper = Timekeeper(
            gateway.parts.surroundings, store: gateway.store, meters: Meters(),
            mayBegin: { _ = try? await gateway.customerWrites("I am here") }, logger: .quiet)
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup { group in
                group.addTask { try await keeper.run() }
                // Of whom nothing was missed is closed.
                for await _ in bell.rings where try await gateway.events(.conversationClosed).count == 1 { break }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
        #expect(try await gateway.openConversation()?.state == .active)
        #expect(try await gateway.events(.conversationClosed).count == 1)
    }

    @Test("What expired, and how late, is measured")
    func meters() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.tick(.seconds(602))
        try await gateway.tick(.seconds(1200))
        let samples = gateway.parts.meters.samples()
        let counts = samples[.timersExpired, default: []].map { "\($0.labels[0]) \($0.value)" }
        #expect(counts.sorted() == ["inactive 1.0", "response 1.0"])
        let sum = samples[.timerLateness, default: []].first { $0.suffix == "_sum" }?.value
        #expect(sum == 4, "two seconds each")
    }
}
