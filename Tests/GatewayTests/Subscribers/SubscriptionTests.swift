import ConnectorTestKit
import GatewayModel
import ServiceLifecycle
import ServiceLifecycleTestKit
import Synchronization
import Testing

@testable import Gateway

@Suite("Subscribers: what they are sent", .timeLimit(.minutes(5)))
struct SubscriptionTests {
    @Test("Only the kinds and contact points it asked for, and only what came after it subscribed")
    func filters() async throws {
        let town = try await Town.make()
        try await town.messages(0..<1, customers: 1)
        try await town.subscribe("https://all.test", kinds: [])
        try await town.subscribe("https://sales.test", at: [TestGateway.sales])
        try await town.gateway.customerWrites("to sales")
        try await town.gateway.customerWrites("to service", to: TestGateway.serviceNumber)
        try await town.drain()
        #expect(town.receivers.at("https://sales.test").map(\.text) == ["to sales"])
        let all = town.receivers.at("https://all.test")
        #expect(all.filter { $0.type == "message.received" }.compactMap(\.text).sorted() == ["to sales", "to service"])
        #expect(all.contains { $0.type == "conversation.created" })
        #expect(town.receivers.forged == 0)
    }

    @Test("A rotated secret: both verify for a day, then only the new one")
    func rotation() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        let new = try await town.gateway.store.write { [town] in
            try town.gateway.parts.subscribers.rotateSecret(of: id, by: "test", in: $0).secret
        }
        try await town.messages(0..<1, customers: 1)
        try await town.drain()
        #expect(town.receivers.received.count == 1, "the old secret verifies")
        town.receivers.knows([new], at: Town.crm)
        try await town.messages(1..<2, customers: 1)
        try await town.drain()
        #expect(town.receivers.received.count == 2, "the new secret verifies")
        // From here on nobody may sign with the old one.
        let other = try await Town.make()
        let second = try await other.subscribe()
        _ = try await other.gateway.store.write { [other] in
            try other.gateway.parts.subscribers.rotateSecret(of: second, by: "test", in: $0)
        }
        other.gateway.pass(.seconds(24 * 3600 + 1))
        try await other.messages(0..<1, customers: 1)
        try await other.drain()
        #expect(other.receivers.received.isEmpty)
        #expect(other.receivers.forged == 1)
    }

    @Test("Paused, nothing is sent and nothing is lost")
    func paused() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        try await town.set(.paused, id)
        try await town.messages(0..<5, customers: 2)
        try await town.wait(.seconds(3600))
        #expect(town.receivers.calls == 0)
        try await town.set(.active, id)
        try await town.drain()
        town.expectEachOnceInOrder(0..<5)
    }

    @Test("Replayed while messages come: everything after the position once more, in order")
    func replay() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        try await town.messages(0..<10, customers: 3)
        try await town.drain()
        let before = town.receivers.received
        let from = before[4].position
        try await town.messages(10..<12, customers: 3)
        _ = try await town.gateway.store.write { [town] in
            try town.gateway.parts.subscribers.replay(id, after: from, by: "test", in: $0)
        }
        try await town.messages(12..<14, customers: 3)
        try await town.drain()
        let again = Array(town.receivers.received.dropFirst(before.count))
        let expected = Set(before.map(\.position).filter { $0 > from })
        #expect(Set(again.map(\.position)).isSuperset(of: expected))
        #expect(again.allSatisfy { $0.position > from })
        #expect(again.count == Set(again.map(\.id)).count)
        #expect(Set(again.compactMap(\.text)).isSuperset(of: (10..<14).map(String.init)))
        for (_, lane) in Dictionary(grouping: again, by: \.conversation) {
            #expect(lane.map(\.position) == lane.map(\.position).sorted())
        }
    }

    @Test("Replayed since a time: from the first event of that time")
    func since() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        try await town.messages(0..<3, customers: 1)
        town.gateway.pass(.seconds(600))
        let moment = town.gateway.clock.now
        try await town.messages(3..<5, customers: 1)
        town.gateway.pass(.seconds(600))
        try await town.messages(5..<6, customers: 1)
        try await town.drain()
        _ = try await town.gateway.store.write { [town] in
            try town.gateway.parts.subscribers.replay(id, since: moment, by: "test", in: $0)
        }
        try await town.drain()
        #expect(town.receivers.received.dropFirst(6).compactMap(\.text) == ["3", "4", "5"])
    }

    @Test("One event can be sent again, and a test, at once and outside the order")
    func single() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        try await town.messages(0..<3, customers: 1)
        try await town.drain()
        try await town.set(.paused, id)
        let second = town.receivers.received[1]
        let delivery = try await town.gateway.parts.deliverer.resend(second.position, to: id)
        #expect(delivery.outcome == .delivered && delivery.status == 204)
        #expect(town.receivers.received.last == second)
        _ = try await town.gateway.parts.deliverer.test(id)
        #expect(town.receivers.received.last?.type == "subscriber.test")
        try await town.set(.active, id)
        try await town.drain()
        #expect(town.receivers.received.count == 5, "a test is no event for the queue")
        await #expect(throws: Refusal.notFound("event")) {
            try await town.gateway.parts.deliverer.resend(999_999, to: id)
        }
    }

    @Test("Ten thousand events to a subscriber that never answers and to a fast one: the fast one has them all")
    func slowAndFast() async throws {
        let town = try await Town.make()
        try await town.subscribe("https://slow.test", kinds: [.messageStatusChanged])
        try await town.subscribe("https://fast.test", kinds: [.messageStatusChanged])
        let all = 10_000
        let held = Gate()
        let fast = Atomic(0)
        let slow = Atomic(0)
        let slowMeanwhile = Atomic(0)
        try await testGracefulShutdown { trigger in
            town.receivers.answer { received in
                if received.url == "https://slow.test" {
                    slow.add(1, ordering: .relaxed)
                    await held.wait()
                } else if fast.add(1, ordering: .relaxed).newValue == all {
                    slowMeanwhile.store(slow.load(ordering: .relaxed), ordering: .relaxed)
                    trigger.triggerGracefulShutdown()
                    held.open()
                }
                return nil
            }
            try await withThrowingTaskGroup { group in
                group.addTask { try await town.gateway.parts.deliverer.run() }
                for batch in 0..<100 {
                    group.addTask {
                        try await town.gateway.store.write { transaction in
                            for number in 0..<100 {
                                try transaction.append(
                                    Event(
                                        .messageStatusChanged, at: town.gateway.clock.now,
                                        conversation: ID(rawValue: Int64(1 + (batch * 100 + number) % 500))))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let received = town.receivers.at("https://fast.test").map(\.position)
        #expect(received.count == all)
        #expect(Set(received).count == all)
        #expect(slowMeanwhile.load(ordering: .relaxed) == DeliveryRound.mostAtOnce)
    }
}

/// Closed until somebody opens it.
final class Gate: Sendable {
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]?>([])

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = waiting.withLock { waiting in
                waiting?.append(continuation)
                return waiting == nil
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let held = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting ?? []
        }
        for continuation in held { continuation.resume() }
    }
}
