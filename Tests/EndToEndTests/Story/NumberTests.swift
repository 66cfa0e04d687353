import Foundation
import MockPlatform
import MockSMS
import Testing

/// Numbers as people type them, and numbers that only receive: through the real program, seen at the phone.
@Suite("Numbers")
struct NumberTests {
    private static let customer = "+14155550100"
    private static let tollFree = "+18005550100"

    @Test("A text to a toll-free number is answered from the standard one; STOP there is heard, and confirmed once")
    func tollFreeStory() async throws {
        let house = try await Installation(furtherNumbers: [Self.tollFree])
        let phone = house.mock.phone(Self.customer)
        let tollFree = try await connect("(800) 555-0100", divertsTo: house.connection, in: house)

        #expect(try await phone.text("Do you open on Sunday?", to: Self.tollFree).succeeded)
        let conversation = try await house.api.get("/v1/conversations").expect(200)["items"][0]
        #expect(conversation["connection"] == .string(tollFree))
        let id = conversation["id"].string ?? ""
        let answer = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "We do."]).expect(202)
        #expect(answer["connection"] == .string(house.connection))
        let heard = try await phone.texts.wait { $0.direction == .received && $0.body == "We do." }
        #expect(heard.last?.number == Installation.number)
        #expect(house.mock.messages().filter { $0.body == "We do." }.map(\.from) == [Installation.number])
        let transcript = try await house.api.get("/v1/conversations/\(id)/messages").expect(200)["items"].array
        #expect(transcript.map { $0["connection"] } == [.string(tollFree), .string(house.connection)])
        // Where the customer wrote to, not where we answered from.
        #expect(try await house.api.get("/v1/conversations/\(id)").expect(200)["connection"] == .string(tollFree))

        // The toll-free network answers STOP by itself; so nobody else does, and nothing more leaves.
        #expect(try await phone.text("STOP", to: Self.tollFree).succeeded)
        let refused = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "Still there?"])
        #expect(refused.problem == "stop-list")
        // A word that the network does not know is confirmed by the gateway, from where it can.
        #expect(try await phone.text("START", to: Self.tollFree).succeeded)
        #expect(try await phone.text("UNSUBSCRIBE", to: Self.tollFree).succeeded)
        let texts = try await phone.texts.wait(for: 4) { $0.direction == .received }
        #expect(texts.map(\.number) == [Installation.number, Self.tollFree, Self.tollFree, Installation.number])
        #expect(texts.map(\.isAutomatic) == [false, true, true, false])
        await house.end()
    }

    @Test("Who stops sending: told by the checklist, refused for its own reason, and messages that wait go on")
    func changes() async throws {
        let house = try await Installation(furtherNumbers: [Self.tollFree, "+14155550190"])
        let tollFree = try await connect(Self.tollFree, divertsTo: house.connection, in: house)
        let second = try await connect("+14155550190", mode: "standard", divertsTo: nil, in: house)
        for change in [
            try await house.api.delete("/v1/connections/\(house.connection)"),
            try await set("blockedOutbound", nil, of: house.connection, in: house),
        ] {
            #expect(change.status == 409)
            #expect(change.problem == "diverted-to")
            #expect(change["detail"].string?.contains(Self.tollFree) == true)
        }
        // The toll-free number names nobody any more: red, and whoever wrote to it cannot be answered.
        _ = try await set("incomingOnly", nil, of: tollFree, in: house).expect(200)
        let path = "/v1/connections/\(tollFree)/checklist/run"
        let red = try await house.api.post(path).expect(200)["items"].array.first { $0["id"] == "diversion" }
        #expect(red?["verdict"] == "red")
        #expect(red?["advice"].string?.contains("standard") == true)
        #expect(try await house.mock.phone(Self.customer).text("Hello", to: Self.tollFree).succeeded)
        let id = try await house.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let refused = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "Hi"])
        #expect(refused.status == 409)
        #expect(refused.problem == "no-diversion")
        let explicit = try await house.api.post(
            "/v1/contact-points/default/notifications",
            ["to": .string(Self.customer), "text": "Hi", "from": .string(Self.tollFree)])
        #expect(explicit.status == 422)
        #expect(explicit["errors"][0]["field"] == "from")

        // The first number is blocked while messages wait for its pace: they leave from the second.
        _ = try await house.api.patch(
            "/v1/connections/\(house.connection)", ["pacing": ["unitsPerSecond": .number(0.001), "burst": 1]]
        ).expect(200)
        for number in 1...3 {
            _ = try await house.api.post(
                "/v1/contact-points/default/notifications",
                ["to": .string("+1415555020\(number)"), "text": "News", "from": .string(Installation.number)]
            ).expect(202)
        }
        let left = { house.mock.messages().filter { $0.body == "News" }.compactMap(\.from).sorted() }
        try await eventually("the first has left") { left().count == 1 }
        _ = try await set("blockedOutbound", second, of: house.connection, in: house).expect(200)
        try await eventually("the others have left") { left().count == 3 }
        #expect(left() == ["+14155550190", "+14155550190", Installation.number])
        let events = try await house.api.get("/v1/events?type=message.diverted").expect(200)["items"].array
        #expect(events.map { $0["data"]["value"] } == [.string(second), .string(second)])
        await house.end()
    }

    @Test("Numbers as people write them in the contact point's region; what is odd about one is told")
    func typed() async throws {
        let house = try await Installation()
        let notifications = "/v1/contact-points/default/notifications"
        for (to, from) in [("(415) 555-0100", "(500) 555-0006"), ("+1 415.555.0100", "+1 500 555 0006")] {
            let sent = try await house.api.post(
                notifications, ["to": .string(to), "from": .string(from), "text": "Hello"]
            ).expect(202)
            #expect(sent["results"][0]["address"] == .string(Self.customer))
            #expect(sent["warnings"].array.map { $0["code"] } == ["noWayToStop"])
        }
        let odd = try await house.api.post(notifications, ["to": "(123) 456-7890", "text": "Hello"]).expect(202)
        #expect(odd["results"][0]["address"] == "+11234567890")
        #expect(odd["warnings"][0]["code"] == "doubtfulAddress")
        #expect(odd["warnings"][0]["field"] == "to")
        let many = try await house.api.post(
            notifications, ["to": [.string(Self.customer), "(123) 456-7890"], "text": "Hello"]
        ).expect(202)
        #expect(many["warnings"][0]["field"] == "to[1]")
        let preview = try await house.api.post(
            "/v1/contact-points/default/preview", ["to": "(123) 456-7890", "text": "Hello"]
        ).expect(200)
        #expect(preview["warnings"][0]["field"] == "to")
        let started = try await house.api.post(
            "/v1/contact-points/default/conversations", ["to": "(123) 456-7890", "text": "Hello"]
        ).expect(202)
        #expect(started["warnings"][0]["field"] == "to")

        let list = "/v1/contact-points/default/stop-list"
        let results = try await house.api.post(
            list, ["addresses": ["415 555 0177", "(415) 555-0177", "415 555 01", "(123) 456-7891", "Acme"]]
        ).expect(200)["results"].array
        #expect(results.map { $0["outcome"] } == ["added", "duplicate", "invalid", "added", "invalid"])
        #expect(results[0]["address"] == "+14155550177")
        #expect(results[2]["reason"].string?.contains("too short") == true)
        #expect(results[3]["warning"].string?.contains("assigned") == true)
        _ = try await house.api.delete("\(list)/(415)%20555-0177").expect(200)
        #expect(try await house.api.get(list).expect(200)["items"].array.map { $0["address"] } == ["+11234567891"])

        // In another region the same digits are another number.
        _ = try await house.api.patch("/v1/contact-points/default", ["region": "GB"]).expect(200)
        let british = try await house.api.post(notifications, ["to": "07400 123456", "text": "Hello"]).expect(202)
        #expect(british["results"][0]["address"] == "+447400123456")
        await house.end()
    }

    @Test("What platforms allow is told")
    func platforms() async throws {
        let house = try await Installation()
        let sms = try await house.api.get("/v1/platforms").expect(200)["items"].array.first { $0["id"] == "sms" }
        #expect(sms?["sendingModes"] == ["standard", "incomingOnly", "blockedOutbound"])
        #expect(sms?["connectionsPerContactPoint"] == .null)
        await house.end()
    }

    @Test("Commands: how a number sends is shown and set, by numbers as they are typed")
    func commands() async throws {
        let house = try await Installation(furtherNumbers: [Self.tollFree])
        let tollFree = try await connect(Self.tollFree, divertsTo: nil, in: house)
        let environment = ["GATEHOUSE_DATABASE_PATH": house.folder.appending(path: "gatehouse.sqlite").path]
        func gatehouse(_ words: String...) async throws -> (status: Int32, output: String) {
            try await GatewayProcess.run(["contact-point"] + words, environment: environment, folder: house.folder)
        }
        let standard = "\(Installation.number)\tsms\tstandard\t\(house.connection)\n"
        let first = try await gatehouse("connections", "default")
        #expect(first.output == standard + "\(Self.tollFree)\tsms\tincomingOnly, diverts to nothing\t\(tollFree)\n")
        let set = try await gatehouse(
            "sending", "default", "(800) 555-0100", "--mode", "blockedOutbound", "--diverts-to", "500-555-0006")
        #expect(set.status == 0, "\(set.output)")
        let line = "\(Self.tollFree)\tsms\tblockedOutbound, diverts to \(Installation.number)\t\(tollFree)\n"
        #expect(try await gatehouse("connections", "default").output == standard + line)
        for wrong in [
            ["default", "415 555 0100", "--mode", "standard"],
            ["default", "500 555 0006", "--mode", "incomingOnly"],
            ["default", Self.tollFree, "--mode", "standard", "--diverts-to", "500 555 0006"],
            ["nowhere", Self.tollFree, "--mode", "standard"], ["default", Self.tollFree, "--mode", "silent"],
        ] {
            let refused = try await GatewayProcess.run(
                ["contact-point", "sending"] + wrong, environment: environment, folder: house.folder)
            #expect(refused.status != 0, "\(wrong): \(refused.output)")
        }
        #expect(try await gatehouse("connections", "default").output == standard + line)
        let added = try await gatehouse(
            "add", "Paris", "--region", "FR", "--time-zone", "Europe/Paris", "--language", "fr")
        #expect(added.status == 0, "\(added.output)")
        #expect(try await gatehouse("add", "London", "--region", "UK").status != 0)
        await house.end()
    }

    private func connect(
        _ address: String, mode: String = "incomingOnly", divertsTo id: String?, in house: Installation
    ) async throws -> String {
        var sending: [String: JSONValue] = ["mode": .string(mode)]
        if let id { sending["divertsTo"] = .string(id) }
        return try await house.api.post(
            "/v1/contact-points/default/connections",
            [
                "app": .string(house.app), "address": .string(address), "sending": .object(sending),
                "pacing": ["unitsPerSecond": 10_000, "burst": 10_000],
            ]
        ).expect(201)["id"].string ?? ""
    }

    private func set(
        _ mode: String, _ sender: String?, of id: String, in house: Installation
    ) async throws -> APIClient.Answer {
        var sending: [String: JSONValue] = ["mode": .string(mode)]
        if let sender { sending["divertsTo"] = .string(sender) }
        return try await house.api.patch("/v1/connections/\(id)", ["sending": .object(sending)])
    }
}
