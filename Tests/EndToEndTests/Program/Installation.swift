import Foundation
import MockSMS

/// A gateway process, a mock Twilio beside it, one contact point with a number, and a key that may send.
final class Installation {
    static let number = "+15005550006"

    let mock: MockTwilio
    let folder: URL
    let port: Int
    let settings: [String: String]
    private(set) var gateway: GatewayProcess
    private(set) var api: APIClient
    private(set) var app = ""
    private(set) var connection = ""

    /// - Parameters:
    ///   - folder: where its files are; a new one if not given. Removed at the end.
    ///   - gatewayAnswersStop: whether the gateway or Twilio confirms STOP, START and HELP.
    ///   - pace: segments a second; high enough to be none.
    ///   - furtherNumbers: what the account owns besides; not connected yet.
    init(
        in folder: URL? = nil, gatewayAnswersStop: Bool = false, pace: Int = 10_000, settings: [String: String] = [:],
        configuration: MockTwilioConfiguration = MockTwilioConfiguration(), furtherNumbers: [String] = []
    ) async throws {
        self.folder = try folder ?? Program.temporaryFolder()
        port = try Program.freePort()
        self.settings = settings
        var configuration = configuration
        configuration.numbers = ([Self.number] + furtherNumbers).map {
            MockNumber($0, optOutHandling: gatewayAnswersStop ? .off : .twilio)
        }
        mock = MockTwilio(configuration)
        try await mock.start()
        gateway = try await GatewayProcess.serve(in: self.folder, port: port, settings: settings)
        // Where the data is in PostgreSQL, what would stand beside a file stands in the folder.
        let name = settings["GATEHOUSE_DATABASE_URL"] == nil ? "gatehouse.sqlite.first-key" : "gatehouse.first-key"
        let token = try String(contentsOf: self.folder.appending(path: name), encoding: .utf8)
        api = try await APIClient.knowing(gateway.url, token: token.trimmingCharacters(in: .newlines))
        try await connect(gatewayAnswersStop: gatewayAnswersStop, pace: pace, configuration)
    }

    private func connect(
        gatewayAnswersStop: Bool, pace: Int, _ configuration: MockTwilioConfiguration
    ) async throws {
        _ = try await api.post("/v1/roles", ["label": "Support"]).expect(201)
        let key = try await api.get("/v1/api-keys").expect(200)["items"][0]["id"].string ?? ""
        _ = try await api.patch("/v1/api-keys/\(key)", ["roles": ["support"]]).expect(200)
        // Some tests send more than a key may in a day.
        _ = try await api.put("/v1/api-keys/\(key)/sending-cap", [:]).expect(200)
        _ = try await api.put(
            "/v1/contact-points/default/outbound-roles",
            ["startConversation": ["support"], "sendNotification": ["support"]]
        ).expect(200)
        _ = try await api.put(
            "/v1/contact-points/default/conversation-roles",
            ["read": ["everyone", "support"], "answer": ["everyone", "support"]]
        ).expect(200)
        let made = try await api.post(
            "/v1/platform-apps",
            [
                "platform": "sms", "label": "Mock Twilio",
                "settings": [
                    "accountSid": .string(configuration.accountSid), "authToken": .string(configuration.authToken),
                    "apiBase": .string(mock.baseURL),
                ],
            ]
        ).expect(201)
        app = made["id"].string ?? ""
        let webhook = made["webhooks"].array.first { $0["purpose"] == "events" }?["url"].string ?? ""
        connection =
            try await api.post(
                "/v1/contact-points/default/connections",
                [
                    "app": .string(app), "address": .string(Self.number),
                    "optOutReplies": gatewayAnswersStop ? "gateway" : "carrier",
                    "pacing": ["unitsPerSecond": .number(Double(pace)), "burst": .number(Double(pace))],
                ]
            ).expect(201)["id"].string ?? ""
        for number in configuration.numbers { mock.update(number.number) { $0.smsURL = webhook } }
    }

    /// Those who speak with it.
    struct Ends: Sendable {
        let mock: MockTwilio
        let api: APIClient
    }

    var ends: Ends { Ends(mock: mock, api: api) }

    /// Starts the gateway again on the same files and port.
    func restart(with changed: [String: String] = [:]) async throws {
        gateway = try await GatewayProcess.serve(
            in: folder, port: port, settings: settings.merging(changed) { _, new in new })
    }

    func end() async {
        await gateway.stop()
        await mock.stop()
        try? FileManager.default.removeItem(at: folder)
    }
}

extension APIClient.Answer {
    /// The answer, if it has this status.
    func expect(_ status: Int) throws -> Self {
        guard self.status == status else { throw ProgramFailure("\(self.status) instead of \(status): \(json)") }
        return self
    }
}
