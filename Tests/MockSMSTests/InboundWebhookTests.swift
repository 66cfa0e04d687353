import HTTPTypes
import MockPlatform
import MockSMS
import Testing

@Suite struct InboundWebhookTests {
    private let phone = "+14155550100"

    @Test func aTextArrivesAsADocumentedForm() async throws {
        try await MockBench.run { bench in
            let receipt = try await bench.twilio.phone(phone).text("Hi & bye ü", to: MockBench.number)
            let request = bench.gateway.received.entries[0]
            #expect(request.method == .post)
            #expect(request.mediaType == "application/x-www-form-urlencoded")
            #expect(
                request.form.fields.map(\.name) == [
                    "ToCountry", "ToState", "SmsMessageSid", "NumMedia", "ToCity", "FromZip", "SmsSid", "FromState",
                    "SmsStatus", "FromCity", "Body", "FromCountry", "To", "ToZip", "NumSegments", "MessageSid",
                    "AccountSid", "From", "ApiVersion",
                ])
            #expect(request.form["Body"] == "Hi & bye ü")
            #expect(request.form["MessageSid"] == receipt.sid)
            let url = bench.gateway.baseURL + "/sms"
            #expect(request.signature == TwilioSignature.sign(url: url, form: request.form, key: "mock-auth-token"))
        }
    }

    @Test func getCarriesTheParametersInItsQuery() async throws {
        try await MockBench.run { bench in
            bench.twilio.update(MockBench.number) { $0.smsMethod = "GET" }
            try await bench.twilio.phone(phone).text("a+b c", to: MockBench.number)
            let request = bench.gateway.received.entries[0]
            #expect(request.method == .get && request.body.isEmpty)
            #expect(request.query["Body"] == "a+b c")
            let signed = TwilioSignature.sign(
                url: bench.gateway.baseURL + request.target, form: FormFields(), key: "mock-auth-token")
            #expect(request.signature == signed)
        }
    }

    @Test func aPublicOriginIsSignedAndThePrivateOneCalled() async throws {
        let elsewhere = StandInGateway()
        try await elsewhere.start()
        try await MockBench.run(configuration: .with { $0.origins = ["https://gw.example.test": elsewhere.baseURL] }) {
            bench in
            bench.twilio.update(MockBench.number) { $0.smsURL = "https://gw.example.test/sms?x=1" }
            try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            let request = elsewhere.received.entries[0]
            let signed = TwilioSignature.sign(
                url: "https://gw.example.test/sms?x=1", form: request.form, key: "mock-auth-token")
            #expect(request.signature == signed)
        }
        await elsewhere.stop()
    }

    @Test func otherMachinesAreNeverCalled() async throws {
        try await MockBench.run { bench in
            for url in ["http://192.0.2.1/sms", "http://127.0.0.1.example.com/sms", "https://127.0.0.1/sms"] {
                bench.twilio.update(MockBench.number) { $0.smsURL = url }
                let receipt = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
                #expect(receipt.deliveries.map(\.outcome) == [.notLoopback])
            }
        }
        #expect(throws: LoopbackServer.Failure.notLoopback("0.0.0.0")) {
            try LoopbackServer(host: "0.0.0.0") { _ in .cut }
        }
    }

    @Test func onlyAFailedConnectionIsRetriedByDefault() async throws {
        try await MockBench.run { bench in
            bench.gateway.answer(.status(500))
            let refused = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            #expect(refused.deliveries.map(\.outcome) == [.answered(status: 500)])
            #expect(bench.twilio.recorder.problems.entries.map(\.code) == [11200])

            await bench.gateway.stop()
            let lost = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            #expect(lost.deliveries.count == 2)
            #expect(bench.twilio.recorder.problems.entries.map(\.code) == [11200, 11205])
            #expect(bench.twilio.message(lost.sid)?.status == .received, "it stays readable through the API")
        }
    }

    @Test func theFragmentChangesTheRetryRule() async throws {
        try await MockBench.run { bench in
            bench.twilio.update(MockBench.number) { $0.smsURL += "#rc=3&rp=5xx" }
            bench.gateway.answer(.status(500), .status(503))
            let receipt = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            #expect(receipt.deliveries.count == 3 && receipt.succeeded)
            let requests = bench.gateway.received.entries
            #expect(Set(requests.map(\.idempotencyToken)).count == 1)
            #expect(requests.allSatisfy { !$0.target.contains("#") })
        }
    }

    @Test func theFallbackIsToldWhatFailed() async throws {
        try await MockBench.run { bench in
            bench.twilio.update(MockBench.number) { $0.smsFallbackURL = bench.gateway.baseURL + "/fallback" }
            bench.gateway.answer(.status(502))
            let receipt = try await bench.twilio.phone(phone).text("hi", to: MockBench.number)
            #expect(receipt.succeeded)
            let fallback = bench.gateway.received.entries[1]
            #expect(fallback.path == "/fallback")
            #expect(fallback.form["ErrorCode"] == "11200")
            #expect(fallback.form["ErrorUrl"] == bench.gateway.baseURL + "/sms")
        }
    }

    @Test func aBurstOfTextsGetsThrough() async throws {
        try await MockBench.run { bench in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<500 {
                    if index >= 64 { #expect(try await group.next() == true) }
                    group.addTask {
                        try await bench.twilio.text(
                            from: "+1415555\(1000 + index)", to: MockBench.number, body: "\(index)"
                        ).succeeded
                    }
                }
                for try await succeeded in group { #expect(succeeded) }
            }
            #expect(bench.gateway.received.entries.count == 500)
        }
    }
}
