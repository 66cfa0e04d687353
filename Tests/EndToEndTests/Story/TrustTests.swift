import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

/// What must not happen to secrets, words and choices.
@Suite("What can be relied on")
struct TrustTests {
    @Test("A key's token is shown once, also under an idempotency key, and is nowhere in the database")
    func tokenOnce() async throws {
        let house = try await Installation()
        let body: JSONValue = ["label": "Once", "level": "agent"]
        let first = try await house.api.post("/v1/api-keys", body, idempotencyKey: "k").expect(201)
        let token = try #require(first["token"].string)
        let again = try await house.api.post("/v1/api-keys", body, idempotencyKey: "k").expect(201)
        #expect(again["token"] == .null)
        #expect(again["id"] == first["id"])
        await house.gateway.stop()
        let database = try Data(contentsOf: house.folder.appending(path: "gatehouse.sqlite"))
        #expect(database.range(of: Data(token.utf8)) == nil)
        await house.end()
    }

    @Test("START and HELP cannot be made to mean STOP, and a reply that cannot be sent is refused")
    func words() async throws {
        let house = try await Installation()
        let long = String(repeating: "x", count: 321)
        for optOut in [
            ["stopWords": ["Start"]], ["stopWords": ["HELP"]], ["startWords": ["stop"]], ["helpWords": ["UNSTOP"]],
            ["stopWords": ["basta"], "helpWords": ["BASTA"]], ["stopReply": .string(long)], ["stopReply": "   "],
        ] as [JSONValue] {
            let answer = try await house.api.patch("/v1/contact-points/default", ["optOut": optOut])
            #expect(answer.status == 422, "\(optOut)")
        }
        let typing = try await house.api.patch("/v1/contact-points/default", ["optOut": ["stopWord": ["basta"]]])
        #expect(typing.status == 422)
        #expect(typing["errors"][0]["field"] == "optOut.stopWord")
        _ = try await house.api.patch("/v1/contact-points/default", ["optOut": ["stopWords": ["basta"]]]).expect(200)
        let phone = house.mock.phone("+14155550100")
        #expect(try await phone.text("Basta!", to: Installation.number).succeeded)
        #expect(try await house.api.get("/v1/contact-points/default/stop-list").expect(200)["items"].array.count == 1)
        await house.end()
    }

    @Test("Changing the pace keeps the burst")
    func burst() async throws {
        let house = try await Installation(pace: 50)
        let path = "/v1/connections/\(house.connection)"
        let changed = try await house.api.patch(path, ["pacing": ["unitsPerSecond": 9]]).expect(200)
        #expect(changed["pacing"] == ["unitsPerSecond": 9, "burst": 50])
        #expect(try await house.api.patch(path, ["pacing": ["unitsPerSecond": 9, "brust": 7]]).status == 422)
        await house.end()
    }

    @Test("A wrong public address is mended, and what was rejected for it is taken in")
    func publicAddress() async throws {
        let house = try await Installation()
        await house.gateway.stop()
        try await house.restart(with: ["GATEHOUSE_PUBLIC_URL": "https://wrong.example"])
        let phone = house.mock.phone("+14155550100")
        #expect(try await !phone.text("Hello?", to: Installation.number).succeeded)
        await house.gateway.stop()
        try await house.restart()
        let id = try await house.api.get("/v1/quarantine").expect(200)["items"][0]["id"].string ?? ""
        _ = try await house.api.post("/v1/quarantine/\(id)/replay").expect(200)
        #expect(try await house.api.get("/v1/conversations").expect(200)["items"].array.count == 1)
        let audit = try await house.api.get("/v1/audit").expect(200)["items"].array
        #expect(audit.contains { $0["action"] == "quarantine.replay" })
        await house.end()
    }

    @Test("Another master key than the one the secrets were sealed with is refused at start")
    func wrongMasterKey() async throws {
        let house = try await Installation()
        await house.gateway.stop()
        let other = house.folder.appending(path: "other.key")
        try Data((Data(repeating: 7, count: 32).base64EncodedString() + "\n").utf8).write(to: other)
        let (status, output) = try await GatewayProcess.run(
            ["serve"],
            environment: [
                "GATEHOUSE_DATABASE_PATH": house.folder.appending(path: "gatehouse.sqlite").path,
                "GATEHOUSE_MASTER_KEY_FILE": other.path,
            ], folder: house.folder)
        #expect(status != 0)
        #expect(output.contains("masterKey.file"), "\(output)")
        await house.end()
    }

    @Test("The log of events can be followed: asked from the last position it gives what is new, and nothing twice")
    func following() async throws {
        let house = try await Installation()
        let phone = house.mock.phone("+14155550100")
        var seen: [Double] = []
        var cursor = "0"
        for text in ["one", "two", "three"] {
            #expect(try await phone.text(text, to: Installation.number).succeeded)
            let page = try await house.api.get("/v1/events?cursor=\(cursor)").expect(200)
            seen += page["items"].array.compactMap { $0["position"].number }
            cursor = try #require(page["next"].string)
        }
        // A checklist that has just been made may still be told of; then there is nothing, and the cursor stays.
        try await eventually("nothing new comes") {
            let page = try await house.api.get("/v1/events?cursor=\(cursor)").expect(200)
            seen += page["items"].array.compactMap { $0["position"].number }
            let before = cursor
            cursor = try #require(page["next"].string)
            #expect(page["items"].array.isEmpty == (cursor == before))
            return page["items"].array.isEmpty
        }
        #expect(seen == Array(stride(from: 1, through: Double(seen.count), by: 1)))
        // Whoever has read another log hears so, and does not wait for ever.
        for (query, field) in [("cursor=1000000", "cursor"), ("lastEventId=1000000", "Last-Event-ID")] {
            #expect(try await house.api.get("/v1/events?\(query)").expect(422)["errors"][0]["field"] == .string(field))
        }
        await house.end()
    }

    @Test("Nobody who knows no webhook address can make the gateway read a body")
    func strangers() async throws {
        let house = try await Installation()
        let reply = try await APIClient.sharedTransport.exchange(
            HTTPCall(
                method: .post, url: house.gateway.url + "/hooks/sms/nobody/message",
                body: Array(repeating: 0x61, count: 5 << 20)))
        // Not 413: it was not read so far.
        #expect(reply.status == 404)
        await house.end()
    }

    @Test("A demo leaves a database alone that is not a demo's")
    func demo() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "gatehouse.sqlite")
        try Data("precious".utf8).write(to: file)
        let (status, output) = try await GatewayProcess.run(
            [
                "demo", "--directory", folder.path, "--port", "\(try Program.freePort())", "--mock-port", "0",
                "--messenger-port", "0", "--x-port", "0", "--shop-port", "0",
            ],
            environment: [:], folder: folder)
        #expect(status != 0)
        #expect(output.contains("not a demo's"), "\(output)")
        #expect(try Data(contentsOf: file) == Data("precious".utf8))
    }
}
