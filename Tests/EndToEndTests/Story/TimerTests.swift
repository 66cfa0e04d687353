import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

/// Timers at three levels, through the real program, hour by hour on a clock that is turned.
@Suite("Timers", .timeLimit(.minutes(5)))
struct TimerTests {
    private static let salesNumber = "+15005550010"
    private static let service = "/v1/contact-points/default/timers"
    private static let sales = "/v1/contact-points/sales/timers"
    private static let salesBySMS = "/v1/contact-points/sales/platforms/sms/timers"

    /// `default` answers for service, `sales` for sales, each with a number.
    private func installation() async throws -> Installation {
        let house = try await Installation(settings: Installation.testClock)
        let webhook = try #require(house.mock.number(Installation.number)).smsURL
        house.mock.put(MockNumber(Self.salesNumber, smsURL: webhook))
        _ = try await house.api.post("/v1/contact-points", ["id": "sales", "label": "Sales"]).expect(201)
        _ = try await house.api.put(
            "/v1/contact-points/sales/conversation-roles", ["read": ["support"], "answer": ["support"]]
        ).expect(200)
        _ = try await house.api.post(
            "/v1/contact-points/sales/connections", ["app": .string(house.app), "address": .string(Self.salesNumber)]
        ).expect(201)
        return house
    }

    private func applies(_ path: String, _ house: Installation) async throws -> String {
        let timers = try await house.api.get(path).expect(200)
        return ["response", "inactive", "close"].map { timer in
            "\(Int(timers[timer]["seconds"].number ?? 0)) \(timers[timer]["level"].string ?? "")"
        }.joined(separator: ", ")
    }

    /// The times at which something was said of the conversations of a contact point, in minutes since a moment.
    private func minutes(
        _ type: String, at contactPoint: String, since begin: Date, _ house: Installation
    ) async throws -> [Int] {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return try await house.api.get("/v1/events?type=\(type)&contactPoint=\(contactPoint)&limit=200").expect(200)[
            "items"
        ].array.map { event in
            Int(try style.parse(event["timestamp"].string ?? "").timeIntervalSince(begin) / 60)
        }
    }

    @Test("The most specific of three levels applies, timer by timer: what is set, and what then happens when")
    func threeLevels() async throws {
        let house = try await installation()
        // Nobody has set anything: the program's own.
        for path in ["/v1/timers", Self.service, Self.sales, Self.salesBySMS] {
            #expect(try await applies(path, house) == "600 program, 1800 program, 86400 program")
        }

        //                       response   inactive   close
        // tenant                20m        1h         48h
        // contact point sales   5m         -          24h
        // sms on sales          -          30m        2h
        _ = try await house.api.put("/v1/timers", ["response": "20m", "inactive": 3600, "close": "48h"]).expect(200)
        _ = try await house.api.put(Self.sales, ["response": "5m", "close": "24h"]).expect(200)
        _ = try await house.api.put(Self.salesBySMS, ["inactive": "1800s", "close": "2h"]).expect(200)
        #expect(try await applies("/v1/timers", house) == "1200 tenant, 3600 tenant, 172800 tenant")
        #expect(try await applies(Self.service, house) == "1200 tenant, 3600 tenant, 172800 tenant")
        #expect(try await applies(Self.sales, house) == "300 contactPoint, 3600 tenant, 86400 contactPoint")
        #expect(try await applies(Self.salesBySMS, house) == "300 contactPoint, 1800 platform, 7200 platform")
        let shown = try await house.api.get(Self.sales).expect(200)
        #expect(shown["response"]["setHere"] == 300 && shown["inactive"]["setHere"] == .null)
        let bySMS = shown["platforms"].array.first { $0["platform"] == "sms" }
        #expect(bySMS?["close"]["level"] == "platform")

        // A customer writes to each.
        for number in [Installation.number, Self.salesNumber] {
            #expect(try await house.mock.phone("+14155550100").text("Hello?", to: number).succeeded)
        }
        let conversations = try await house.api.get("/v1/conversations").expect(200)["items"].array
        let begin = try Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            .parse(conversations[0]["unansweredSince"].string ?? "")
        func minute(_ field: String, at contactPoint: String) async throws -> Int? {
            let found = try await house.api.get("/v1/conversations?contactPoint=\(contactPoint)").expect(200)
            return try found["items"][0][field].string.map { text in
                let time = try Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text)
                return Int((time.timeIntervalSince(begin) / 60).rounded())
            }
        }
        #expect(try await minute("responseDueAt", at: "sales") == 5)
        #expect(try await minute("responseDueAt", at: "default") == 20)
        #expect(try await minute("inactiveDueAt", at: "sales") == 30)
        #expect(try await minute("inactiveDueAt", at: "default") == 60)

        // Ten minutes at a time, for three hours; then day by day.
        for _ in 0..<18 { try await pass(.seconds(600), house) }
        for _ in 0..<3 { try await pass(.seconds(86400), house) }
        let expected: [(String, String, ClosedRange<Int>)] = [
            ("conversation.responseOverdue", "sales", 5...15), ("conversation.responseOverdue", "default", 20...30),
            ("conversation.inactive", "sales", 30...40), ("conversation.inactive", "default", 60...70),
            ("conversation.closed", "sales", 150...170), ("conversation.closed", "default", 2940...4400),
        ]
        for (type, contactPoint, range) in expected {
            let found = try await minutes(type, at: contactPoint, since: begin, house)
            #expect(found.count == 1, "\(type) at \(contactPoint): once")
            #expect(found.allSatisfy { range.contains($0) }, "\(type) at \(contactPoint): \(found)")
        }

        // What is taken back lets the level above count again.
        _ = try await house.api.delete(Self.salesBySMS + "/inactive").expect(204)
        #expect(try await applies(Self.salesBySMS, house) == "300 contactPoint, 3600 tenant, 7200 platform")
        for path in [Self.salesBySMS, Self.sales, "/v1/timers"] { _ = try await house.api.delete(path).expect(204) }
        #expect(try await applies(Self.salesBySMS, house) == "600 program, 1800 program, 86400 program")
        let audit = try await house.api.get("/v1/audit?action=timers.update").expect(200)["items"].array
        #expect(audit.count == 7)
        #expect(audit.last?["after"].string?.contains("response: 20m, inactive: 1h, close: 48h") == true)
        await house.end()
    }

    /// Turns the clock, and waits until whatever is due by then has happened: until the gateway has noticed a message
    /// that was due just now.
    private func pass(_ duration: Duration, _ house: Installation) async throws {
        try await house.turnClock(by: duration)
        try await eventually("nothing is left that is due") {
            let now = try await house.clock()
            let conversations = try await house.api.get("/v1/conversations?limit=200").expect(200)["items"].array
            let told = try await house.api.get("/v1/events?type=conversation.responseOverdue&limit=200").expect(200)[
                "items"
            ].array.compactMap { $0["data"]["conversation"]["id"].string }
            return conversations.allSatisfy { conversation in
                let isTold = told.contains(conversation["id"].string ?? "")
                return ((isTold ? [] : ["responseDueAt"]) + ["inactiveDueAt", "closeDueAt"]).allSatisfy {
                    (conversation[$0].string ?? "9") > now
                }
            }
        }
    }

    @Test("An answer stops the wait, a message wakes what is inactive, and what is closed begins anew")
    func wakes() async throws {
        let house = try await installation()
        let phone = house.mock.phone("+14155550100")
        func conversations() async throws -> [JSONValue] {
            try await house.api.get("/v1/conversations").expect(200)["items"].array
        }
        func becomes(_ states: String...) async throws {
            try await eventually("the conversations are \(states)") {
                try await conversations().compactMap { $0["state"].string } == states
            }
        }
        #expect(try await phone.text("Hello?", to: Installation.number).succeeded)
        let id = try #require(try await conversations().first?["id"].string)
        _ = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "Hi."]).expect(202)
        #expect(try await conversations()[0]["responseDueAt"] == .null)
        try await house.turnClock(by: .seconds(1801))
        try await becomes("inactive")
        #expect(try await phone.text("One more thing", to: Installation.number).succeeded)
        try await becomes("active")
        try await house.turnClock(by: .seconds(1801))
        try await becomes("inactive")
        try await house.turnClock(by: .seconds(86_401))
        try await becomes("closed")
        #expect(try await phone.text("Are you there?", to: Installation.number).succeeded)
        try await becomes("new", "closed")
        let told = try await house.api.get("/v1/events?limit=200").expect(200)["items"].array.compactMap {
            $0["type"].string
        }.filter { $0.hasPrefix("conversation.") }
        #expect(
            told == [
                "conversation.created", "conversation.activated", "conversation.inactive", "conversation.activated",
                "conversation.responseOverdue", "conversation.inactive", "conversation.closed", "conversation.created",
            ])
        await house.end()
    }

    @Test("Killed before it was due, and started after: it happens once; and so with a clock that went back")
    func killed() async throws {
        let house = try await installation()
        #expect(try await house.mock.phone("+14155550100").text("Hello?", to: Installation.number).succeeded)
        await house.gateway.kill()
        try await house.restart(with: ["GATEHOUSE_TEST_CLOCK": "1000"])
        func overdue() async throws -> Int {
            try await house.api.get("/v1/events?type=conversation.responseOverdue&limit=200").expect(200)["items"]
                .array.count
        }
        try await eventually("the answer is overdue") { try await overdue() == 1 }
        await house.gateway.kill()
        // The clock of the machine itself, which is behind.
        try await house.restart(with: ["GATEHOUSE_TEST_CLOCK": "0"])
        try await house.turnClock(by: .seconds(1801))
        try await eventually("it is inactive") {
            try await house.api.get("/v1/conversations?state=inactive").expect(200)["items"].array.count == 1
        }
        #expect(try await overdue() == 1)
        await house.end()
    }

    @Test("Whatever is no length is refused by the name of its field, and only administrators set timers")
    func refusals() async throws {
        let house = try await installation()
        let bad: [(String, String)] = [
            (#"{"response": 0}"#, "response"), (#"{"response": -5}"#, "response"), (#"{"response": 1.5}"#, "response"),
            (#"{"response": 2592001}"#, "response"), (#"{"response": 1e300}"#, "response"),
            (#"{"response": true}"#, "response"), (#"{"response": null}"#, "response"),
            (#"{"response": []}"#, "response"), (#"{"inactive": "10"}{"#, "body"),
            (#"{"inactive": "soon"}"#, "inactive"),
            (#"{"inactive": "721h"}"#, "inactive"), (#"{"inactive": "1d"}"#, "inactive"),
            (#"{"inactive": ""}"#, "inactive"), (#"{"close": "1h30m"}"#, "close"),
            (#"{"response": "5m", "close": "0s"}"#, "close"), (#"{"respond": "5m"}"#, "respond"), ("{}", "body"),
            ("[]", "body"),
        ]
        for path in ["/v1/timers", Self.sales, Self.salesBySMS] {
            for (body, field) in bad {
                let answer = try await house.api.call(.put, path, body: Array(body.utf8))
                #expect([400, 422].contains(answer.status), "\(body): \(answer.json)")
                if answer.status == 422 { #expect(answer["errors"][0]["field"] == .string(field), "\(body)") }
            }
            #expect(try await applies(path, house) == "600 program, 1800 program, 86400 program")
        }
        for path in [
            "/v1/contact-points/nowhere/timers", "/v1/contact-points/sales/platforms/pigeon/timers",
            "/v1/contact-points/nowhere/platforms/sms/timers",
        ] {
            #expect(try await house.api.get(path).status == 404)
            #expect(try await house.api.put(path, ["response": "5m"]).status == 404)
            #expect(try await house.api.delete(path).status == 404)
        }
        #expect(try await house.api.delete("/v1/timers/lunch").status == 404)
        let made = try await house.api.post("/v1/api-keys", ["label": "Boss", "level": "manager"]).expect(201)
        let manager = house.api.with(token: made["token"].string)
        for path in ["/v1/timers", Self.sales, Self.salesBySMS] {
            #expect(try await manager.get(path).status == 200)
            #expect(try await manager.put(path, ["response": "5m"]).status == 403)
            #expect(try await manager.delete(path).status == 403)
            #expect(try await manager.delete(path + "/response").status == 403)
        }
        #expect(try await house.api.get("/v1/audit?action=timers.update").expect(200)["items"].array.isEmpty)
        await house.end()
    }

    @Test("Without the setting nobody turns the clock")
    func noTestClock() async throws {
        let house = try await Installation()
        for method in [HTTPRequest.Method.get, .post] {
            let reply = try await APIClient.sharedTransport.exchange(
                HTTPCall(method: method, url: house.gateway.url + "/test/clock", body: Array("{\"seconds\": 1}".utf8)))
            #expect(reply.status == 404)
        }
        await house.end()
    }
}
