import MockPlatform
import MockSMS
import Testing

@Suite struct OptOutTests {
    private let phone = "+14155550100"

    @Test(arguments: ["STOP", "sToP", " stop\n", "STOPALL", "unsubscribe", "Cancel", "END", "quit", "OPTOUT", "revoke"])
    func aWholeBodyThatIsAKeywordStops(word: String) async throws {
        try await MockBench.run { bench in
            let receipt = try await bench.twilio.phone(phone).text(word, to: MockBench.number)
            #expect(receipt.keyword == "STOP" && receipt.succeeded, "the webhook gets it all the same")
            let request = bench.gateway.received.entries[0]
            #expect(request.form["Body"] == word && request.form["OptOutType"] == nil)
            let answers = bench.twilio.phone(phone).received
            #expect(answers.count == 1 && answers[0].isAutomatic)
            #expect(try await bench.create(to: phone).code == 21610)
            #expect(try await bench.list(FormFields(["To": phone])).messages.isEmpty)
            #expect(try await bench.create(to: "+14155550111").status == 201)
        }
    }

    @Test(arguments: ["Stop please", "don't stop", "STOP.", "", "stop all"])
    func anythingElseDoesNot(body: String) async throws {
        try await MockBench.run { bench in
            let receipt = try await bench.twilio.phone(phone).text(body, to: MockBench.number)
            #expect(receipt.keyword == nil)
            #expect(try await bench.create(to: phone).status == 201)
        }
    }

    @Test(arguments: ["START", "yes", "Unstop"])
    func startLiftsIt(word: String) async throws {
        try await MockBench.run { bench in
            try await bench.twilio.phone(phone).text("STOP", to: MockBench.number)
            try await bench.twilio.phone(phone).text("hello?", to: MockBench.number)
            #expect(bench.twilio.isOptedOut(phone, from: MockBench.number), "an ordinary text lifts nothing")
            try await bench.twilio.phone(phone).text(word, to: MockBench.number)
            #expect(try await bench.create(to: phone).status == 201)
        }
    }

    @Test func aStopHoldsForOneNumberOnly() async throws {
        let other = "+15005550016"
        try await MockBench.run(numbers: [MockNumber(MockBench.number), MockNumber(other)]) { bench in
            try await bench.twilio.phone(phone).text("STOP", to: MockBench.number)
            #expect(try await bench.create(to: phone).code == 21610)
            #expect(try await bench.create(to: phone, from: other).status == 201)
        }
    }

    @Test func aServiceStopsWithAllItsNumbers() async throws {
        let other = "+15005550016"
        let service = MockMessagingService(numbers: [MockBench.number, other])
        try await MockBench.run(
            numbers: [MockNumber(MockBench.number), MockNumber(other)],
            configuration: .with { $0.messagingServices = [service] }
        ) { bench in
            try await bench.twilio.phone(phone).text("STOP", to: MockBench.number)
            #expect(try await bench.create(to: phone, from: other).code == 21610)
        }
    }

    @Test func advancedOptOutTellsTheWebhook() async throws {
        let number = MockNumber(MockBench.number, optOutHandling: .advanced)
        try await MockBench.run(numbers: [number]) { bench in
            for word in ["STOP", "START", "HELP", "hello"] {
                try await bench.twilio.phone(phone).text(word, to: MockBench.number)
            }
            let types = bench.gateway.received.entries.map { $0.form["OptOutType"] }
            #expect(types == ["STOP", "START", "HELP", nil])
        }
    }

    @Test func itCanBeSwitchedOff() async throws {
        try await MockBench.run(numbers: [MockNumber(MockBench.number, optOutHandling: .off)]) { bench in
            try await bench.twilio.phone(phone).text("STOP", to: MockBench.number)
            #expect(bench.twilio.phone(phone).received.isEmpty)
            #expect(try await bench.create(to: phone).status == 201)
        }
    }

    @Test func theTollFreeNetworkKnowsFewerWordsAndCannotBeSwitchedOff() async throws {
        let tollFree = "+18005550123"
        try await MockBench.run(numbers: [MockNumber(tollFree, optOutHandling: .off)]) { bench in
            let customer = bench.twilio.phone(phone)
            try await customer.text("QUIT", to: tollFree)
            #expect(try await bench.create(to: phone, from: tollFree).status == 201)
            try await customer.text("stop", to: tollFree)
            try await customer.text("YES", to: tollFree)
            #expect(try await bench.create(to: phone, from: tollFree).code == 21610)
            try await customer.text("unstop", to: tollFree)
            #expect(try await bench.create(to: phone, from: tollFree).status == 201)
            #expect(customer.received.filter(\.isAutomatic).allSatisfy { $0.body.hasPrefix("NETWORK MSG: ") })
        }
    }

    @Test func aReplyByTwiMLIsBlockedToo() async throws {
        try await MockBench.run { bench in
            bench.gateway.answer(.twiML("<Response><Message>You are unsubscribed</Message></Response>"))
            let receipt = try await bench.twilio.phone(phone).text("STOP", to: MockBench.number)
            #expect(receipt.replies.isEmpty)
            #expect(bench.twilio.recorder.problems.entries.map(\.code) == [21610])
        }
    }
}
