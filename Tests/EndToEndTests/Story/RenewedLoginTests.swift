import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

/// An account of X that signs in by OAuth 2.0: what it is granted ends after two hours, and is renewed.
@Suite("The story of a login that ends")
struct RenewedLoginTests {
    private static let settings = [
        "activity": "account-activity-2", "oauth": "oauth-2", "clientID": AccountInstallation.app.clientID,
        "clientSecret": AccountInstallation.app.clientSecret ?? "",
    ]

    private static let picture = MockMedia(
        contentType: "image/png",
        bytes: Array(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")!
        ))

    @Test("Connected, renewed hour after hour, lost, and found again; and nobody sees a secret")
    func story() async throws {
        let clock = MockClock(standingAt: .now)
        let desk = try await AccountInstallation(
            settings: Installation.testClock, access: [.accountActivity], clock: clock)
        let connection = try await desk.connect(Self.settings)
        let first = AccountInstallation.verdicts(try await desk.checklist(of: connection))
        #expect(first.filter { $0.value != "green" } == ["inbound": "yellow", "openness": "yellow"])

        try await desk.write("Have you got Moby-Dick?", attaching: Self.picture)
        #expect(try await desk.checklist(of: connection)["overall"] == "green")
        try await eventually("the picture is here") { try await desk.files().first?["state"] == "ready" }
        try await desk.send("We have two.")

        for round in 1...2 {
            // Shortly before its end it is exchanged for the next.
            try await desk.turnBoth(clock, by: 6100)
            try await eventually("it is renewed") { desk.exchanges.count == 1 + round }
            try await eventually("it is written down") { try await desk.renewals() == round }
            // The one before has ended.
            try await desk.turnBoth(clock, by: 1200)
            try await desk.write("Still there? \(round)")
            try await desk.send("We are. \(round)")
        }
        #expect(desk.exchanges.map(\.status) == [200, 200, 200])
        let shown = desk.exchanges.dropFirst().map { $0.request.form["refresh_token"] ?? "" }
        #expect(Set(shown).count == 2 && !shown.contains(""), "each counts once")
        #expect(try await desk.checklist(of: connection)["overall"] == "green")

        _ = await desk.x.removeApp(AccountInstallation.app.id, of: AccountInstallation.account.id)
        try await eventually("it is noticed") { try await desk.user(of: connection)["verdict"] == "red" }
        let held = try await desk.answer("Until six.")
        try await eventually("it is held") { try await desk.status(of: held)["status"] == "held" }
        let mended = try await desk.reconnect(connection)
        #expect(mended["overall"] == "green", "\(mended)")
        try await eventually("it goes out") { try await desk.status(of: held)["status"] == "sent" }
        #expect(desk.received == ["We have two.", "We are. 1", "We are. 2", "Until six."])

        let signed = desk.x.recorder.requests.entries.filter {
            $0.request.headers[.authorization]?.hasPrefix("OAuth") == true
        }
        #expect(signed.isEmpty, "no call is made by OAuth 1.0a")
        let told = "\(try await desk.api.get("/v1/audit?limit=200").expect(200).json) \(desk.gateway.log) \(mended)"
        for secret in shown + [AccountInstallation.app.clientSecret ?? ""] { #expect(!told.contains(secret)) }
        await desk.end()
    }

    @Test("What X renews no more is told at once, and not asked for again; signing in once more mends it")
    func refused() async throws {
        let clock = MockClock(standingAt: .now)
        let desk = try await AccountInstallation(
            settings: Installation.testClock, access: [.accountActivity], clock: clock)
        let connection = try await desk.connect(Self.settings)
        try await desk.write("Have you got Moby-Dick?")
        desk.x.revokeTokens(of: AccountInstallation.account.id)
        try await desk.turnBoth(clock, by: 6100)
        try await eventually("it is noticed") { try await desk.user(of: connection)["verdict"] == "red" }
        try await eventually("it was tried") { desk.exchanges.map(\.status) == [200, 400] }
        let held = try await desk.answer("We have two.")
        try await eventually("it is held") { try await desk.status(of: held)["status"] == "held" }
        try await desk.turnBoth(clock, by: 1200)
        let user = AccountInstallation.item("user", try await desk.checklist(of: connection))
        #expect(user["verdict"] == "red" && user["advice"].string?.contains("Connect again") == true, "\(user)")
        #expect(desk.exchanges.count == 2)

        _ = try await desk.reconnect(connection)
        try await eventually("it goes out") { try await desk.status(of: held)["status"] == "sent" }
        #expect(desk.received == ["We have two."])
        await desk.end()
    }
}

extension AccountInstallation {
    /// What was asked of the endpoint that gives tokens.
    fileprivate var exchanges: [ReceivedRequest] {
        x.recorder.requests.entries.filter { $0.operation == .exchangeCode }
    }

    /// X's clock, and the gateway's.
    fileprivate func turnBoth(_ clock: MockClock, by seconds: Int) async throws {
        clock.advance(by: .seconds(seconds))
        try await TestClock(gateway).turn(by: .seconds(seconds))
    }

    fileprivate func send(_ text: String) async throws {
        let message = try await answer(text)
        do {
            try await eventually("it is sent") { try await self.status(of: message)["status"] == "sent" }
        } catch {
            Issue.record("\(try await api.get("/v1/messages/\(message)").expect(200).json)\n\(gateway.log)")
            throw error
        }
    }

    fileprivate func renewals() async throws -> Int {
        try await api.get("/v1/audit?limit=200").expect(200)["items"].array.count {
            $0["action"] == "platform-app.renew"
        }
    }

    /// What the checklist said of the account's tokens when it last ran by itself.
    fileprivate func user(of connection: String) async throws -> JSONValue {
        Self.item("user", try await api.get("/v1/connections/\(connection)/checklist").expect(200).json)
    }

    fileprivate func files() async throws -> [JSONValue] {
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let messages = try await api.get("/v1/conversations/\(conversation)/messages?limit=200").expect(200)
        return messages["items"][0]["media"].array
    }
}
