import ConnectorKit
import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

/// Availability by the API: rules, the people who answer, and what follows from both.
@Suite("Availability and presence", .timeLimit(.minutes(5)))
struct AvailabilityTests {
    private static let path = "/v1/contact-points/default/platforms/sms/availability"

    @Test("Rules built of everything there is; what they say follows presence, queue and capacity")
    func story() async throws {
        let house = try await Installation()
        let (ann, browser) = try await house.person("ann@our.test", name: "Ann")
        func says() async throws -> String {
            let status = try await house.api.get(Self.path).expect(200)["status"]
            return status["isAvailable"] == true ? "yes" : status["reason"].string ?? ""
        }
        #expect(try await says() == "yes")
        let rules: JSONValue = [
            "all": [
                ["any": [["days": ["saturday", "sunday"]], ["times": ["00:00-24:00"], "timeZone": "Europe/Paris"]]],
                ["hours": .object(Dictionary(uniqueKeysWithValues: Self.weekdays.map { ($0, ["00:00-24:00"]) }))],
                ["not": ["dates": [["date": "1999-12-31", "label": "Last night"]]]],
                ["waitingConversations": ["lessThan": 2]], ["availableAgents": ["atLeast": 1]],
                ["agentCapacity": ["moreThan": 0]],
            ]
        ]
        let put = try await house.api.put(Self.path, ["rules": rules]).expect(200)
        #expect(put["rules"] == rules)
        #expect(put["status"]["reason"] == "noAgents")
        #expect(put["status"]["explanation"].string?.hasSuffix(".") == true)

        let there = try await browser.put("/v1/me/presence", ["presence": "available"]).expect(200)
        #expect(there["id"] == .string(ann) && there["capacity"] == 5 && there["load"] == 0)
        #expect(try await says() == "yes")
        for phone in ["+14155550101", "+14155550102"] {
            #expect(try await house.mock.phone(phone).text("Hello?", to: Installation.number).succeeded)
        }
        #expect(try await says() == "queueFull")
        let conversation = try await house.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        _ = try await browser.post("/v1/conversations/\(conversation)/claim").expect(200)
        #expect(try await says() == "yes")
        _ = try await house.api.patch("/v1/agents/\(ann)", ["capacity": 1]).expect(200)
        let full = try await house.api.get(Self.path).expect(200)
        #expect(full["status"]["reason"] == "noAgents")
        #expect(full["figures"] == ["waitingConversations": 1, "availableAgents": 0, "agentCapacity": 0])
        let agents = try await house.api.get("/v1/agents?contactPoint=default").expect(200)["items"].array
        #expect(agents.map { $0["name"] } == ["Ann"] && agents[0]["load"] == 1)

        _ = try await house.api.patch("/v1/agents/\(ann)", ["capacity": 2]).expect(200)
        #expect(try await says() == "yes")
        _ = try await browser.delete("/v1/session").expect(204)
        #expect(try await says() == "noAgents", "she has logged out")
        #expect(try await house.api.get("/v1/agents/\(ann)").expect(200)["presence"] == "unavailable")
        let told = try await house.api.get("/v1/events?type=agent.presenceChanged").expect(200)["items"].array
        #expect(told.map { $0["data"]["value"] } == Array(repeating: .string(ann), count: 4))
        await house.end()
    }

    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    @Test("Whoever read the rules before somebody else changed them does not undo it")
    func tags() async throws {
        let house = try await Installation()
        let first = try await house.api.get(Self.path).expect(200).headers[.eTag] ?? ""
        #expect(first.hasPrefix("\"") && first.hasSuffix("\"") && first.count > 10)
        func put(_ number: Int, ifMatch: String?) async throws -> APIClient.Answer {
            let body: JSONValue = ["rules": ["availableAgents": ["atLeast": .number(Double(number))]]]
            return try await house.api.call(
                .put, Self.path, body: try body.bytes, headers: ifMatch.map { [.ifMatch: $0] } ?? [:])
        }
        let second = try await put(1, ifMatch: first).expect(200).headers[.eTag]
        #expect(try await house.api.get(Self.path).expect(200).headers[.eTag] == second)
        for stale in [first, "W/\(second ?? "")", "\"\"", "x", "\"a\", \"b\""] {
            let refused = try await put(2, ifMatch: stale).expect(412)
            #expect(refused.problem == "changed-since")
        }
        #expect(try await house.api.get(Self.path).expect(200)["rules"]["availableAgents"]["atLeast"] == 1)
        _ = try await put(3, ifMatch: "\"a\", \(second ?? "")").expect(200)
        _ = try await put(4, ifMatch: "*").expect(200)
        _ = try await put(5, ifMatch: nil).expect(200)
        // The same rules have the same tag, whatever happens beside them.
        let fifth = try await house.api.get(Self.path).expect(200).headers[.eTag]
        #expect(try await house.mock.phone("+14155550101").text("Hello?", to: Installation.number).succeeded)
        #expect(try await house.api.get(Self.path).expect(200).headers[.eTag] == fifth)
        await house.end()
    }

    @Test("What is wrong is refused by the name of its field, and what is not there is not found")
    func refusals() async throws {
        let house = try await Installation()
        let bad: [(String, Int, String)] = [
            ("{}", 422, "rules"), (#"{"rules": null}"#, 422, "rules"), (#"{"rules": []}"#, 422, "rules"),
            (#"{"rule": {}}"#, 422, "rule"), (#"{"rules": {"al": []}}"#, 422, "rules.al"),
            (#"{"rules": {"all": [{}, {"days": ["monday", "x"]}]}}"#, 422, "rules.all[1].days[1]"),
            (#"{"rules": {"all": [{}, {"oops": 1}]}}"#, 422, "rules.all[1].oops"),
            (#"{"rules": {"hours": {"monday": ["8-9"]}}}"#, 422, "rules.hours.monday[0]"),
            (#"{"rules": {"hours": {"montag": []}}}"#, 422, "rules.hours.montag"),
            (#"{"rules": {"not": {"dates": [{"date": "2026-02-30"}]}}}"#, 422, "rules.not.dates[0].date"),
            (#"{"rules": {"times": ["08:00-09:00"], "timeZone": "Moon"}}"#, 422, "rules.timeZone"),
            (#"{"rules": {"agentCapacity": {"moreThan": -1}}}"#, 422, "rules.agentCapacity.moreThan"),
            (#"{"rules": "#, 400, ""), ("[]", 422, "body"),
        ]
        for (body, status, field) in bad {
            let answer = try await house.api.call(.put, Self.path, body: Array(body.utf8))
            #expect(answer.status == status, "\(body): \(answer.json)")
            if status == 422 { #expect(answer["errors"][0]["field"] == .string(field), "\(body): \(answer.json)") }
        }
        for path in [
            "/v1/contact-points/nowhere/platforms/sms/availability",
            "/v1/contact-points/default/platforms/pigeon/availability",
        ] {
            #expect(try await house.api.get(path).status == 404)
            #expect(try await house.api.put(path, ["rules": [:]]).status == 404)
        }
        #expect(try await house.api.get(Self.path).expect(200)["rules"] == [:])
        await house.end()
    }

    @Test("Presence is a person's own, or an administrator's to set; services have none")
    func presence() async throws {
        let house = try await Installation()
        let (ann, browser) = try await house.person("ann@our.test", name: "Ann")
        #expect(try await browser.get("/v1/me/presence").expect(200)["presence"] == "unavailable")
        let presences: [JSONValue] = [
            [:], ["presence": "away"], ["presence": 1], ["presence": "available", "capacity": 9],
        ]
        for body in presences {
            #expect(try await browser.put("/v1/me/presence", body).status == 422)
        }
        #expect(try await browser.call(.patch, "/v1/agents/\(ann)", ["capacity": 1000]).status == 403)
        let changes: [JSONValue] = [
            ["capacity": 1001], ["capacity": -1], ["capacity": "5"], ["presence": "away"],
        ]
        for body in changes {
            #expect(try await house.api.patch("/v1/agents/\(ann)", body).status == 422)
        }
        for method in [HTTPRequest.Method.get, .put] {
            let body: JSONValue = ["presence": "available"]
            let answer = try await house.api.call(
                method, "/v1/me/presence", body: method == .put ? try body.bytes : [])
            #expect(answer.status == 409 && answer.problem == "no-presence")
        }
        #expect(try await house.api.get("/v1/agents/usr_0000000000001").status == 404)
        #expect(try await house.api.patch("/v1/agents/usr_0000000000001", ["capacity": 1]).status == 404)
        #expect(try await house.api.get("/v1/agents?contactPoint=nowhere").status == 422)
        // A key that acts for her, as of another system: it lasts beyond her session, if she has none.
        _ = try await browser.delete("/v1/session").expect(204)
        let made = try await house.api.post(
            "/v1/api-keys", ["label": "CRM", "level": "agent", "user": .string(ann)]
        ).expect(201)
        let key = house.api.with(token: made["token"].string)
        let set = try await key.put("/v1/me/presence", ["presence": "currentConversationsOnly"]).expect(200)
        #expect(set["id"] == .string(ann) && set["since"].string != nil)
        _ = try await house.api.patch("/v1/users/\(ann)", ["state": "disabled"]).expect(200)
        #expect(try await house.api.get("/v1/agents/\(ann)").status == 404)
        await house.end()
    }
}
