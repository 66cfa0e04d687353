import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

@Suite struct MediaTests {
    private let phone = "+14155550100"
    private let picture = MockMedia(contentType: "image/png", bytes: [0x89, 0x50, 0x4E, 0x47])

    @Test func aPictureIsAnnouncedAndListed() async throws {
        try await MockBench.run { bench in
            let receipt = try await bench.twilio.phone(phone).text("", to: MockBench.number, media: [picture, picture])
            #expect(receipt.sid.hasPrefix("MM"))
            let form = bench.gateway.received.entries[0].form
            #expect(form["NumMedia"] == "2" && form["Body"] == "")
            #expect(form["MediaContentType1"] == "image/png")
            #expect(form["MediaUrl0"]?.hasPrefix(bench.twilio.baseURL + "/2010-04-01/Accounts/") == true)
            let list = try await bench.call(.get, "Messages/\(receipt.sid)/Media.json").json["media_list"]
            #expect((list as? [[String: Any]])?.compactMap { $0["content_type"] as? String }.count == 2)
        }
    }

    @Test func mediaNeedCredentialsAndTheShortLivedURLNone() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_700_000_000))
        try await MockBench.run(clock: clock) { bench in
            try await bench.twilio.phone(phone).text("", to: MockBench.number, media: [picture])
            let url = try #require(bench.gateway.received.entries[0].form["MediaUrl0"])
            let refused = try await bench.plain(.get, url)
            #expect(refused.status == .unauthorized)

            let pair = Data("\(bench.twilio.accountSid):mock-auth-token".utf8).base64EncodedString()
            let credentials: HTTPFields = [.authorization: "Basic " + pair]
            let redirect = try await bench.plain(.get, url, headers: credentials)
            #expect(redirect.status == .temporaryRedirect)
            let location = try #require(redirect.headers[.location])
            #expect(location.hasPrefix("http://localhost:"), "another host, as to a client that compares hosts")
            let direct = location.replacing("localhost", with: "127.0.0.1")

            let leaked = try await bench.plain(.get, direct, headers: credentials)
            #expect(leaked.status == .badRequest)
            let served = try await bench.plain(.get, direct)
            #expect(served.body == picture.bytes && served.headers[.contentType] == "image/png")
            clock.advance(by: .seconds(301))
            let late = try await bench.plain(.get, direct)
            #expect(late.status == .forbidden)
        }
    }

    @Test func outboundMediaAreFetchedWhereThatIsAskedFor() async throws {
        try await MockBench.run(configuration: .with { $0.retrievesMedia = true }) { bench in
            for (answer, status) in [(200, Message.Status.delivered), (404, .failed)] {
                bench.gateway.answer(.status(answer))
                let form = FormFields([
                    "To": phone, "From": MockBench.number, "MediaUrl": bench.gateway.baseURL + "/media/1",
                    "StatusCallback": bench.gateway.baseURL + "/status",
                ])
                let sid = try await bench.call(.post, "Messages.json", form).sid
                _ = try await bench.gateway.received.wait {
                    $0.form["MessageSid"] == sid && $0.form["MessageStatus"] == status.rawValue
                }
            }
            #expect(bench.twilio.recorder.problems.entries.map(\.code) == [11200])
        }
    }
}
