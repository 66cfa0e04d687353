import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

@Suite struct MessagesAPITests {
    private let phone = "+14155550100"

    @Test func aCreatedMessageHasTwilioShape() async throws {
        try await MockBench.run { bench in
            let created = try await bench.create(to: phone, body: "Grüße")
            #expect(created.status == 201)
            #expect(created.sid.hasPrefix("SM") && created.sid.count == 34)
            #expect(created.json["status"] as? String == "queued")
            #expect(created.json["num_segments"] as? String == "1")
            #expect(created.json["num_media"] as? String == "0")
            #expect(created.json["error_code"] is NSNull)
            #expect(created.json["date_sent"] is NSNull)
            let date = try #require(created.json["date_created"] as? String)
            #expect(date.wholeMatch(of: /\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000/) != nil)
            _ = try await bench.twilio.phone(phone).texts.wait()
            #expect(bench.twilio.phone(phone).received.map(\.body) == ["Grüße"])
            #expect(try await bench.call(.get, "Messages/\(created.sid).json").json["status"] as? String == "delivered")
        }
    }

    @Test func mediaMakesAnMMS() async throws {
        try await MockBench.run { bench in
            let created = try await bench.call(
                .post, "Messages.json",
                FormFields([
                    "To": phone, "From": MockBench.number, "MediaUrl": "https://gw.example/1.png",
                    "MediaUrl": "https://gw.example/2.png",
                ]))
            #expect(created.sid.hasPrefix("MM"))
            #expect(created.json["num_media"] as? String == "2")
            let text = try await bench.twilio.phone(phone).texts.wait()[0]
            #expect(text.mediaURLs == ["https://gw.example/1.png", "https://gw.example/2.png"])
        }
    }

    @Test func aServiceAcceptsAndChoosesTheSenderLater() async throws {
        let service = MockMessagingService(numbers: [MockBench.number])
        try await MockBench.run(configuration: .with { $0.messagingServices = [service] }) { bench in
            let created = try await bench.call(
                .post, "Messages.json",
                FormFields([
                    "To": phone, "MessagingServiceSid": service.sid, "Body": "hi",
                    "StatusCallback": bench.gateway.baseURL,
                ]))
            #expect(created.json["status"] as? String == "accepted")
            #expect(created.json["from"] is NSNull)
            #expect(created.json["num_segments"] as? String == "0")
            let reports = try await bench.gateway.received.wait(for: 3)
            #expect(reports.map { $0.form["MessageStatus"] } == ["queued", "sent", "delivered"])
            #expect(reports.allSatisfy { $0.form["MessagingServiceSid"] == service.sid })
            #expect(bench.twilio.message(created.sid)?.from == MockBench.number)
            #expect(try await bench.list(FormFields(["From": MockBench.number])).messages.count == 1)
        }
    }

    @Test(arguments: [
        (["To": "", "From": MockBench.number, "Body": "x"], 21604),
        (["To": "12", "From": MockBench.number, "Body": "x"], 21211),
        (["To": "+14155550100", "Body": "x"], 21603),
        (["To": "+14155550100", "From": MockBench.number], 21602),
        (["To": "+14155550100", "From": "nobody", "Body": "x"], 21212),
        (["To": "+14155550100", "From": "+14155550999", "Body": "x"], 21606),
        (["To": "+15005550009", "From": MockBench.number, "Body": "x"], 21614),
        (["To": MockBench.number, "From": MockBench.number, "Body": "x"], 21266),
        (["To": "+14155550100", "From": MockBench.number, "Body": String(repeating: "x", count: 1601)], 21617),
        (["To": "+14155550100", "From": MockBench.number, "Body": "x", "StatusCallback": "nowhere"], 21609),
        (["To": "+14155550100", "From": MockBench.number, "MediaUrl": "nowhere"], 21620),
        (["To": "+14155550100", "MessagingServiceSid": "MG1", "Body": "x"], 21701),
    ])
    func refusesWithTwiliosCodes(parameters: [String: String], code: Int) async throws {
        try await MockBench.run { bench in
            var form = FormFields()
            for (name, value) in parameters { form.append(name, value) }
            let refused = try await bench.call(.post, "Messages.json", form)
            #expect(refused.status == 400)
            #expect(refused.code == code)
            #expect(refused.json["more_info"] as? String == "https://www.twilio.com/docs/errors/\(code)")
            #expect(refused.json["status"] as? Int == 400)
            #expect(bench.twilio.messages().isEmpty)
        }
    }

    @Test func credentialsAreChecked() async throws {
        try await MockBench.run(configuration: .with { $0.apiKeys = ["SK1": "secret"] }) { bench in
            let sid = bench.twilio.accountSid
            for (pair, status) in [("\(sid):wrong", 401), ("SK1:secret", 200), ("SK1:wrong", 401), ("", 401)] {
                let answer = try await bench.call(.get, "/2010-04-01/Accounts/\(sid).json", credentials: pair)
                #expect(answer.status == status, "\(pair)")
                #expect(answer.code == (status == 401 ? 20003 : nil))
            }
            #expect(try await bench.call(.get, "/2010-04-01/Accounts/AC1/Messages.json").code == 20404)
            #expect(try await bench.call(.get, "/2010-04-01/Nothing.json").code == 20404)
            bench.twilio.configure { $0.authToken = "rotated" }
            #expect(try await bench.call(.get, "Messages.json").status == 401)
        }
    }

    @Test func moreRequestsAtOnceThanAllowedAreTurnedAway() async throws {
        try await MockBench.run(configuration: .with { $0.apiConcurrency = 0 }) { bench in
            let refused = try await bench.create(to: phone)
            #expect((refused.status, refused.code ?? 0) == (429, 20429))
            #expect(refused.headers[.retryAfter] == "1")
            #expect(bench.twilio.messages().isEmpty)
        }
    }
}
