import ConnectorKit
import Foundation
import Gateway
import GatewayModel
import MockSMS
import Signing

/// What a demo starts with: contact points, two of them with a number on a mock Twilio, one of those with a toll-free
/// number besides that only receives, and an API key that may do everything.
struct DemoSeed {
    let mock: MockTwilio
    let token: String

    static let sales = ContactPointID("sales")!
    /// Where people write on X. Whoever starts a conversation at a contact point with several platforms must say on which.
    static let social = ContactPointID("social")!

    /// The name of the chat on the shop's page.
    static let chat = "shop"

    private static let numbers = ["+15005550006": ContactPointID.default, "+15005550010": sales]

    private static let tollFree = "+18005550100"
    /// Left to whoever tries to connect one.
    private static let spare = "+15005550020"

    private static let authToken = SecureRandom.token(16)

    static func startMock(port: Int) async throws -> MockTwilio {
        var configuration = MockTwilioConfiguration(
            authToken: authToken, numbers: (numbers.keys.sorted() + [tollFree, spare]).map { MockNumber($0) },
            port: port)
        configuration.retrievesMedia = true
        let mock = MockTwilio(configuration)
        do {
            try await mock.start()
        } catch {
            throw CommandFailure("The mock carrier cannot listen on 127.0.0.1:\(port): \(error)")
        }
        return mock
    }

    static func plant(in gateway: RunningGateway, mock: MockTwilio) async throws -> DemoSeed {
        let settings = ["accountSid": mock.accountSid, "authToken": authToken, "apiBase": mock.baseURL]
        let parts = gateway.parts
        let (token, app) = try await parts.store.write { try seed(parts, settings, in: $0) }
        try await DemoPeople.settle(in: parts.people, of: parts.store, by: "demo")
        for number in numbers.keys.sorted() + [tollFree] {
            mock.update(number) { $0.smsURL = parts.surroundings.webhookAddress(of: app, path: "message") }
        }
        return DemoSeed(mock: mock, token: token)
    }

    private static func seed(
        _ parts: GatewayParts, _ settings: [String: String], in transaction: any StoreTransaction
    ) throws -> (String, PlatformApp) {
        let actor = "demo"
        let role = try parts.roles.create(id: nil, label: "Support", by: actor, in: transaction)
        let (_, token) = try parts.keys.create(
            label: "Demo", level: .administrator, roles: [role.id], expiresAt: nil, by: actor, in: transaction)
        let app = try parts.apps.create(
            platform: Platform(rawValue: "sms"), label: "Mock Twilio", settings: settings, by: actor, in: transaction)
        for id in [ContactPointID.default, sales, social] {
            if try transaction.contactPoint(id) == nil {
                try parts.contactPoints.create(
                    ContactPoint(id: id, label: id.rawValue.capitalized), by: actor, in: transaction)
            }
            for right in ContactPointRight.allCases {
                try parts.contactPoints.setRoles(
                    [.everyone, role.id], right, of: id, by: actor, in: transaction)
            }
        }
        for (number, id) in numbers.sorted(by: { $0.key < $1.key }) {
            let connection = try parts.connections.create(
                at: id, app: app.id, address: number,
                Connections.Choices(pacing: Pacing(unitsPerSecond: 10, burst: 10)),
                by: actor, in: transaction)
            guard id == .default else { continue }
            _ = try parts.connections.create(
                at: id, app: app.id, address: tollFree,
                Connections.Choices(sending: .incomingOnly(divertsTo: connection.id)), by: actor, in: transaction)
        }
        try seedChat(parts, by: actor, in: transaction)
        return (token, app)
    }

    private static func seedChat(_ parts: GatewayParts, by actor: String, in transaction: any StoreTransaction) throws {
        let platform = Platform(rawValue: "webchat")
        let app = try parts.apps.create(
            platform: platform, label: "Web chat", settings: [:], by: actor, in: transaction)
        _ = try parts.connections.create(
            at: .default, app: app.id, address: chat, Connections.Choices(label: "Demo shop"), by: actor,
            in: transaction)
        _ = try parts.clientSettings.save(
            Array(#"{"isEnabled": true, "allowedDomains": ["127.0.0.1:*", "localhost:*"]}"#.utf8),
            at: .default, on: platform, by: actor, in: transaction)
    }
}
