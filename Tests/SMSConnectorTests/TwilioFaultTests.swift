import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Testing

@Suite("What Twilio refuses, and what follows")
struct TwilioFaultTests {
    struct Row: Sendable {
        let status: Int
        let code: Int
        let word: String
        let disposition: SendFailure.Disposition
        let certainty: SendFailure.Certainty

        init(
            _ status: Int, _ code: Int, _ word: String, _ disposition: SendFailure.Disposition,
            _ certainty: SendFailure.Certainty = .notSent
        ) {
            self.status = status
            self.code = code
            self.word = word
            self.disposition = disposition
            self.certainty = certainty
        }
    }

    static let table = [
        Row(401, 20003, "credentialsRefused", .reconnect), Row(401, 0, "credentialsRefused", .reconnect),
        Row(403, 20003, "credentialsRefused", .reconnect), Row(400, 20005, "accountSuspended", .reconnect),
        Row(401, 20005, "accountSuspended", .reconnect), Row(404, 20404, "notConfigured", .reconnect),
        Row(429, 20429, "rateLimited", .retry(after: nil)), Row(429, 0, "rateLimited", .retry(after: nil)),
        Row(400, 20429, "rateLimited", .retry(after: nil)), Row(400, 21611, "rateLimited", .retry(after: nil)),
        Row(500, 20500, "platformUnavailable", .retry(after: nil), .unknown),
        Row(503, 20503, "platformUnavailable", .retry(after: nil), .unknown),
        Row(500, 21211, "platformUnavailable", .retry(after: nil), .unknown),
        Row(408, 0, "platformUnavailable", .retry(after: nil), .unknown),
        Row(302, 0, "platformUnavailable", .retry(after: nil), .unknown),
        Row(400, 21610, "optedOut", .stopContact),
        Row(400, 21211, "invalidRecipient", .giveUp), Row(400, 21612, "invalidRecipient", .giveUp),
        Row(400, 21614, "invalidRecipient", .giveUp), Row(400, 21635, "invalidRecipient", .giveUp),
        Row(400, 21212, "senderNotUsable", .giveUp), Row(400, 21603, "senderNotUsable", .giveUp),
        Row(400, 21606, "senderNotUsable", .giveUp), Row(400, 21408, "regionNotPermitted", .giveUp),
        Row(400, 21608, "recipientNotVerified", .giveUp), Row(400, 21602, "emptyMessage", .giveUp),
        Row(400, 21617, "textTooLong", .giveUp), Row(400, 21620, "mediaRefused", .giveUp),
        Row(400, 21621, "mediaRefused", .giveUp), Row(400, 21623, "mediaRefused", .giveUp),
        Row(400, 21701, "notConfigured", .giveUp), Row(400, 21705, "notConfigured", .giveUp),
        Row(400, 21706, "refused", .giveUp), Row(400, 29999, "refused", .giveUp),
    ]

    @Test(arguments: table)
    func answers(_ row: Row) async throws {
        let failure = try #require(await Self.failure(Twilio.error(row.code, status: row.status)))
        #expect(failure.code == row.word)
        #expect(failure.disposition == row.disposition)
        #expect(failure.certainty == row.certainty)
        #expect(failure.platformCode == String(row.code))
        #expect(!failure.explanation.contains("The text of the error"))
    }

    @Test("What a proxy answers is not the message's fault", arguments: [400, 403, 404, 407, 413])
    func foreignAnswers(status: Int) async throws {
        let page = HTTPReply(status: status, body: Array("<html>Blocked by policy</html>".utf8))
        let failure = try #require(await Self.failure(page))
        #expect(failure.disposition == .retry(after: nil))
        #expect(failure.certainty == .notSent)
        #expect(failure.platformCode == nil)
        #expect(!failure.explanation.contains("policy"))
    }

    @Test(
        "Twilio's hint when to try again",
        arguments: [
            ("7", Duration.seconds(7)), ("0", .seconds(0)), ("-1", nil), ("soon", nil), ("", nil),
            ("Wed, 21 Oct 2026 07:28:00 GMT", nil), ("99999999999999999999", nil),
            ("9223372036854775807", .seconds(86_400)),
        ])
    func hints(header: String, expected: Duration?) async throws {
        for status in [429, 503] {
            var reply = Twilio.error(20429, status: status)
            reply.headers[.retryAfter] = header
            #expect(try #require(await Self.failure(reply)).disposition == .retry(after: expected))
        }
    }

    private static func failure(_ reply: HTTPReply) async -> SendFailure? {
        let fixture = TwilioFixture()
        let dispatch = Dispatch(
            part: Part(text: "Hi"), reference: PartReference(message: ID(rawValue: 1), number: 0),
            to: fixture.customer, from: fixture.ourAddress, app: fixture.app, connectionSettings: [:],
            webhookAddress: { "https://gateway.example/\($0)" })
        do throws(SendFailure) {
            _ = try await SMSConnector().send(dispatch, over: ScriptedTransport([.reply(reply)]))
            return nil
        } catch {
            return error
        }
    }
}
