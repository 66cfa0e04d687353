import ConnectorKit
import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Subscribers: failures", .timeLimit(.minutes(5)))
struct OutageTests {
    @Test("Down for a day: every event once, in order per conversation, within an hour of being back")
    func day() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        town.receivers.answer { _ in .failure(.notConnected) }
        for hour in 0..<24 {
            try await town.messages(hour * 8..<hour * 8 + 8, customers: 5)
            try await town.wait(.seconds(3600))
        }
        #expect(town.receivers.received.isEmpty)
        #expect(town.receivers.forged == 0)
        #expect(try await town.subscriber(id).state == .active)
        town.receivers.answer(nil)
        try await town.wait(DeliverySchedule.longestWait)
        town.expectEachOnceInOrder(0..<192)
        // Nothing is sent once more.
        let calls = town.receivers.calls
        try await town.wait(.seconds(7200))
        #expect(town.receivers.calls == calls)
        #expect(try await town.deliveries(id, .delivered).count == 192)
        #expect(try await town.deliveries(id, .failed).count == calls - 192)
    }

    @Test("What one conversation's events run into holds up no other conversation")
    func oneLane() async throws {
        let town = try await Town.make()
        try await town.subscribe()
        town.receivers.answer { $0.text == "0" ? .status(500) : nil }
        try await town.messages(0..<20, customers: 4)
        try await town.drain()
        #expect(
            Set(town.receivers.received.compactMap(\.text)) == Set((0..<20).filter { $0 % 4 != 0 }.map(String.init)))
        town.receivers.answer(nil)
        try await town.wait(.seconds(60))
        town.expectEachOnceInOrder(0..<20)
    }

    @Test("Killed between the call and its note: the same event comes again with the same id", TestEngine.onFiles)
    func crash() async throws {
        let town = try await Town.make()
        try await town.subscribe()
        try await town.messages(0..<1, customers: 1)
        let gateway = town.gateway
        // The disk holds what is known while the call is under way.
        let died = Box<TestGateway>()
        town.receivers.answer { _ in
            died.value = try? gateway.restarted(transport: town.receivers)
            return nil
        }
        try await town.drain()
        town.receivers.answer(nil)
        let restarted = try #require(died.value)
        try await restarted.parts.deliverer.drain()
        #expect(town.receivers.received.count == 2)
        #expect(Set(town.receivers.received.map(\.id)).count == 1)
        // Noted now: not a third time.
        try await restarted.parts.deliverer.drain()
        #expect(town.receivers.calls == 2)
    }

    @Test("A store that fails loses nothing")
    func brokenStore() async throws {
        let town = try await Town.make()
        try await town.subscribe()
        try await town.messages(0..<1, customers: 1)
        town.receivers.answer { _ in
            town.gateway.store.breakWrites(1)
            town.receivers.answer(nil)
            return nil
        }
        try await town.drain()
        #expect(town.receivers.received.map(\.text) == ["0", "0"])
        #expect(Set(town.receivers.received.map(\.id)).count == 1)
    }

    @Test("410 disables at once, with an event; enabled again, it goes on where it stopped")
    func gone() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        try await town.messages(0..<2, customers: 1)
        town.receivers.answer { $0.text == "1" ? .status(410) : nil }
        try await town.drain()
        #expect(try await town.subscriber(id).state == .disabled)
        #expect(try await town.gateway.events(.subscriberDisabled).map(\.value) == [id.description])
        town.receivers.answer(nil)
        try await town.messages(2..<4, customers: 1)
        try await town.wait(.seconds(7200))
        #expect(town.receivers.calls == 2)
        try await town.set(.active, id)
        try await town.drain()
        #expect(town.receivers.received.compactMap(\.text) == ["0", "1", "2", "3"])
    }

    @Test("After three days of failures it is disabled, and not before")
    func patience() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        town.receivers.answer { _ in .status(503) }
        try await town.messages(0..<1, customers: 1)
        try await town.wait(DeliverySchedule.patience - .seconds(1200))
        #expect(try await town.subscriber(id).state == .active)
        try await town.wait(.seconds(2 * 3600))
        #expect(try await town.subscriber(id).state == .disabled)
        #expect(try await town.gateway.events(.subscriberDisabled).count == 1)
        let calls = town.receivers.calls
        // Doubled waits up to an hour: some eighty calls in three days.
        #expect((70...130).contains(calls))
        try await town.wait(.seconds(24 * 3600))
        #expect(town.receivers.calls == calls)
    }

    @Test("Retry-After is honoured, and a redirect is a failure")
    func answers() async throws {
        let town = try await Town.make()
        let id = try await town.subscribe()
        town.receivers.answer { _ in .status(429, retryAfter: 1000) }
        try await town.messages(0..<1, customers: 1)
        try await town.wait(.seconds(900), step: .seconds(100))
        #expect(town.receivers.calls == 1)
        town.receivers.answer { _ in .status(302) }
        try await town.wait(.seconds(200), step: .seconds(100))
        #expect(town.receivers.calls == 2)
        #expect(try await town.deliveries(id).map(\.outcome) == [.failed, .failed])
        #expect(try await town.deliveries(id).first?.status == 302)
    }
}

/// Something that a closure leaves behind.
final class Box<Value>: @unchecked Sendable {
    var value: Value?
}
