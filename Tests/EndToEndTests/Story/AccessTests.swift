import Foundation
import MockPlatform
import MockSMS
import Testing

/// Who may send, through the real program.
@Suite("Outbound roles")
struct AccessTests {
    @Test("A role taken away stops the very next send, with 403 and an audit entry")
    func roleTakenAway() async throws {
        let house = try await Installation()
        let body: JSONValue = ["to": "+14155550100", "text": "Hello"]
        _ = try await house.api.post("/v1/contact-points/default/notifications", body).expect(202)

        _ = try await house.api.put(
            "/v1/contact-points/default/outbound-roles",
            ["startConversation": ["support"], "sendNotification": []]
        ).expect(200)
        let denied = try await house.api.post("/v1/contact-points/default/notifications", body)
        #expect(denied.status == 403)
        #expect(denied.problem == "outbound-right-missing")
        for word in ["sendNotification", "default", "administrator"] {
            #expect(denied["detail"].string?.contains(word) == true)
        }
        // The other right is another list.
        _ = try await house.api.post("/v1/contact-points/default/conversations", body).expect(202)

        let audit = try await house.api.get("/v1/audit").expect(200)["items"].array
        let entries = audit.filter { $0["action"] == "denied" }
        let denials = try await house.api.get("/v1/audit?action=denied&subject=contact-point/default").expect(200)
        #expect(denials["items"].array == entries)
        #expect(try await house.api.get("/v1/audit?since=yesterday").expect(422)["errors"][0]["field"] == "since")
        #expect(entries.count == 1)
        #expect(entries.first?["subject"] == "contact-point/default/sendNotification")
        #expect(audit.contains { $0["action"] == "contact-point.roles.sendNotification" })

        // A disabled role grants nothing, an administrator's key or not.
        _ = try await house.api.patch("/v1/roles/support", ["disabled": true]).expect(200)
        #expect(try await house.api.post("/v1/contact-points/default/conversations", body).status == 403)
        let received = try await house.mock.phone("+14155550100").texts.wait(for: 2) { $0.direction == .received }
        #expect(received.count == 2)
        await house.end()
    }

    @Test("Permission levels: an agent reads and answers, and changes nothing")
    func levels() async throws {
        let house = try await Installation()
        let made = try await house.api.post("/v1/api-keys", ["label": "Agent", "level": "agent"]).expect(201)
        let agent = house.api.with(token: made["token"].string)
        #expect(try await agent.get("/v1/conversations").status == 200)
        for (path, body) in [
            ("/v1/contact-points", ["label": "Mine"]), ("/v1/roles", ["label": "Boss"]),
            ("/v1/api-keys", ["label": "Mine", "level": "administrator"]),
            ("/v1/contact-points/default/stop-list", ["addresses": ["+14155550100"]]),
        ] as [(String, JSONValue)] {
            let answer = try await agent.post(path, body)
            #expect(answer.status == 403, "\(path)")
            #expect(answer.problem == "permission-missing")
        }
        #expect(try await agent.get("/v1/audit").status == 403)

        _ = try await house.api.delete("/v1/api-keys/\(made["id"].string ?? "")").expect(204)
        #expect(try await agent.get("/v1/conversations").status == 401)
        await house.end()
    }

    @Test("Guessing a key is slowed down by every way in, and a denial is audited by every way in")
    func streams() async throws {
        let house = try await Installation()
        let made = try await house.api.post("/v1/api-keys", ["label": "Agent", "level": "agent"]).expect(201)
        let path = "/v1/events?lastEventId=0"
        for token in [made["token"].string, nil] {
            let stranger = house.api.with(token: token)
            #expect(try await stranger.get("/v1/audit.csv").status == (token == nil ? 401 : 403))
        }
        let denials = try await house.api.get("/v1/audit?action=denied").expect(200)["items"].array
        #expect(denials.map(\.["actor"]) == [made["id"]])

        let guesser = house.api.with(token: "gatehouse_guessed")
        for _ in 0..<60 { #expect(try await guesser.get(path).status == 401) }
        #expect(try await guesser.get(path).problem == "too-many-failures")
        #expect(try await guesser.get("/v1/conversations").problem == "too-many-failures")
        // Whoever has a key does not suffer from it.
        _ = try await house.api.get("/v1/conversations").expect(200)
        await house.end()
    }
}
