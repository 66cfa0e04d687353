import ConnectorKit
import ConnectorTestKit
import GatewayModel
import Synchronization
import Testing

@testable import Gateway

@Suite("Who comes while something happens")
struct ClientFeedTests {
    private static let place = ClientFeed.Place(contactPoint: TestGateway.sales, platform: ClientSide.platform)
    private static let customer = Address(kind: AddressKind(rawValue: "webchat"), value: "visitor-1")

    private static func settings(_ version: String) -> ClientChange {
        .settings(ClientSettingsDocument(document: .fields([:]), version: version))
    }

    @Test("What happens while a client reads how everything stands is told after that, and so is the last word")
    func order() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let feed = side.gateway.parts.clientFeed
        let changes = try await feed.follow(Self.place, Self.customer) { _ in
            // What is read here is older than what is told meanwhile.
            feed.tell(Self.settings("2"), to: Self.customer, at: Self.place)
            return [Self.settings("1")]
        }
        feed.tell(Self.settings("3"), to: Self.customer, at: Self.place)
        var told: [String] = []
        for await case .settings(let settings) in changes where told.count < 3 {
            told.append(settings.version)
            if told.count == 3 { break }
        }
        #expect(told == ["1", "2", "3"])
    }

    @Test("A client that comes later is told what the others know of the availability, not what was true a second ago")
    func availability() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let feed = side.gateway.parts.clientFeed
        let now = AvailabilityStatus.always
        let old = AvailabilityStatus(isAvailable: false, reason: "noAgents")
        feed.tell(old, at: Self.place)
        let first = try await feed.follow(Self.place, nil) { _ in [] }
        feed.tell(now, at: Self.place)
        let second = try await feed.follow(Self.place, nil) { _ in [.availability(old)] }
        var told: [ClientChange] = []
        for await change in second {
            told.append(change)
            if told.count == 2 { break }
        }
        #expect(told == [.availability(old), .availability(now)])
        _ = first
    }
}
