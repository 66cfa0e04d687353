import ConnectorKit
import GatewayModel
import HTTPTypes
import Testing

@testable import TwitterConnector

@Suite("What X's errors mean")
struct TwitterFaultTests {
    private static let now = Timestamp(milliseconds: 1_760_000_000_000)
    private static let quarter = SendFailure.Disposition.retry(after: .seconds(900))
    private static let hour = SendFailure.Disposition.retry(after: .seconds(3600))

    /// One row of the reference's table.
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

    @Test(
        "v1.1: by the number, whatever the status",
        arguments: [
            Row(401, 32, "credentialsRefused", .reconnect), Row(404, 34, "notConfigured", .giveUp),
            Row(404, 50, "invalidRecipient", .giveUp), Row(403, 63, "recipientUnreachable", .giveUp),
            Row(403, 64, "accountSuspended", .reconnect), Row(429, 88, "rateLimited", quarter),
            Row(401, 89, "credentialsRefused", .reconnect), Row(403, 92, "notConfigured", .giveUp),
            Row(403, 93, "permissionMissing", .reconnect), Row(403, 99, "credentialsRefused", .reconnect),
            Row(503, 130, "platformUnavailable", .retry(after: nil), .unknown),
            Row(500, 131, "platformUnavailable", .retry(after: nil), .unknown),
            Row(401, 135, "clockWrong", .retry(after: .seconds(300))),
            Row(403, 150, "recipientUnreachable", .giveUp), Row(403, 151, "refused", .giveUp),
            Row(403, 185, "rateLimited", hour), Row(403, 186, "textTooLong", .giveUp),
            Row(403, 187, "duplicateText", .giveUp), Row(403, 214, "notConfigured", .giveUp),
            Row(400, 215, "credentialsRefused", .reconnect), Row(403, 220, "permissionMissing", .reconnect),
            Row(403, 226, "restricted", hour), Row(403, 231, "credentialsRefused", .reconnect),
            Row(403, 261, "permissionMissing", .reconnect), Row(400, 323, "mediaRefused", .giveUp),
            Row(400, 324, "mediaRefused", .giveUp), Row(400, 325, "mediaRefused", .giveUp),
            Row(403, 326, "accountSuspended", .reconnect), Row(403, 349, "recipientUnreachable", .giveUp),
            Row(403, 354, "textTooLong", .giveUp), Row(409, 355, "refused", .giveUp),
            Row(403, 415, "notConfigured", .giveUp), Row(401, 416, "accountSuspended", .reconnect),
            Row(401, 417, "notConfigured", .giveUp), Row(403, 453, "permissionMissing", .reconnect),
            Row(403, 200, "permissionMissing", .giveUp), Row(403, 348, "permissionMissing", .reconnect),
            Row(400, 356, "refused", .giveUp), Row(403, 999_999, "refused", .giveUp),
        ])
    func codes(row: Row) {
        let body = #"{"errors":[{"code":\#(row.code),"message":"The text"}]}"#
        // Statuses that leave nothing open by themselves; one that does is looked at below.
        for status in [row.status, 400, 403] {
            let fault = Self.fault(status, body)
            #expect(fault.word == row.word)
            #expect(fault.disposition == row.disposition)
            #expect(fault.certainty == row.certainty)
            #expect(fault.platformCode == "\(row.code)")
            Self.expectSentence(fault)
        }
    }

    /// One of the reference's samples.
    struct Sample: Sendable {
        let status: Int
        let body: String
        let word: String
        let disposition: SendFailure.Disposition
        let certainty: SendFailure.Certainty
        let code: String?

        init(
            _ status: Int, _ body: String, _ word: String, _ disposition: SendFailure.Disposition, _ code: String?,
            _ certainty: SendFailure.Certainty = .notSent
        ) {
            self.status = status
            self.body = body
            self.word = word
            self.disposition = disposition
            self.code = code
            self.certainty = certainty
        }
    }

    private static func problem(_ status: Int, _ type: String, host: String = "api.x.com") -> String {
        #"{"title":"T","type":"https://\#(host)/2/problems/\#(type)","status":\#(status),"detail":"D"}"#
    }

    @Test(
        "v2: by the kind of problem, and by words where there is nothing else",
        arguments: [
            Sample(
                401, #"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#,
                "credentialsRefused", .reconnect, "401"),
            Sample(
                403,
                #"{"title":"Forbidden","type":"about:blank","status":403,"detail":"You do not have permission to DM one or more participants."}"#,
                "recipientUnreachable", .giveUp, "403"),
            Sample(
                403, #"{"title":"Forbidden","type":"about:blank","status":403,"detail":"Forbidden"}"#,
                "permissionMissing", .reconnect, "403"),
            Sample(
                403,
                #"{"title":"Forbidden","type":"about:blank","status":403,"detail":"This operation is not permitted."}"#,
                "refused", .giveUp, "403"),
            Sample(
                429, #"{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}"#,
                "rateLimited", quarter, "429"),
            Sample(
                403,
                #"{"title":"Unsupported Authentication","type":"https://api.x.com/2/problems/unsupported-authentication","status":403,"detail":"Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context]."}"#,
                "permissionMissing", .reconnect, "unsupported-authentication"),
            Sample(
                400,
                #"{"title":"Invalid Request","type":"https://api.x.com/2/problems/invalid-request","detail":"One or more parameters to your request was invalid.","errors":[{"parameters":{"participant_id":["abc"]},"message":"The `participant_id` query parameter value [abc] is not valid"}]}"#,
                "invalidRecipient", .giveUp, "invalid-request"),
            Sample(
                400,
                #"{"title":"Invalid Request","type":"https://api.x.com/2/problems/invalid-request","detail":"One or more parameters to your request was invalid.","errors":[{"parameters":{"text":[""]},"message":"m"}]}"#,
                "refused", .giveUp, "invalid-request"),
            Sample(
                402, #"{"title":"CreditsDepleted","type":"about:blank","status":402,"detail":"D"}"#, "creditUsedUp",
                hour, "402"),
            Sample(
                403, #"{"title":"CreditsDepleted","type":"about:blank","detail":"D"}"#, "creditUsedUp", hour, "403"),
            Sample(
                404, problem(404, "resource-not-found"), "invalidRecipient", .giveUp, "resource-not-found"),
            Sample(
                403, problem(403, "resource-unavailable"), "recipientUnreachable", .giveUp, "resource-unavailable"),
            Sample(
                403, problem(403, "not-authorized-for-resource"), "recipientUnreachable", .giveUp,
                "not-authorized-for-resource"),
            Sample(
                403, problem(403, "not-authorized-for-field"), "permissionMissing", .giveUp, "not-authorized-for-field"),
            Sample(403, problem(403, "disallowed-resource"), "permissionMissing", .giveUp, "disallowed-resource"),
            Sample(
                403, problem(403, "client-forbidden", host: "api.twitter.com"), "permissionMissing", .reconnect,
                "client-forbidden"),
            Sample(429, problem(429, "usage-capped"), "rateLimited", hour, "usage-capped"),
            Sample(429, problem(429, "rate-limit-exceeded"), "rateLimited", quarter, "rate-limit-exceeded"),
            Sample(
                500, problem(500, "internal-error"), "platformUnavailable", .retry(after: nil), "internal-error",
                .unknown),
            Sample(403, problem(403, "of-tomorrow"), "refused", .giveUp, "403"),
            // An array of problems, and v1.1 on a path of v2.
            Sample(
                404,
                #"{"errors":[{"value":"88","detail":"D","title":"Not Found Error","resource_type":"user","parameter":"participant_id","resource_id":"88","type":"https://api.x.com/2/problems/resource-not-found"}]}"#,
                "invalidRecipient", .giveUp, "resource-not-found"),
            Sample(
                403, #"{"errors":[{"message":"m","code":349}],"title":"x"}"#, "recipientUnreachable", .giveUp, "349"),
            Sample(403, #"{"errors":[{"message":"m"}]}"#, "refused", .giveUp, "403"),
            // X's own word, and none of what was asked.
            Sample(200, #"{"errors":[{"code":349,"message":"m"}]}"#, "recipientUnreachable", .giveUp, "349"),
            Sample(
                200, #"{"errors":[{"code":999,"message":"m"}]}"#, "unexpectedReply", .retry(after: nil), "999", .unknown
            ),
        ])
    func problems(sample: Sample) {
        let fault = Self.fault(sample.status, sample.body)
        #expect(fault.word == sample.word)
        #expect(fault.disposition == sample.disposition)
        #expect(fault.certainty == sample.certainty)
        #expect(fault.platformCode == sample.code)
        Self.expectSentence(fault)
    }

    @Test("A server's error leaves open what became of it, unless X says it in its own words")
    func servers() {
        for status in [500, 502, 503, 504, 408] {
            for body in [
                "", "<html>", #"{"errors":[{"code":999,"message":"m"}]}"#, Self.problem(status, "of-tomorrow"),
            ] {
                let fault = Self.fault(status, body)
                #expect(fault.word == "platformUnavailable" && fault.certainty == .unknown)
                #expect(fault.disposition == .retry(after: nil))
            }
            let refusal = Self.fault(status, #"{"errors":[{"code":326,"message":"m"}]}"#)
            #expect(refusal.certainty == .notSent && refusal.disposition == .reconnect)
        }
    }

    @Test(
        "An answer without X's word blames nobody",
        arguments: [
            (400, "unexpectedReply", SendFailure.Disposition.retry(after: nil), SendFailure.Certainty.notSent),
            (401, "unexpectedReply", .retry(after: nil), .notSent),
            (403, "unexpectedReply", .retry(after: nil), .notSent), (429, "rateLimited", quarter, .notSent),
            (200, "unexpectedReply", .retry(after: nil), .unknown),
            (302, "unexpectedReply", .retry(after: nil), .notSent),
        ])
    func wordless(
        status: Int, word: String, disposition: SendFailure.Disposition, certainty: SendFailure.Certainty
    ) {
        for body in ["", "{}", "[]", "<html>", #"{"errors":[]}"#, #"{"errors":{}}"#, #"{"code":349}"#, "\u{FFFD}"] {
            let fault = Self.fault(status, body)
            #expect(fault.word == word && fault.disposition == disposition && fault.certainty == certainty)
            #expect(fault.platformCode == nil)
        }
    }

    @Test("What was done is no error, though not all of it was")
    func partial() {
        for body in [#"{"data":{"id":"1"},"errors":[{"code":50}]}"#, #"{"event":{},"errors":[{"code":50}]}"#] {
            #expect(TwitterError(HTTPReply(status: 200, body: Array(body.utf8))) == nil)
            #expect(TwitterError(HTTPReply(status: 404, body: Array(body.utf8))) != nil)
        }
        let empty = #"{"data":null,"errors":[{"code":50}]}"#
        #expect(TwitterError(HTTPReply(status: 200, body: Array(empty.utf8)))?.code == 50)
    }

    @Test("Limits are waited for until X's reset, to the second, and nothing else is")
    func resets() {
        var headers = HTTPFields()
        headers[HTTPField.Name("x-rate-limit-limit")!] = "15"
        headers[HTTPField.Name("x-rate-limit-remaining")!] = "0"
        headers[HTTPField.Name("x-rate-limit-reset")!] = "1760000437"
        let wait = SendFailure.Disposition.retry(after: .seconds(437))
        let tooMany = #"{"title":"Too Many Requests","detail":"D","type":"about:blank","status":429}"#
        for (status, body) in [
            (429, tooMany), (429, ""), (429, #"{"errors":[{"code":88}]}"#), (403, #"{"errors":[{"code":185}]}"#),
            (429, Self.problem(429, "usage-capped")),
        ] {
            #expect(Self.fault(status, body, headers).disposition == wait)
        }
        for body in [#"{"errors":[{"code":226}]}"#, #"{"errors":[{"code":135}]}"#, #"{"errors":[{"code":349}]}"#] {
            #expect(Self.fault(403, body, headers).disposition == Self.fault(403, body).disposition)
        }
    }

    @Test(
        "What is wrong with a webhook's address stands in the words alone",
        arguments: [
            ("Webhook URL does not meet the requirements.", "public"),
            (
                "Webhook URL does not meet the requirements. Invalid CRC token or json response format.",
                "consumer secret"
            ),
            (
                "High latency on CRC GET request. Your webhook should respond in less than 3 seconds.", "three seconds"
            ),
            ("Non-200 response code during CRC GET request (i.e. 404, 500, etc).", "get through"),
            ("Too many resources already created.", "Remove one"), ("Owner must allow dms from anyone.", "everybody"),
        ])
    func webhookAddresses(message: String, advice: String) {
        let fault = Self.fault(403, #"{"errors":[{"code":214,"message":"\#(message)"}]}"#)
        #expect(fault.word == "notConfigured" && fault.explanation.contains(advice))
    }

    @Test("Nothing of X's words is passed on")
    func quotes() {
        for body in [
            #"{"errors":[{"code":151,"message":"There was an error sending your message: tell-tale"}]}"#,
            #"{"title":"tell-tale","detail":"tell-tale","type":"https://x/tell-tale","status":400}"#,
            #"{"errors":[{"parameters":{"tell-tale":["tell-tale"]},"message":"tell-tale"}],"title":"a","detail":"b"}"#,
        ] {
            let failure = Self.fault(400, body).failure
            #expect(!"\(failure)".contains("tell-tale"))
        }
    }

    private static func fault(_ status: Int, _ body: String, _ headers: HTTPFields = [:]) -> TwitterFault {
        TwitterFault(HTTPReply(status: status, headers: headers, body: Array(body.utf8)), at: now)
    }

    private static func expectSentence(_ fault: TwitterFault) {
        #expect((20...300).contains(fault.explanation.count) && ".?".contains(fault.explanation.suffix(1)))
        #expect(fault.failure.explanation == fault.explanation && fault.failure.code == fault.word)
    }
}
