import MockPlatform
import MockSMS
import Testing

@Suite struct TwiMLTests {
    private let phone = "+14155550100"

    @Test(arguments: [
        ("<Response><Message>Hello &amp; welcome</Message></Response>", ["Hello & welcome"]),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response/>", []),
        ("<Response></Response>", []),
        ("<Response><!-- none --></Response>", []),
        ("<Response><Message to='+14155550111'><Body>A</Body></Message></Response>", []),
        ("<Response><Message><Body>A</Body></Message><Message><![CDATA[<b>]]></Message></Response>", ["A", "<b>"]),
        ("<Response><Message>&#x1F44D;</Message></Response>", ["👍"]),
        ("", []),
    ])
    func repliesAreSentToThePhone(document: String, bodies: [String]) async throws {
        try await MockBench.run { bench in
            bench.gateway.answer(.twiML(document))
            try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            let texts = try await bench.twilio.phone(phone).texts.wait(for: 1 + bodies.count)
            #expect(Set(texts.dropFirst().map(\.body)) == Set(bodies))
            #expect(bench.twilio.recorder.problems.entries.isEmpty)
        }
    }

    @Test(arguments: [
        ("<Response>", "text/xml", 12100),
        ("<Response><Message>a & b</Message></Response>", "text/xml", 12100),
        ("<Response></Respons>", "application/xml", 12100),
        ("<Response/><Response/>", "text/xml", 12100),
        ("<Other/>", "text/xml", 12102),
        ("<Response><Dance/></Response>", "text/xml", 12200),
        ("{}", "application/json", 12300),
    ])
    func badAnswersAreLogged(document: String, type: String, code: Int) async throws {
        try await MockBench.run { bench in
            bench.gateway.answer(.text(document, type: type))
            let receipt = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            #expect(bench.twilio.recorder.problems.entries.map(\.code) == [code])
            #expect(receipt.replies.isEmpty)
        }
    }

    @Test func plainTextIsSentAsAReply() async throws {
        try await MockBench.run { bench in
            bench.gateway.answer(.text("OK", type: "text/plain"))
            let receipt = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            #expect(receipt.replies.compactMap { bench.twilio.message($0)?.body } == ["OK"])
            #expect(bench.twilio.message(receipt.replies[0])?.direction == .outboundReply)
        }
    }

    @Test func noMoreThanTenReplies() async throws {
        try await MockBench.run { bench in
            let messages = String(repeating: "<Message>x</Message>", count: 11)
            bench.gateway.answer(.twiML("<Response>\(messages)</Response>"))
            let receipt = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            #expect(receipt.replies.count == 10)
            #expect(bench.twilio.recorder.problems.entries.map(\.code) == [14109])
        }
    }
}
