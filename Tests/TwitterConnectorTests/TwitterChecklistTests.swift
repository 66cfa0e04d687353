import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Testing
import TwitterConnector

@Suite("The checklist of an account of X")
struct TwitterChecklistTests {
    private static let now = ManualClock().now
    private static let connector = TwitterConnector(clock: ManualClock())

    private static func facts(lastChallenge: Duration? = .seconds(600)) -> ConnectionFacts {
        ConnectionFacts(
            now: now, lastInbound: now - .seconds(60), lastChallenge: lastChallenge.map { now - $0 },
            reachability: .arrives)
    }

    private static func findings(
        _ x: FakeX, _ facts: ConnectionFacts = facts(), _ app: AppAccess = TwitterFixture.makeApp()
    ) async -> [String: Finding] {
        await connector.findings(about: TwitterFixture().connection(of: app), facts, over: x.transport)
    }

    @Test(
        "All green, whichever API brings events",
        arguments: [nil, "account-activity-1", "account-activity-2", "x-activity"])
    func allWell(activity: String?) async {
        let app = TwitterFixture.makeApp(activity.map { ["activity": $0] } ?? [:])
        let found = await Self.findings(FakeX(), Self.facts(), app)
        #expect(Set(found.keys) == Set(Self.connector.checklist.map(\.id)))
        #expect(found.filter { $0.value.verdict != .green }.keys.sorted() == [])
        #expect(found["user"]?.found == "X takes the tokens of @acme.")
    }

    /// One thing that is wrong: the item that turns, how, a word of what is found or advised, and whether there is a fix.
    struct Case: Sendable, CustomTestStringConvertible {
        var broken: [String: HTTPReply] = [:]
        var settings: [String: String] = [:]
        let item: String
        let verdict: Verdict
        let word: String
        var hasFix = false
        var testDescription: String { "\(item): \(word)" }
    }

    private static let verify = "GET /1.1/account/verify_credentials.json"
    private static let settings = "GET /1.1/account/settings.json"
    private static let subscription = "GET /2/account_activity/webhooks/1490000000000000001/subscriptions/all"
    private static let cases: [Case] = [
        Case(broken: ["POST /oauth2/token": X.error(99, status: 403)], item: "app", verdict: .red, word: "portal"),
        Case(
            broken: ["POST /oauth2/token": X.error(88, status: 429)], item: "app", verdict: .unknown, word: "by itself"),
        Case(broken: ["POST /oauth2/token": HTTPReply(status: 503)], item: "app", verdict: .unknown, word: "503"),
        Case(broken: [verify: X.error(89, status: 401)], item: "user", verdict: .red, word: "Sign in".lowercased()),
        Case(broken: [verify: X.error(32, status: 401)], item: "user", verdict: .red, word: "any more"),
        Case(broken: [verify: FakeX.account(id: "78")], item: "user", verdict: .red, word: "another account"),
        Case(broken: [verify: X.error(130, status: 503)], item: "user", verdict: .unknown, word: "by itself"),
        Case(broken: [verify: X.error(326, status: 403)], item: "restriction", verdict: .red, word: "locked"),
        Case(broken: [verify: X.error(64, status: 403)], item: "restriction", verdict: .red, word: "suspended"),
        Case(
            broken: [verify: FakeX.account(more: #","suspended":true"#)], item: "restriction", verdict: .red,
            word: "suspended"),
        Case(
            broken: [verify: FakeX.account(more: #","needs_phone_verification":true"#)], item: "restriction",
            verdict: .red, word: "phone"),
        Case(broken: [verify: FakeX.account(level: "read")], item: "access", verdict: .red, word: "connect again"),
        Case(broken: [verify: FakeX.account(level: "read-write")], item: "access", verdict: .red, word: "read-write"),
        Case(broken: [verify: FakeX.account(level: nil)], item: "access", verdict: .unknown, word: "did not say"),
        Case(
            broken: [settings: X.json(200, #"{"allow_dms_from":"following"}"#)], item: "openness", verdict: .yellow,
            word: "following"),
        Case(
            broken: [settings: X.json(200, #"{"allow_dms_from":"verified"}"#)], item: "openness", verdict: .yellow,
            word: "verified"),
        Case(broken: [settings: X.json(200, "{}")], item: "openness", verdict: .unknown, word: "did not say"),
        Case(
            broken: ["GET /2/webhooks": FakeX.webhooks([])], item: "webhook", verdict: .red, word: "no webhook",
            hasFix: true),
        Case(
            broken: ["GET /2/webhooks": X.json(200, #"{"meta":{"result_count":0}}"#)], item: "webhook", verdict: .red,
            word: "no webhook", hasFix: true),
        Case(
            broken: ["GET /2/webhooks": FakeX.webhooks([("1", "https://other.example/x?secret=1", true)])],
            item: "webhook", verdict: .red, word: "other.example instead", hasFix: true),
        Case(
            broken: ["GET /2/webhooks": X.json(200, #"{"data":[{"id":"1"}]}"#)], item: "webhook", verdict: .unknown,
            word: "cannot be read"),
        Case(
            broken: ["GET /2/webhooks": X.error(453, status: 403)], item: "webhook", verdict: .red,
            word: "How events come"),
        Case(
            broken: ["GET /2/webhooks": FakeX.webhooks([("1490000000000000001", FakeX.webhook, false)])],
            item: "validity", verdict: .red, word: "stopped", hasFix: true),
        Case(
            broken: [subscription: X.json(200, #"{"data":{"subscribed":false}}"#)], item: "subscription",
            verdict: .red, word: "does not tell", hasFix: true),
        Case(
            broken: [subscription: X.json(200, #"{"data":{}}"#)], item: "subscription", verdict: .unknown,
            word: "cannot be read"),
        Case(
            broken: [
                "GET /1.1/account_activity/webhooks/1490000000000000001/subscriptions/all.json":
                    X.error(34, status: 404)
            ], settings: ["activity": "account-activity-1"], item: "subscription", verdict: .red,
            word: "does not tell", hasFix: true),
        Case(
            broken: [
                "GET /2/activity/subscriptions":
                    X.json(
                        200,
                        #"{"data":[{"event_type":"dm.received","filter":{"user_id":"77"},"webhook_id":"1490000000000000001"}]}"#
                    )
            ], settings: ["activity": "x-activity"], item: "subscription", verdict: .red, word: "does not tell",
            hasFix: true),
    ]

    @Test("One thing that is wrong", arguments: cases)
    func broken(_ example: Case) async {
        let found = await Self.findings(FakeX(example.broken), Self.facts(), TwitterFixture.makeApp(example.settings))
        let finding = found[example.item]
        #expect(finding?.verdict == example.verdict)
        let told = [finding?.found, finding?.advice].compactMap(\.self).joined(separator: " ")
        #expect(told.localizedCaseInsensitiveContains(example.word), "\(told)")
        #expect(!told.contains("secret=1") && !told.contains("The text"))
        #expect((finding?.fix != nil) == example.hasFix)
        // What does not hang on it is judged as before.
        var hanging: Set = [example.item]
        for item in Self.connector.checklist where !hanging.isDisjoint(with: item.requires) { hanging.insert(item.id) }
        for item in Self.connector.checklist where !hanging.contains(item.id) {
            #expect(found[item.id]?.verdict == .green, "\(item.id) turned, too")
        }
    }

    @Test(
        "Challenges that do not come are told, before X gives up",
        arguments: [(nil, Verdict.yellow), (27 * 3600, .green), (28 * 3600 + 1, .yellow)] as [(Int?, Verdict)])
    func challenges(age: Int?, verdict: Verdict) async {
        let facts = Self.facts(lastChallenge: age.map { .seconds($0) })
        let finding = await Self.findings(FakeX(), facts)["challenges"]
        #expect(finding?.verdict == verdict)
        #expect((finding?.fix != nil) == (verdict == .yellow))
    }

    @Test("A limit shows until when it holds")
    func limits() async {
        var facts = Self.facts()
        facts.heldUpUntil = Self.now + .seconds(900)
        facts.queued = 25
        let finding = await Self.findings(FakeX(), facts)["limits"]
        #expect(finding?.verdict == .yellow)
        #expect(finding?.found.contains("2026-01-01T00:15:00") == true, "\(finding?.found ?? "")")
        #expect(finding?.found.contains("25 wait") == true)
    }

    @Test("Without credentials or tokens nobody is asked in vain")
    func nothingToAskWith() async {
        let x = FakeX()
        let transport = x.transport
        let bare = AppAccess(id: ID(rawValue: 1), settings: [:], secrets: Secrets([:]))
        let found = await Self.connector.findings(
            about: TwitterFixture().connection(of: bare), Self.facts(), over: transport)
        #expect(found["app"]?.verdict == .red)
        #expect(transport.calls.isEmpty)
        let tokenless = TwitterFixture.makeApp(without: ["accessToken.77"])
        #expect(await Self.findings(x, Self.facts(), tokenless)["user"]?.verdict == .red)
    }

    /// What is wrong, the calls that mend it, and what X shows afterwards.
    struct Fix: Sendable, CustomTestStringConvertible {
        let item: String
        let activity: String
        let calls: [String]
        var testDescription: String { "\(activity) \(item)" }
    }

    @Test(
        "Fixes do what they offer",
        arguments: [
            Fix(item: "validity", activity: "account-activity-2", calls: ["PUT /2/webhooks/1490000000000000001"]),
            Fix(
                item: "validity", activity: "account-activity-1",
                calls: ["PUT /1.1/account_activity/webhooks/1490000000000000001.json"]),
            Fix(item: "challenges", activity: "x-activity", calls: ["PUT /2/webhooks/1490000000000000001"]),
            // Already there: nothing is to be done.
            Fix(item: "webhook", activity: "account-activity-2", calls: []),
            Fix(item: "subscription", activity: "account-activity-2", calls: []),
            Fix(item: "subscription", activity: "x-activity", calls: []),
            // It can be repeated, and the old API says so with an error.
            Fix(
                item: "subscription", activity: "account-activity-1",
                calls: ["POST /1.1/account_activity/webhooks/1490000000000000001/subscriptions/all.json"]),
        ])
    func fixes(_ example: Fix) async throws {
        let x = FakeX([
            "PUT /2/webhooks/1490000000000000001": X.json(200, #"{"data":{"valid":true}}"#),
            "PUT /1.1/account_activity/webhooks/1490000000000000001.json": HTTPReply(status: 204),
            "POST /1.1/account_activity/webhooks/1490000000000000001/subscriptions/all.json": X.error(355, status: 409),
        ])
        let transport = x.transport
        let app = TwitterFixture.makeApp(["activity": example.activity])
        let granted = try await Self.connector.fix(
            example.item, of: TwitterFixture().connection(of: app), over: transport)
        #expect(granted.isEmpty)
        let changes = transport.calls.filter { $0.method != .get && !$0.url.hasSuffix("/oauth2/token") }
            .map { "\($0.method.rawValue) \($0.url.dropFirst("https://api.x.com".count))" }
        #expect(changes == example.calls)
    }
}
