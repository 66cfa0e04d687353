import ConnectorKit
import Foundation
import MockPlatform
import MockSMS
import Testing

/// What an operator meets: settings, stopping, logs, a rotated secret.
@Suite("Operating the program")
struct OperatorTests {
    @Test(
        "A wrong setting is refused at start, with its name and the reason",
        arguments: [
            (["GATEHOUSE_PUBLIC_LISTEN": "8080"], "public.listen", "host:port"),
            (["GATEHOUSE_PUBLIC_URL": "gateway.example"], "public.url", "address"),
            (["GATEHOUSE_PUBLIC_URL": "https://gateway.example/path"], "public.url", "path"),
            (["GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "10.1.2.3/16"], "outgoing.allowedNetworks", "networks"),
            (["GATEHOUSE_SENDS_LOOK_UP_INTERVAL": "soon"], "sends.lookUpInterval", "seconds"),
            (["GATEHOUSE_STOP_BUDGET": "0"], "stop.budget", "seconds"),
            (["GATEHOUSE_LOG_LEVEL": "loud"], "log.level", "debug"),
            (["GATEHOUSE_TEST_CLOCK": "soon"], "test.clock", "seconds"),
            (["GATEHOUSE_TEST_CLOCK": "0", "GATEHOUSE_PUBLIC_LISTEN": "0.0.0.0:8080"], "test.clock", "loopback"),
            (["GATEHOUSE_TEST_CLOCK": "0", "GATEHOUSE_PRIVATE_LISTEN": "10.0.0.1:8081"], "test.clock", "loopback"),
            (
                ["GATEHOUSE_TEST_CLOCK": "0", "GATEHOUSE_PUBLIC_URL": "https://gateway.example"], "test.clock",
                "loopback"
            ),
            (["GATEHOUSE_TEST_CLOCK": "0", "GATEHOUSE_MEDIA_URL": "https://files.example"], "test.clock", "loopback"),
            (["GATEHOUSE_TEST_LEASE": "0"], "test.lease", "seconds"),
            (
                ["GATEHOUSE_TEST_LEASE": "2", "GATEHOUSE_PUBLIC_URL": "https://gateway.example"], "test.lease",
                "loopback"
            ),
            (["GATEHOUSE_LOGLEVEL": "info"], "GATEHOUSE_LOGLEVEL", "no such setting"),
            (["GATEHOUSE_DATABASE_PATH": "/nowhere/gatehouse.sqlite"], "masterKey.file", "no folder /nowhere"),
        ])
    func wrongSetting(environment: [String: String], name: String, reason: String) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (status, output) = try await GatewayProcess.run(["serve"], environment: environment, folder: folder)
        #expect(status != 0)
        #expect(output.contains(name), "\(output)")
        #expect(output.contains(reason), "\(output)")
    }

    @Test("A wrong setting in the file is refused as well, and so is a name that means nothing")
    func wrongFile() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (text, words) in [
            (#"{"public": {"listen": "nowhere"}}"#, ["public.listen", "host:port"]),
            (#"{"public": {"port": "8080"}}"#, ["public.port", "no such setting"]),
            (#"{"public": "#, ["not a JSON object"]),
            (#"{"stop": {"budget": 5}}"#, ["stop.budget", "quotes"]),
        ] {
            let file = folder.appending(path: "settings.json")
            try Data(text.utf8).write(to: file)
            let (status, output) = try await GatewayProcess.run(
                ["serve", "--config", file.path], environment: [:], folder: folder)
            #expect(status != 0)
            for word in words { #expect(output.contains(word), "\(text): \(output)") }
        }
    }

    @Test("A second gateway on the same database is refused")
    func secondGateway() async throws {
        let house = try await Installation()
        let database = house.folder.appending(path: "gatehouse.sqlite").path
        let (status, output) = try await GatewayProcess.run(
            ["serve"], environment: ["GATEHOUSE_DATABASE_PATH": database], folder: house.folder)
        #expect(status != 0)
        #expect(output.contains("Another gateway"), "\(output)")
        await house.end()
    }

    @Test("Told to stop, it finishes the call under way, takes nothing new and exits with 0")
    func gracefulStop() async throws {
        let house = try await Installation()
        house.mock.faults.add(.slow(.seconds(2)), on: .createMessage)
        _ = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550100", "text": "Slow"]
        ).expect(202)
        _ = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550100", "text": "Behind it"]
        ).expect(202)
        try await eventually("the call is under way") { house.mock.faults.rules.isEmpty }
        let begin = ContinuousClock.now
        #expect(await house.gateway.stop() == 0)
        #expect(ContinuousClock.now - begin < .seconds(25))
        #expect(house.mock.messages(to: "+14155550100").map(\.body) == ["Slow"], "\(house.gateway.log)")

        // Nothing was lost and nothing is sent twice.
        try await house.restart()
        _ = try await house.mock.phone("+14155550100").texts.wait(for: 2) { $0.direction == .received }
        #expect(house.mock.messages(to: "+14155550100").map(\.body) == ["Behind it", "Slow"])
        await house.end()
    }

    @Test("Neither a secret nor a message's text is in the log, whatever happens")
    func quietLog() async throws {
        let configuration = MockTwilioConfiguration(authToken: "token-that-must-not-be-seen")
        let house = try await Installation(
            settings: ["GATEHOUSE_LOG_LEVEL": "trace"], configuration: configuration)
        let phone = house.mock.phone("+14155550100")
        _ = try await phone.text("inbound text nobody may log", to: Installation.number)
        house.mock.faults.add(.wrongSignature, on: .inbound)
        _ = try await phone.text("forged text nobody may log", to: Installation.number)
        house.mock.faults.add(.status(500), on: .createMessage)
        house.mock.faults.add(.cutBeforeAccepting, on: .createMessage)
        _ = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550100", "text": "outbound text nobody may log"]
        ).expect(202)
        house.mock.configure { $0.authToken = "another-token-not-to-be-seen" }
        _ = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550100", "text": "held text nobody may log"]
        ).expect(202)
        try await eventually("the connection needs a reconnect") {
            try await house.api.get("/v1/connections/\(house.connection)").expect(200)["state"] == "needsReconnect"
        }
        let lost = try await house.api.get("/v1/connections?state=needsReconnect").expect(200)["items"]
        #expect(lost.array.map { $0["id"].string } == [house.connection])
        #expect(try await house.api.get("/v1/connections?state=connected").expect(200)["items"].array.isEmpty)
        #expect(try await house.api.get("/v1/connections?state=lost").expect(422)["errors"][0]["field"] == "state")
        #expect(await house.gateway.stop() == 0)
        let log = house.gateway.log
        #expect(log.contains("webhook rejected"))
        for secret in ["not-be-seen", "not-to-be-seen", "nobody may log", house.api.token ?? "?"] {
            #expect(!log.contains(secret), "the log holds \(secret)")
        }
        let database = try Data(contentsOf: house.folder.appending(path: "gatehouse.sqlite"))
        #expect(database.range(of: Data("not-be-seen".utf8)) == nil)
        await house.end()
    }

    @Test("Rotating a secret: what was rejected is replayed, what was held goes out")
    func rotation() async throws {
        let house = try await Installation()
        let phone = house.mock.phone("+14155550100")
        house.mock.configure { $0.authToken = "new-token" }

        let receipt = try await phone.text("signed with the new token", to: Installation.number)
        #expect(receipt.deliveries.map { "\($0.outcome)" } == ["HTTP 403"])
        let held = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550100", "text": "Waits for the token"]
        ).expect(202)
        let path = "/v1/messages/\(held["results"][0]["message"].string ?? "")"
        try await eventually("it is held") {
            try await house.api.get(path).expect(200)["message"]["status"] == "held"
        }
        let quarantined = try await house.api.get("/v1/quarantine").expect(200)["items"].array
        #expect(quarantined.count == 1)
        let id = quarantined.first?["id"].string ?? ""
        #expect(
            try await house.api.get("/v1/quarantine/\(id)").expect(200)["body"].string?.contains("signed+with") == true)
        #expect(try await house.api.post("/v1/quarantine/\(id)/replay").problem == "still-rejected")

        _ = try await house.api.patch(
            "/v1/platform-apps/\(house.app)", ["settings": ["authToken": "new-token"]]
        ).expect(200)
        #expect(try await house.api.post("/v1/quarantine/\(id)/replay").expect(200)["events"] == 1)
        #expect(try await house.api.get("/v1/quarantine").expect(200)["items"].array.isEmpty)
        _ = try await phone.texts.wait { $0.direction == .received && $0.body == "Waits for the token" }
        let conversation = try await house.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let messages = try await house.api.get("/v1/conversations/\(conversation)/messages").expect(200)["items"].array
        #expect(messages.contains { $0["text"] == "signed with the new token" })
        await house.end()
    }

    @Test("A text to a number nobody has registered is kept and answered 200")
    func unrouted() async throws {
        let house = try await Installation()
        let webhook = try #require(house.mock.number(Installation.number)).smsURL
        house.mock.put(MockNumber("+15005550009", smsURL: webhook))
        #expect(try await house.mock.phone("+14155550100").text("Anybody?", to: "+15005550009").succeeded)
        let kept = try await house.api.get("/v1/unrouted").expect(200)["items"].array
        #expect(kept.map { $0["text"] } == ["Anybody?"])
        #expect(kept.map { $0["address"] } == ["+15005550009"])
        #expect(try await house.api.get("/v1/conversations").expect(200)["items"].array.isEmpty)
        await house.end()
    }

    @Test("Duplicated, late and reordered callbacks leave the message delivered")
    func callbackStorm() async throws {
        let house = try await Installation()
        house.mock.faults.add(.duplicate, on: .statusCallback, times: 10)
        house.mock.faults.add(.reorder, on: .statusCallback, times: 4)
        var ids: [String] = []
        for index in 0..<20 {
            let sent = try await house.api.post(
                "/v1/contact-points/default/notifications",
                ["to": .string("+141555501\(10 + index)"), "text": "Hello"]
            ).expect(202)
            ids.append(sent["results"][0]["message"].string ?? "")
        }
        for id in ids {
            try await eventually("\(id) is delivered") {
                try await house.api.get("/v1/messages/\(id)").expect(200)["message"]["status"] == "delivered"
            }
        }
        #expect(house.mock.messages().count == 20)
        await house.end()
    }

    @Test("Commands: contact points are added, renamed, listed and removed")
    func contactPointCommands() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let environment = ["GATEHOUSE_DATABASE_PATH": folder.appending(path: "g.sqlite").path]
        func gatehouse(_ words: String...) async throws -> (status: Int32, output: String) {
            try await GatewayProcess.run(["contact-point"] + words, environment: environment, folder: folder)
        }
        #expect(try await gatehouse("list").output == "default\tDefault\n")
        #expect(try await gatehouse("add", "Sales & Service").output == "sales-service\n")
        #expect(try await gatehouse("add", "Sales service").status != 0)
        #expect(try await gatehouse("rename", "sales-service", "Sales").status == 0)
        #expect(try await gatehouse("list").output == "default\tDefault\nsales-service\tSales\n")
        #expect(try await gatehouse("remove", "default").status == 0)
        let last = try await gatehouse("remove", "sales-service")
        #expect(last.status != 0)
        #expect(last.output.contains("last contact point"))
        #expect(try await gatehouse("list").output == "sales-service\tSales\n")
    }
}
