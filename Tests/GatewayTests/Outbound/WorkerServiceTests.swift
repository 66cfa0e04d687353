import ConnectorTestKit
import Gateway
import GatewayModel
import Logging
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@Suite("Outbox: the worker as a service", .timeLimit(.minutes(5)))
struct WorkerServiceTests {
    @Test("Told to stop, it finishes the call that is under way and begins no other")
    func gracefulStop() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.parts.catchUp.drain()
        let first = try await gateway.start("first").message
        let behind = try await gateway.start("behind").message
        try await testGracefulShutdown { trigger in
            gateway.platform.answer(
                .accepted("A1").meanwhile {
                    trigger.triggerGracefulShutdown()
                    try await gateway.start("late", to: "+4999")
                    gateway.parts.bell.ring()
                })
            try await gateway.parts.worker.run()
        }
        #expect(gateway.platform.texts == ["first"])
        #expect(try await gateway.status(first) == .sent)
        #expect(try await gateway.status(behind) == .queued)
        let leased = try await gateway.store.read { try $0.leasedEntries(expiredBy: .distantFuture, limit: 10) }
        #expect(leased.isEmpty)
    }

    @Test("It works off what waits, one recipient after the other, and what comes while it runs")
    func works() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.parts.catchUp.drain()
        for number in 0..<100 { try await gateway.notify("\(number)", to: "+49\(number)") }
        try await testGracefulShutdown { trigger in
            gateway.platform.answer(
                to: "99",
                .accepted("A99").meanwhile {
                    try await gateway.notify("last", to: "+4999999")
                    gateway.parts.bell.ring()
                })
            gateway.platform.answer(
                to: "last", FakePlatform.Answer.accepted("last").meanwhile { trigger.triggerGracefulShutdown() })
            try await gateway.parts.worker.run()
        }
        #expect(Set(gateway.platform.texts) == Set((0..<100).map { "\($0)" } + ["last"]))
        #expect(gateway.platform.sends.count == 101)
    }

    @Test("In a service group, and with something left over from a process that died")
    func inGroup() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.parts.catchUp.drain()
        let message = try await gateway.start("Hello").message
        _ = try await gateway.departWithoutSending()
        // Where others may serve as well, what is leased is somebody's until its lease runs out.
        if !gateway.store.isExclusive { gateway.clock.advance(by: .seconds(61)) }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [gateway.parts.worker], logger: logger)
        gateway.platform.answer(
            to: "bye", FakePlatform.Answer.accepted("bye").meanwhile { await group.triggerGracefulShutdown() })
        try await gateway.start("bye", to: "+4999")
        try await group.run()
        #expect(try await gateway.status(message) == .unknown)
        #expect(gateway.platform.texts == ["bye"])
    }
}
