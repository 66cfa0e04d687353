import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Testing
import TwitterConnector

@Suite("The checklist of an account of X that signed in by OAuth 2.0")
struct TwitterBearingChecklistTests {
    private static let me = "GET /2/users/me"

    private static func findings(
        _ app: AppAccess = TwitterFixture.makeBearingApp(), _ changes: [String: HTTPReply] = [:],
        hasInbound: Bool = true
    ) async -> (found: [String: Finding], calls: [HTTPCall]) {
        let now = ManualClock().now
        let facts = ConnectionFacts(
            now: now, lastInbound: hasInbound ? now - .seconds(60) : nil, lastChallenge: now - .seconds(600),
            reachability: .arrives)
        let well = X.json(200, #"{"data":{"id":"77","name":"Acme","username":"acme"}}"#)
        let transport = FakeX([me: well].merging(changes) { $1 }).transport
        let connector = TwitterFixture.bearing.connector as! TwitterConnector
        let found = await connector.findings(about: TwitterFixture().connection(of: app), facts, over: transport)
        return (found, transport.calls)
    }

    @Test("All green by v2 alone", arguments: ["account-activity-2", "x-activity"])
    func allWell(activity: String) async {
        let (found, calls) = await Self.findings(TwitterFixture.makeBearingApp(["activity": activity]))
        #expect(found.filter { $0.value.verdict != .green }.keys.sorted() == [])
        #expect(found.count == (TwitterFixture.bearing.connector as! TwitterConnector).checklist.count)
        #expect(
            calls.allSatisfy { !$0.url.contains("/1.1/") && $0.headers[.authorization]?.hasPrefix("OAuth") != true })
    }

    @Test("Who may write is not told: worth a look until somebody has written, and no alarm after that")
    func openness() async {
        let finding = await Self.findings(hasInbound: false).found["openness"]
        #expect(finding?.verdict == .yellow && finding?.advice?.contains("allow requests from everyone") == true)
        #expect(await Self.findings().found["openness"]?.found.contains("does not tell") == true)
    }

    /// What is wrong, the item that turns, how, and a word of what is told.
    struct Case: Sendable, CustomTestStringConvertible {
        var app = TwitterFixture.makeBearingApp()
        var me: HTTPReply?
        let item: String
        let verdict: Verdict
        let word: String
        var testDescription: String { "\(item): \(word)" }
    }

    private static let cases: [Case] = [
        Case(me: X.error(89, status: 401), item: "user", verdict: .red, word: "any more"),
        Case(
            me: X.json(401, #"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#),
            item: "user", verdict: .red, word: "any more"),
        Case(me: HTTPReply(status: 503), item: "user", verdict: .unknown, word: "503"),
        Case(me: X.json(200, "{}"), item: "user", verdict: .unknown, word: "cannot be read"),
        Case(
            me: X.json(200, #"{"data":{"id":"78","username":"other"}}"#), item: "user", verdict: .red,
            word: "another account"),
        Case(
            app: TwitterFixture.makeBearingApp(ended: .seconds(60)), item: "user", verdict: .unknown, word: "by itself"),
        Case(
            app: TwitterFixture.makeBearingApp(ended: .seconds(3600)), item: "user", verdict: .red, word: "client ID"),
        Case(
            app: TwitterFixture.makeBearingApp(ended: .seconds(60), without: ["refresh.77"]), item: "user",
            verdict: .red, word: "Connect again"),
        Case(me: X.error(64, status: 403), item: "restriction", verdict: .red, word: "suspended"),
        Case(me: X.error(326, status: 403), item: "restriction", verdict: .red, word: "locked"),
        Case(
            app: TwitterFixture.makeBearingApp(scopes: "dm.read tweet.read users.read"), item: "access", verdict: .red,
            word: "connect again"),
    ]

    @Test("One thing that is wrong", arguments: cases)
    func broken(_ example: Case) async {
        let (found, calls) = await Self.findings(example.app, example.me.map { [Self.me: $0] } ?? [:])
        let finding = found[example.item]
        #expect(finding?.verdict == example.verdict)
        let told = [finding?.found, finding?.advice].compactMap(\.self).joined(separator: " ")
        #expect(told.localizedCaseInsensitiveContains(example.word), "\(told)")
        #expect(!told.contains("mock-0001"))
        #expect(calls.allSatisfy { $0.url.contains("/oauth2/token") || $0.method == .get })
    }

    @Test("Fixes are done with the token")
    func fix() async throws {
        let transport = FakeX([
            "GET /2/account_activity/webhooks/1490000000000000001/subscriptions/all":
                X.json(200, #"{"data":{"subscribed":true}}"#)
        ]).transport
        let connector = TwitterFixture.bearing.connector as! TwitterConnector
        _ = try await connector.fix("subscription", of: TwitterFixture.bearing.connection(), over: transport)
        let asked = transport.calls.filter { $0.url.hasSuffix("/subscriptions/all") }
        #expect(asked.allSatisfy { $0.headers[.authorization] == "Bearer bearer-mock-0001" } && !asked.isEmpty)
    }
}
