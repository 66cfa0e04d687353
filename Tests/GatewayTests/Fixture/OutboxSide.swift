import ConnectorTestKit
import GatewayModel

@testable import Gateway

/// The outbox from within: what only a test does to it.
extension TestGateway {
    var now: Timestamp { clock.now }

    /// Marks everything that may leave as being sent, and then nothing: as a process does that dies at that instant.
    func departWithoutSending(limit: Int = 64) async throws -> [Departure] {
        try await store.write { [parts] transaction in
            try Departures(parts.surroundings, rule: RetryRule()).next(limit: limit, in: transaction).departures
        }
    }

    func settle(_ message: Message, sendAgain: Bool) async throws -> Message {
        try await store.write { [parts, setup] in
            try parts.heldSends.settle(message.id, sendAgain: sendAgain, by: setup.agent, in: $0)
        }
    }

    func setPace(_ pacing: Pacing) async throws {
        _ = try await store.write { [parts, setup] in
            try parts.connections.update(
                setup.salesConnection, Connections.Choices(pacing: pacing), by: "test", in: $0)
        }
    }

    func setUnprovenSends(_ choice: UnprovenSends) async throws {
        _ = try await store.write { [parts] in
            try parts.contactPoints.update(Self.sales, by: "test", in: $0) { $0.unprovenSends = choice }
        }
    }

    func messagesOnOutbox() async throws -> Int {
        try await store.read { [setup] in
            try $0.outboxEntries(on: setup.salesConnection).count + $0.outboxEntries(on: setup.serviceConnection).count
        }
    }

    func platformIDs(_ message: Message) async throws -> [String?] {
        try await store.read { try $0.parts(of: message.id).map(\.platformID) }
    }
}
