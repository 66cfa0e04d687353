import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import SMSConnector
import Testing

@Suite("Twilio: the checklist's verdicts")
struct TwilioChecklistTests {
    fileprivate static let webhook = "https://gateway.example/hooks/sms/endpoint/message"

    private static let cases: [ChecklistAnswers] = [
        ChecklistAnswers("all is well", [.green, .green, .green]),
        ChecklistAnswers("a trial account", account: account("active", "Trial"), [.yellow, .green, .green]),
        ChecklistAnswers("suspended", account: account("suspended", "Full"), [.red, nil, nil]),
        ChecklistAnswers("closed", account: account("closed", "Full"), [.red, nil, nil]),
        ChecklistAnswers("a status nobody knows", account: account("dormant", "Full"), [.unknown, nil, nil]),
        ChecklistAnswers("no status", account: Twilio.json(200, #"{"friendly_name":"x"}"#), [.unknown, nil, nil]),
        ChecklistAnswers("another token", account: Twilio.error(20003, status: 401), [.red, nil, nil]),
        ChecklistAnswers("another account", account: Twilio.error(20404, status: 404), [.red, nil, nil]),
        ChecklistAnswers(
            "a proxy's 404", account: HTTPReply(status: 404, body: Array("<html>".utf8)), [.unknown, nil, nil]),
        ChecklistAnswers("too many calls", account: Twilio.error(20429, status: 429), [.unknown, nil, nil]),
        ChecklistAnswers("Twilio is down", account: HTTPReply(status: 503), [.unknown, nil, nil]),
        ChecklistAnswers("no number", numbers: numbers([]), [.green, .red, nil]),
        ChecklistAnswers(
            "a number that only contains ours", numbers: numbers([number("+150055500061")]), [.green, .red, nil]),
        ChecklistAnswers("the list cannot be read", numbers: Twilio.json(200, "[]"), [.green, .unknown, nil]),
        ChecklistAnswers("the list fails", numbers: HTTPReply(status: 500), [.green, .unknown, nil]),
        ChecklistAnswers("no SMS", numbers: numbers([number(sms: "false")]), [.green, .red, .green]),
        ChecklistAnswers("no MMS", numbers: numbers([number(mms: "false")]), [.green, .yellow, .green]),
        ChecklistAnswers("capabilities unsaid", numbers: numbers([number(sms: "null")]), [.green, .unknown, .green]),
        ChecklistAnswers(
            "points elsewhere", numbers: numbers([number(url: "https://other.example/")]), [.green, .green, .red]),
        ChecklistAnswers("points nowhere", numbers: numbers([number(url: "")]), [.green, .green, .red]),
        ChecklistAnswers(
            "our address in another case", numbers: numbers([number(url: webhook.uppercased())]),
            [.green, .green, .red]),
        ChecklistAnswers(
            "our address with limits", numbers: numbers([number(url: webhook + "#rc=3")]), [.green, .green, .green]),
        ChecklistAnswers(
            "our address and more", numbers: numbers([number(url: webhook + "?a=b")]), [.green, .green, .red]),
        ChecklistAnswers("by GET", numbers: numbers([number(method: "GET")]), [.green, .green, .yellow]),
        ChecklistAnswers(
            "an application before it", numbers: numbers([number(application: "AP1")]), [.green, .green, .red]),
    ]

    @Test(arguments: cases)
    func verdicts(_ subject: ChecklistAnswers) async {
        let transport = AnsweringTransport(
            .answer { call in
                call.url.contains("IncomingPhoneNumbers") ? subject.numbers : subject.account
            }, hosts: ["api.twilio.com"])
        let found = await SMSConnector().findings(
            about: Self.connection, ConnectionFacts(now: Timestamp(milliseconds: 0)), over: transport)
        let verdicts: [Verdict?] = ["account", "number", "webhook"].map { found[$0]?.verdict }
        #expect(verdicts == subject.verdicts)
        for finding in found.values where finding.verdict == .red || finding.verdict == .yellow {
            #expect(finding.advice != nil)
        }
        if let webhook = found["webhook"] {
            let isOffered = webhook.fix != nil
            #expect(isOffered == (webhook.verdict != .green))
        }
    }

    @Test("Another party's webhook is shown without what may be a secret in it")
    func presentTarget() async {
        let url = "https://user:hunter2@other.example/path?token=hunter3#rc=2"
        let transport = AnsweringTransport(
            .answer { call in
                call.url.contains("IncomingPhoneNumbers")
                    ? Self.numbers([Self.number(url: url)]) : Self.account("active", "Full")
            })
        let found = await SMSConnector().findings(
            about: Self.connection, ConnectionFacts(now: Timestamp(milliseconds: 0)), over: transport)
        #expect(found["webhook"]?.found.contains("other.example/path") == true)
        #expect(found["webhook"]?.found.contains("hunter") == false)
    }

    private static let knowledge: [FactCase] = [
        FactCase("signatures", .yellow) { $0.rejectedWebhooks = 1 },
        FactCase("signatures", .red) { $0.rejectedWebhooks = 3 },
        FactCase("inbound", .yellow) { _ in },
        FactCase("inbound", .green) { $0.lastInbound = $0.now - .seconds(90 * 24 * 3600) },
        FactCase("reports", .green) { _ in },
        FactCase("reports", .red) { ($0.accepted, $0.silent) = (3, 3) },
        FactCase("reports", .yellow) { ($0.accepted, $0.silent) = (2, 2) },
        FactCase("reports", .yellow) { ($0.accepted, $0.silent) = (10, 6) },
        FactCase("reports", .green) { ($0.accepted, $0.silent) = (10, 5) },
        FactCase("failures", .red) { ($0.accepted, $0.failures) = (100, ["30034": 1]) },
        FactCase("failures", .yellow) { ($0.accepted, $0.failures) = (100, ["30007": 3]) },
        FactCase("failures", .red) { ($0.accepted, $0.failures) = (100, ["30007": 21]) },
        FactCase("failures", .yellow) { ($0.accepted, $0.failures) = (100, ["21610": 3]) },
        FactCase("failures", .green) { ($0.accepted, $0.failures) = (100, ["30003": 90]) },
        FactCase("diversion", .green) { _ in },
        FactCase("diversion", .red) { $0.sendingMode = .incomingOnly },
        FactCase("diversion", .red) { $0.sendingMode = .blockedOutbound },
        FactCase("diversion", .green) {
            ($0.sendingMode, $0.divertsTo) = (.incomingOnly, Address(kind: .phone, value: "+15005550006"))
        },
        FactCase("queue", .green) { $0.queued = 999 },
        FactCase("queue", .yellow) { $0.queued = 1000 },
        FactCase("queue", .yellow) { $0.heldUpUntil = $0.now + .seconds(61) },
        FactCase("queue", .green) { $0.heldUpUntil = $0.now + .seconds(60) },
    ]

    @Test("What the gateway itself knows", arguments: knowledge)
    func facts(_ subject: FactCase) async {
        var facts = ConnectionFacts(now: Timestamp(milliseconds: 1_767_225_600_000))
        subject.change(&facts)
        let transport = AnsweringTransport(.reply(HTTPReply(status: 500)))
        let found = await SMSConnector().findings(about: Self.connection, facts, over: transport)
        #expect(found[subject.item]?.verdict == subject.verdict)
    }

    @Test("A number that only receives need not do MMS", arguments: SendingMode.allCases)
    func receivesOnly(mode: SendingMode) async {
        let transport = AnsweringTransport(
            .answer { call in
                call.url.contains("IncomingPhoneNumbers")
                    ? Self.numbers([Self.number(mms: "false")]) : Self.account("active", "Full")
            }, hosts: ["api.twilio.com"])
        let facts = ConnectionFacts(now: Timestamp(milliseconds: 0), sendingMode: mode)
        let found = await SMSConnector().findings(about: Self.connection, facts, over: transport)
        #expect(found["number"]?.verdict == (mode == .standard ? .yellow : .green))
    }

    @Test("The fix points the number here, takes it out of an application, and believes only what Twilio shows")
    func fix() async throws {
        for application in ["", "AP1"] {
            let transport = AnsweringTransport(
                .answer { call in
                    call.method == .post
                        ? Twilio.json(200, Self.number())
                        : Self.numbers([Self.number(url: "https://other.example/", application: application)])
                }, hosts: ["api.twilio.com"])
            let granted = try await SMSConnector().fix("webhook", of: Self.connection, over: transport)
            #expect(granted.isEmpty)
            let post = try #require(transport.calls.last)
            #expect(post.url.hasSuffix("/IncomingPhoneNumbers/PN1.json"))
            let form = String(decoding: post.body, as: UTF8.self)
            #expect(form.contains("SmsUrl=https%3A%2F%2Fgateway.example%2Fhooks%2Fsms%2Fendpoint%2Fmessage"))
            #expect(form.contains("SmsMethod=POST"))
            #expect(form.contains("SmsApplicationSid=") == !application.isEmpty)
            #expect(transport.calls.count { $0.method == .post } == 1)
        }
    }

    private static let connection = OpenConnection(
        address: TwilioFixture().ourAddress, app: TwilioFixture().app,
        webhookAddress: { "https://gateway.example/hooks/sms/endpoint/\($0)" })

    fileprivate static func account(_ status: String, _ type: String) -> HTTPReply {
        Twilio.json(200, #"{"friendly_name":"Us","status":"\#(status)","type":"\#(type)","auth_token":"hunter2"}"#)
    }

    fileprivate static func number(
        _ number: String = "+15005550006", sms: String = "true", mms: String = "true", url: String? = nil,
        method: String = "POST", application: String = ""
    ) -> String {
        let capabilities = #""capabilities":{"voice":true,"sms":\#(sms),"mms":\#(mms)}"#
        let target =
            #""sms_url":"\#(url ?? webhook)","sms_method":"\#(method)","sms_application_sid":"\#(application)""#
        return #"{"sid":"PN1","phone_number":"\#(number)",\#(capabilities),\#(target)}"#
    }

    fileprivate static func numbers(_ numbers: [String]) -> HTTPReply {
        Twilio.json(
            200, #"{"incoming_phone_numbers":[\#(numbers.joined(separator: ","))],"next_page_uri":null}"#)
    }
}

/// An answer about the account, one about the number, and what is found about account, number and webhook.
struct ChecklistAnswers: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let account: HTTPReply
    let numbers: HTTPReply
    let verdicts: [Verdict?]

    init(
        _ name: String, account: HTTPReply? = nil, numbers: HTTPReply? = nil, _ verdicts: [Verdict?]
    ) {
        testDescription = name
        self.verdicts = verdicts
        self.account = account ?? TwilioChecklistTests.account("active", "Full")
        self.numbers = numbers ?? TwilioChecklistTests.numbers([TwilioChecklistTests.number()])
    }
}

/// What the gateway knows, and what follows for an item.
struct FactCase: Sendable {
    let item: String
    let verdict: Verdict
    let change: @Sendable (inout ConnectionFacts) -> Void

    init(_ item: String, _ verdict: Verdict, _ change: @escaping @Sendable (inout ConnectionFacts) -> Void) {
        (self.item, self.verdict, self.change) = (item, verdict, change)
    }
}
