import Foundation
import HTTPTypes
import MockPlatform
import MockSMS

/// A mock Twilio that listens, a client of its API, and a gateway that hears its webhooks.
struct MockBench {
    static let number = "+15005550006"

    let twilio: MockTwilio
    let gateway: StandInGateway
    private let client = LoopbackClient()

    /// Runs a test against fresh ones, and stops them whatever happens.
    static func run(
        numbers: [MockNumber] = [MockNumber(number)], clock: MockClock = MockClock(),
        configuration: MockTwilioConfiguration = .init(),
        _ test: (MockBench) async throws -> Void
    ) async throws {
        var configuration = configuration
        configuration.numbers = numbers
        let gateway = StandInGateway()
        try await gateway.start()
        let bench = MockBench(twilio: MockTwilio(configuration, clock: clock), gateway: gateway)
        try await bench.twilio.start()
        for number in bench.twilio.numbers {
            bench.twilio.update(number.number) { $0.smsURL = gateway.baseURL + "/sms" }
        }
        do {
            try await test(bench)
        } catch {
            await bench.stop()
            throw error
        }
        await bench.stop()
    }

    private func stop() async {
        client.close()
        await twilio.stop()
        await gateway.stop()
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let json: [String: Any]

        var code: Int? { json["code"] as? Int }
        var sid: String { json["sid"] as? String ?? "" }
        var messages: [[String: Any]] { json["messages"] as? [[String: Any]] ?? [] }
    }

    /// A request to the API with the account's credentials, or others.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ form: FormFields = FormFields(), credentials: String? = nil
    ) async throws -> Answer {
        let path = path.hasPrefix("/") ? path : "/2010-04-01/Accounts/\(twilio.accountSid)/\(path)"
        let pair = credentials ?? "\(twilio.accountSid):mock-auth-token"
        let response = try await client.send(
            method, to: twilio.baseURL + path,
            headers: [
                .authorization: "Basic " + Data(pair.utf8).base64EncodedString(),
                .contentType: "application/x-www-form-urlencoded",
            ], body: Array(form.encoded.utf8))
        let json = try response.body.isEmpty ? nil : JSONSerialization.jsonObject(with: Data(response.body))
        return Answer(status: response.status.code, headers: response.headers, json: json as? [String: Any] ?? [:])
    }

    /// A request with these headers and no others, to any place on this machine.
    func plain(
        _ method: HTTPRequest.Method, _ url: String, headers: HTTPFields = [:], body: String = ""
    ) async throws -> MockResponse {
        let url = url.hasPrefix("/") ? twilio.baseURL + url : url
        return try await client.send(method, to: url, headers: headers, body: Array(body.utf8))
    }

    func create(
        to phone: String, from number: String = Self.number, body: String = "hi", callback: Bool = false
    ) async throws -> Answer {
        var form = FormFields(["To": phone, "From": number, "Body": body])
        if callback { form.append("StatusCallback", gateway.baseURL + "/status") }
        return try await call(.post, "Messages.json", form)
    }

    func list(_ query: FormFields) async throws -> Answer {
        try await call(.get, "Messages.json?" + query.encoded)
    }
}

extension MockTwilioConfiguration {
    static func with(_ change: (inout Self) -> Void) -> Self {
        var configuration = Self()
        change(&configuration)
        return configuration
    }
}
