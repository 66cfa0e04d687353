import Foundation
import MockPlatform
import MockSMS
import Testing

/// Messages to many, through the real program and a mock Twilio.
@Suite("Notifications to many, of the program")
struct NotificationTests {
    private static let path = "/v1/contact-points/default/notifications"

    private static func phone(_ number: Int) -> String { "+1415\(5_560_000 + number)" }

    /// One a second after the first twenty, or everything at once.
    private func setPace(_ house: Installation, isSlow: Bool) async throws {
        let pacing: JSONValue =
            isSlow ? ["unitsPerSecond": 1, "burst": 20] : ["unitsPerSecond": 10_000, "burst": 10_000]
        _ = try await house.api.patch("/v1/connections/\(house.connection)", ["pacing": pacing]).expect(200)
    }

    /// Open for a minute, on a day that is neither today nor near.
    private func closeWindow(_ house: Installation) async throws {
        let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let far = names[(calendar.component(.weekday, from: Date()) + 2) % 7]
        let closed = try await house.api.put(
            "/v1/contact-points/default/sending-window", ["hours": .object([far: ["12:00-12:01"]])]
        ).expect(200)
        #expect(closed["isOpen"] == false)
    }

    @Test("1,000 recipients, 10 stopped, 5 bad, one twice: exact results; a STOP meanwhile stops who was not sent to")
    func thousand() async throws {
        let house = try await Installation()
        try await setPace(house, isSlow: true)
        let stopped = (0..<10).map { Self.phone(100 + $0 * 50) }
        _ = try await house.api.post(
            "/v1/contact-points/default/stop-list", ["addresses": .array(stopped.map { .string($0) })]
        ).expect(200)
        var recipients = (0..<994).map(Self.phone)
        let bad = ["+1 415 555 01", "Acme", "+0123456789", "+1", "somebody@example.com"]
        for (index, text) in bad.enumerated() { recipients.insert(text, at: 77 + index * 111) }
        recipients.append("+1 (415) 556-0030")
        #expect(recipients.count == 1000)
        let body: JSONValue = [
            "to": .array(recipients.map { .string($0) }), "text": "We close at noon tomorrow. Reply STOP to opt out.",
        ]

        let sent = try await house.api.post(Self.path, body, idempotencyKey: "campaign").expect(202)
        #expect(sent["recipients"] == 1000)
        #expect(sent["accepted"] == 984)
        #expect(sent["refused"] == 16)
        #expect(sent["units"] == 1)
        #expect(sent["warnings"].array.map { $0["code"] } == ["identicalTexts"])
        let results = sent["results"].array
        #expect(results.map { $0["to"].string } == recipients)
        #expect(results.map { $0["number"].number } == (0..<1000).map(Double.init))
        for result in results {
            let to = result["to"].string ?? ""
            let reason =
                stopped.contains(to)
                ? "stopList" : bad.contains(to) ? "invalidRecipient" : to.contains("(") ? "duplicate" : nil
            #expect(result["reason"]["code"].string == reason, "\(result)")
            #expect(result["outcome"] == (reason == nil ? "accepted" : "refused"))
            #expect((result["message"].string != nil) == (reason == nil))
        }

        // The first have left. One of them opts out, and two whose turn is minutes away.
        try await eventually("the first have left") { outbound(house).count >= 20 }
        let early = outbound(house)[0].to
        let late = [Self.phone(503), Self.phone(909)]
        for phone in [early] + late {
            #expect(try await house.mock.phone(phone).text("STOP", to: Installation.number).succeeded)
        }
        #expect(outbound(house).count < 400)
        try await setPace(house, isSlow: false)
        let id = try #require(sent["id"].string)
        try await eventually("all others are delivered", within: .seconds(120)) {
            try await house.api.get("/v1/notifications/\(id)?limit=1").expect(200)["counts"]
                == ["delivered": 982, "refused": 18]
        }
        let reached = outbound(house).map(\.to)
        #expect(reached.count == 982)
        #expect(Set(reached) == Set((0..<994).map(Self.phone)).subtracting(stopped + late))

        // The same call once more is the same call.
        let again = try await house.api.post(Self.path, body, idempotencyKey: "campaign").expect(202)
        #expect(again["id"] == sent["id"])
        #expect(again["results"] == sent["results"])
        #expect(outbound(house).count == 982)

        let states = try await allRecipients(of: id, house)
        #expect(states.map { $0["to"].string } == recipients)
        #expect(states.count { $0["status"] == "delivered" } == 982)
        #expect(
            states.filter { late.contains($0["to"].string ?? "") }.map { $0["reason"]["code"] }
                == ["stopList", "stopList"])
        let listed = try await house.api.get("\(Self.path)?limit=1").expect(200)["items"].array
        #expect(listed.map { $0["id"] } == [sent["id"]])
        await house.end()
    }

    @Test("The whole call fails for what is wrong with the call, and then nobody gets anything")
    func callerErrors() async throws {
        let house = try await Installation()
        let many = JSONValue.array((0..<1001).map { .string(Self.phone($0)) })
        let cases: [(JSONValue, String)] = [
            (["to": [], "text": "Hello"], "to"), (["to": many, "text": "Hello"], "to"),
            (["to": [.string(Self.phone(1)), ""], "text": "Hello"], "to[1]"),
            (["to": [.string(Self.phone(1)), 5], "text": "Hello"], "to[1]"), (["to": 5, "text": "Hello"], "to"),
            (["to": [.string(Self.phone(1))]], "text"),
            (["to": [.string(Self.phone(1))], "text": .string(String(repeating: "a", count: 16_001))], "text"),
        ]
        for (body, field) in cases {
            let answer = try await house.api.post(Self.path, body).expect(422)
            #expect(answer["errors"][0]["field"].string == field, "\(answer.json)")
        }
        #expect(try await house.api.get(Self.path).expect(200)["items"].array.isEmpty)
        #expect(outbound(house).isEmpty)
        // A thousand as people write them, with a long text, go into one request.
        let written = JSONValue.array((0..<1000).map { .string("+1 (415) 556-\(String($0 + 1000)) ") })
        try await closeWindow(house)
        let long = JSONValue.string(String(repeating: "ä", count: 1600))
        #expect(try await house.api.post(Self.path, ["to": written, "text": long]).expect(202)["accepted"] == 1000)
        await house.end()
    }

    @Test("Outside the sending window it waits, and says until when; replies do not; canceled, nothing of it leaves")
    func window() async throws {
        let house = try await Installation()
        try await closeWindow(house)
        let first = try await house.api.post(
            Self.path, ["to": [.string(Self.phone(1)), .string(Self.phone(2))], "text": "Hi"]
        )
        .expect(202)
        let opensAt = try #require(first["opensAt"].string)
        let message = first["results"][0]["message"].string ?? ""
        let shown = try await house.api.get("/v1/messages/\(message)").expect(200)["message"]
        #expect(shown["status"] == "queued")
        #expect(shown["statusReason"]["code"] == "sendingWindow")
        #expect(shown["notBefore"].string == opensAt)
        #expect(shown["notification"] == first["id"])
        let start = try await house.api.post(
            "/v1/contact-points/default/conversations", ["to": .string(Self.phone(3)), "text": "Now. STOP to opt out"]
        ).expect(202)
        #expect(start["warnings"].array.isEmpty)
        _ = try await house.mock.phone(Self.phone(3)).texts.wait { $0.direction == .received }

        let canceled = try await house.api.post("/v1/messages/\(message)/cancel").expect(200)
        #expect(canceled["status"] == "canceled")
        let second = try await house.api.post(Self.path, ["to": .string(Self.phone(4)), "text": "Hi"]).expect(202)
        let count = try await house.api.post("/v1/notifications/\(second["id"].string ?? "")/cancel").expect(200)
        #expect(count.json == ["canceled": 1, "underWay": 0, "gone": 0, "ended": 0])

        _ = try await house.api.put("/v1/contact-points/default/sending-window", [:]).expect(200)
        _ = try await house.mock.phone(Self.phone(2)).texts.wait { $0.direction == .received }
        #expect(outbound(house).map(\.to).sorted() == [Self.phone(2), Self.phone(3)])
        let gone = try await house.api.post("/v1/notifications/\(first["id"].string ?? "")/cancel").expect(200)
        #expect((gone["gone"].number ?? 0) + (gone["underWay"].number ?? 0) == 1)
        #expect(gone["ended"] == 1)
        await house.end()
    }

    @Test(
        "A process that is killed while it takes a call in: all of it or nothing, and the repetition sends nobody twice"
    )
    func killed() async throws {
        let house = try await Installation()
        try await closeWindow(house)
        let numbers = (0..<1000).map(Self.phone)
        let body: JSONValue = ["to": .array(numbers.map { .string($0) }), "text": "Hello"]
        for round in 0..<3 {
            let (api, key) = (house.api, "call \(round)")
            async let first = try? await api.post(Self.path, body, idempotencyKey: key)
            // By turns before it is in, in its middle, and when all is done.
            try await Task.sleep(for: .milliseconds(60 + round * 120))
            await house.gateway.kill()
            _ = await first
            try await house.restart()
            let answer = try await house.api.post(Self.path, body, idempotencyKey: key).expect(202)
            #expect(answer["accepted"] == 1000)
            #expect(Set(answer["results"].array.compactMap { $0["message"].string }).count == 1000)
            let detail = try await house.api.get("/v1/notifications/\(answer["id"].string ?? "")").expect(200)
            #expect(detail["counts"] == ["queued": 1000])
        }
        #expect(try await house.api.get(Self.path).expect(200)["items"].array.count == 3)
        _ = try await house.api.put("/v1/contact-points/default/sending-window", [:]).expect(200)
        try await eventually("everybody has all three", within: .seconds(120)) { outbound(house).count >= 3000 }
        let counts = Dictionary(outbound(house).map { ($0.to, 1) }, uniquingKeysWith: +)
        #expect(counts == Dictionary(uniqueKeysWithValues: numbers.map { ($0, 3) }))
        await house.end()
    }

    @Test("A preview: encoding, what it costs, who would not get it, what to mind; and nothing is sent")
    func preview() async throws {
        let house = try await Installation()
        _ = try await house.api.post("/v1/contact-points/default/stop-list", ["addresses": [.string(Self.phone(9))]])
            .expect(200)
        let text = "Here’s your parcel: https://bit.ly/abc " + String(repeating: "and so on ", count: 6)
        let shown = try await house.api.post(
            "/v1/contact-points/default/preview",
            [
                "to": [.string(Self.phone(1)), .string(Self.phone(9)), "nobody at all", .string(Self.phone(1))],
                "text": .string(text),
            ]
        ).expect(200)
        let part = shown["parts"][0]
        #expect(part["encoding"] == "UCS-2")
        #expect(part["costlyCharacters"] == ["’"])
        #expect(part["units"] == 2)
        #expect(shown["units"] == 2)
        #expect(shown["recipients"] == 4)
        #expect(shown["accepted"] == 1)
        #expect(shown["cost"] == 2)
        #expect(shown["refused"].array.map { $0["number"].number } == [1, 2, 3])
        #expect(shown["refused"].array.map { $0["reason"]["code"] } == ["stopList", "invalidRecipient", "duplicate"])
        #expect(
            shown["warnings"].array.map { $0["code"] } == ["publicShortener", "noWayToStop", "costlyCharacters"])
        #expect(outbound(house).isEmpty)
        let start = try await house.api.post(
            "/v1/contact-points/default/conversations", ["to": .string(Self.phone(1)), "text": .string(text)]
        ).expect(202)
        #expect(start["warnings"] == shown["warnings"])
        let conversation = start["conversation"]["id"].string ?? ""
        let reply = try await house.api.post("/v1/conversations/\(conversation)/messages", ["text": "See bit.ly/1"])
            .expect(202)
        #expect(reply["warnings"].array.map { $0["code"] } == ["publicShortener"])
        await house.end()
    }

    private func outbound(_ house: Installation) -> [Message] {
        house.mock.messages(newest: .max).filter { $0.direction != .inbound }.reversed()
    }

    private func allRecipients(of id: String, _ house: Installation) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        var next: String?
        repeat {
            let page = try await house.api.get(
                "/v1/notifications/\(id)?limit=200" + (next.map { "&cursor=\($0)" } ?? "")
            ).expect(200)
            all += page["items"].array
            next = page["next"].string
        } while next != nil
        return all
    }
}
