import Foundation
import MockPlatform
import MockSMS
import Testing

/// A customer under another system's name, and erased at their wish, through the real program.
@Suite("One customer")
struct CustomerTests {
    private static let number = "+14155550100"
    private static let customer = "/v1/customers/phone/%2B14155550100"

    private static func conversation(_ house: Installation, _ text: String) async throws -> String {
        #expect(try await house.mock.phone(number).text(text, to: Installation.number).succeeded)
        return try #require(try await house.api.get("/v1/conversations").expect(200)["items"][0]["id"].string)
    }

    @Test("Another system finds conversation and customer by its own names, and sees them with every event")
    func references() async throws {
        let house = try await Installation()
        let id = try await Self.conversation(house, "Hello")
        let named = try await house.api.patch("/v1/conversations/\(id)", ["externalReference": "ticket-7"]).expect(200)
        #expect(named["externalReference"] == "ticket-7")
        _ = try await house.api.patch(Self.customer, ["externalReference": "contact-1"]).expect(200)
        _ = try await house.api.patch("/v1/customers/phone/%2B14155550199", ["externalReference": "x"]).expect(404)

        let found = try await house.api.get("/v1/conversations?externalReference=ticket-7").expect(200)
        #expect(found["items"].array.map { $0["customerReference"] } == ["contact-1"])
        let customers = try await house.api.get("/v1/customers?externalReference=contact-1").expect(200)
        #expect(customers["items"].array.map { $0["address"] } == [.string(Self.number)])
        _ = try await Self.conversation(house, "Are you there?")
        let event = try #require(
            try await house.api.get("/v1/events?type=message.received&limit=200").expect(200)["items"].array.last)
        #expect(event["data"]["conversation"]["externalReference"] == "ticket-7")

        for (body, field) in [
            (JSONValue.object([:]), "externalReference"), (["externalReference": ""], "externalReference"),
            (["externalReference": .string(String(repeating: "x", count: 201))], "externalReference"),
            (["externalReference": 7], "externalReference"), (["reference": "x"], "reference"),
        ] {
            let refused = try await house.api.patch("/v1/conversations/\(id)", body).expect(422)
            #expect(refused["errors"][0]["field"] == .string(field), "\(body)")
        }
        let unnamed = try await house.api.patch("/v1/conversations/\(id)", ["externalReference": .null]).expect(200)
        #expect(unnamed["externalReference"] == .null)
        await house.end()
    }

    @Test("Erased: nothing of them is found any more, what is left is told with its reason, a repetition sends nothing")
    func erased() async throws {
        let house = try await Installation()
        let id = try await Self.conversation(house, "My name is Alice")
        let reply: JSONValue = ["text": "Hello Alice"]
        let path = "/v1/conversations/\(id)/messages"
        _ = try await house.api.post(path, reply, idempotencyKey: "1").expect(202)
        _ = try await house.mock.phone(Self.number).texts.wait { $0.body == "Hello Alice" }
        #expect(try await house.mock.phone(Self.number).text("STOP", to: Installation.number).succeeded)

        let report = try await house.api.post("\(Self.customer)/erase").expect(200)
        #expect(report["erased"]["conversations"] == 1)
        #expect(report["erased"]["messages"] == 3)
        #expect(report["erased"]["keptAnswers"] == 1)
        let remains = report["remains"].array.map { $0["what"].string ?? "" }
        #expect(remains == ["stopList", "events", "platforms", "backups"])
        #expect(report["remains"].array.allSatisfy { $0["why"].string?.isEmpty == false })

        _ = try await house.api.get("/v1/conversations/\(id)").expect(404)
        #expect(try await house.api.get("/v1/conversations").expect(200)["items"].array.isEmpty)
        let repeated = try await house.api.post(path, reply, idempotencyKey: "1").expect(410)
        #expect(repeated.problem == "answer-erased")
        let told = try await house.api.get("/v1/events?type=conversation.erased").expect(200)["items"].array
        #expect(told.map { $0["data"]["value"] } == [.string(id)])
        #expect(told[0]["data"]["conversation"] == .null)

        // They may write again, and are still not written to.
        let again = try await Self.conversation(house, "Me again")
        #expect(again != id)
        #expect(
            try await house.api.post("/v1/conversations/\(again)/messages", ["text": "Hi"]).expect(409).problem
                == "stop-list")

        // Of the texts nothing is left in the files but what was written since.
        await house.gateway.stop()
        for name in try FileManager.default.contentsOfDirectory(atPath: house.folder.path)
        where ["gatehouse.sqlite", "gatehouse.sqlite-wal"].contains(name) {
            let bytes = try Data(contentsOf: house.folder.appending(path: name))
            #expect(bytes.range(of: Data("Alice".utf8)) == nil, "\(name)")
        }
        await house.end()
    }

    @Test("Exported: one line for each thing that is stored of them, and nothing of anybody else")
    func exported() async throws {
        let house = try await Installation()
        let id = try await Self.conversation(house, "Hello")
        for number in 1...150 {
            _ = try await house.api.post("/v1/conversations/\(id)/messages", ["text": .string("Answer \(number)")])
                .expect(202)
        }
        #expect(try await house.mock.phone("+14155550199").text("Not mine", to: Installation.number).succeeded)
        #expect(try await house.mock.phone(Self.number).text("STOP", to: Installation.number).succeeded)
        let (status, headers, body) = try CurlDownload(house.api, "\(Self.customer)/export").end()
        #expect(status == 0)
        #expect(headers.contains("content-type: application/jsonl"))
        #expect(headers.contains(#"attachment; filename="customer-"#))
        let lines = try body.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
        #expect(lines[0]["customer"]["address"] == .string(Self.number))
        #expect(lines[1]["stopEntry"]["isStopped"] == true)
        #expect(lines[2]["conversation"]["id"] == .string(id))
        let messages = lines.dropFirst(3).map { $0["message"] }
        #expect(messages.count == 152)
        #expect(messages.first?["message"]["text"] == "Hello")
        #expect(messages.last?["message"]["text"] == "STOP")
        #expect(messages[10]["parts"].array.count == 1)
        #expect(!body.contains("Not mine"))
        let audit = try await house.api.get("/v1/audit?action=customer.export").expect(200)["items"].array
        #expect(audit.map { $0["after"] } == [.string(Self.number)])
        await house.end()
    }

    @Test("Only an administrator erases, and a kind of address that nobody writes to is not found")
    func refused() async throws {
        let house = try await Installation()
        let agent = try await house.api.post("/v1/api-keys", ["label": "Agent", "level": "agent"]).expect(201)
        let refused = try await house.api.with(token: agent["token"].string).post("\(Self.customer)/erase").expect(403)
        #expect(refused.problem == "permission-missing")
        _ = try await house.api.with(token: agent["token"].string).get("\(Self.customer)/export").expect(403)
        _ = try await house.api.post("/v1/customers/pigeon/7/erase").expect(404)
        _ = try await house.api.get(Self.customer).expect(404)
        await house.end()
    }
}
