import Foundation
import HTTPTypes
import LoopbackMail
import MockPlatform
import MockSMS
import Testing

@Suite("Sending caps of the program")
struct SendingCapTests {
    @Test("A cap stops a key that runs away, says so, tells people once, and lets the others go on")
    func runaway() async throws {
        let server = LoopbackMailServer()
        let house = try await Installation(settings: [
            "GATEHOUSE_MAIL_SERVER": server.address, "GATEHOUSE_MAIL_ENCRYPTION": "none",
            "GATEHOUSE_MAIL_FROM": "gatehouse@our.test", "GATEHOUSE_MAIL_ALERTS_TO": "one@our.test",
        ])
        let made = try await house.api.post(
            "/v1/api-keys", ["label": "Shop", "level": "agent", "roles": ["support"]]
        ).expect(201)
        let key = try #require(made["id"].string)
        let shop = house.api.with(token: made["token"].string)
        let cap = "/v1/api-keys/\(key)/sending-cap"
        #expect(
            try await house.api.get(cap).expect(200).json == ["unitsPerDay": 10_000, "isStandard": true, "days": []])
        _ = try await house.api.put(cap, ["unitsPerDay": 25]).expect(200)

        // It has gone mad: sixteen at once, until somebody says no.
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for lane in 0..<16 {
                group.addTask {
                    var accepted = 0
                    while true {
                        let answer = try await shop.post(
                            "/v1/contact-points/default/notifications",
                            ["to": .string("+1415556\(1000 + lane)"), "text": "Buy! Reply STOP to end."])
                        guard answer.status == 202 else {
                            #expect(answer.status == 429)
                            #expect(answer.problem == "sending-cap")
                            return accepted
                        }
                        accepted += 1
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 25)
        let refused = try await shop.post(
            "/v1/contact-points/default/conversations", ["to": "+14155561000", "text": "Hello"]
        ).expect(429)
        for words in [key, "25 of 25", "(UTC)"] {
            #expect(refused["detail"].string?.contains(words) == true, "\(words)")
        }
        let seconds = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
        #expect((1...86_401).contains(seconds))
        let bulk = try await shop.post(
            "/v1/contact-points/default/notifications", ["to": ["+14155561000", "+14155561001"], "text": "Hello"]
        ).expect(202)
        #expect(bulk["results"].array.map { $0["reason"]["code"] } == ["sendingCap", "sendingCap"])

        // Another key is not touched, and an administrator can let it go on.
        _ = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155561000", "text": "Hello"]
        ).expect(202)
        #expect(try await shop.put(cap, ["unitsPerDay": 1_000_000]).status == 403)
        let spent = try await house.api.get(cap).expect(200)
        #expect(spent["unitsPerDay"] == 25)
        #expect(spent["days"].array.map { $0["units"] } == [25])
        _ = try await house.api.put(cap, ["unitsPerDay": 26]).expect(200)
        _ = try await shop.post("/v1/contact-points/default/notifications", ["to": "+14155561000", "text": "Hello"])
            .expect(202)
        try await eventually("all of them are out") {
            house.mock.messages().filter { $0.direction != .inbound }.count == 27
        }

        let events = try await house.api.get("/v1/events?type=sending.capReached").expect(200)["items"].array
        #expect(events.map { $0["data"]["value"].string } == [key])
        try await eventually("a mail comes") { !server.mails.isEmpty }
        #expect(server.mails.first?.subject.contains("“Shop”") == true)
        #expect(server.mails.first?.text?.contains(key) == true)

        // The contact point has a cap of its own, for all keys together; without one any amount goes.
        let own = "/v1/contact-points/default/sending-cap"
        #expect(try await house.api.get(own).expect(200)["isStandard"] == true)
        _ = try await house.api.put(own, ["unitsPerDay": 27]).expect(200)
        let full = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155561000", "text": "Hello"]
        ).expect(429)
        #expect(full["detail"].string?.contains("contact-point/default") == true)
        _ = try await house.api.delete(own).expect(204)
        _ = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155561000", "text": "Hello"]
        ).expect(202)
        for units: JSONValue in [-1, 1_000_000_001, "many"] {
            #expect(try await house.api.put(cap, ["unitsPerDay": units]).status == 422)
        }
        await house.end()
    }
}
