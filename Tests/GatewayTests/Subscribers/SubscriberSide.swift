import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

/// A gateway with receivers around it.
struct Town: Sendable {
    static let crm = "https://crm.test/hooks"

    let gateway: TestGateway
    let receivers: Receivers

    static func make() async throws -> Town {
        let clock = Slot()
        let receivers = Receivers(clock: { clock.clock?.now ?? Timestamp(milliseconds: 0) })
        let gateway = try await TestGateway.make(transport: receivers)
        clock.clock = gateway.clock
        return Town(gateway: gateway, receivers: receivers)
    }

    private final class Slot: @unchecked Sendable {
        var clock: ManualClock?
    }

    /// - Returns: the subscriber; its receiver knows the secret.
    @discardableResult
    func subscribe(
        _ url: String = crm, kinds: [Event.Kind] = [.messageReceived], at contactPoints: [ContactPointID] = []
    ) async throws -> ID<Subscriber> {
        let made = try await gateway.store.write { [gateway] in
            try gateway.parts.subscribers.create(
                Subscribers.Choices(label: "CRM", url: url, kinds: kinds, contactPoints: contactPoints), by: "test",
                in: $0)
        }
        receivers.knows([made.secret], at: url)
        return made.subscriber.id
    }

    /// Messages come in, customer by customer in turns, with texts that count.
    func messages(_ numbers: Range<Int>, customers: Int) async throws {
        for number in numbers {
            try await gateway.customerWrites("\(number)", from: "+4915550\(100 + number % customers)")
        }
    }

    func drain() async throws { try await gateway.parts.deliverer.drain() }

    /// Time goes by in steps, and whatever has become due is delivered.
    func wait(_ duration: Duration, step: Duration = .seconds(600)) async throws {
        let end = gateway.clock.now + duration
        while gateway.clock.now < end {
            gateway.pass(step)
            try await drain()
        }
    }

    func subscriber(_ id: ID<Subscriber>) async throws -> Subscriber {
        try #require(try await gateway.store.read { try $0.subscriber(id) })
    }

    func set(_ state: Subscriber.State, _ id: ID<Subscriber>) async throws {
        _ = try await gateway.store.write { [gateway] in
            try gateway.parts.subscribers.update(id, Subscribers.Choices(state: state), by: "test", in: $0)
        }
    }

    func deliveries(_ id: ID<Subscriber>, _ outcome: Delivery.Outcome? = nil) async throws -> [Delivery] {
        try await gateway.store.read { try $0.deliveries(of: id, outcome, Page(after: nil, limit: 100_000)) }
    }

    /// Every event once, and in order within each conversation.
    func expectEachOnceInOrder(_ texts: Range<Int>, at url: String = crm) {
        let received = receivers.at(url)
        #expect(Set(received.compactMap(\.text)) == Set(texts.map(String.init)))
        #expect(received.count == texts.count)
        for (_, lane) in Dictionary(grouping: received, by: \.conversation) {
            #expect(lane.map(\.position) == lane.map(\.position).sorted())
        }
    }
}
