import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import MessengerConnector
import Testing

@Suite("The checklist of a page")
struct MessengerChecklistTests {
    private static let now = Timestamp(milliseconds: 1_790_000_000_000)
    private static let connection = OpenConnection(
        address: MessengerFixture().ourAddress, app: MessengerFixture().app,
        webhookAddress: { "https://gateway.example/hooks/messenger/endpoint/\($0)" })

    private static func facts(failures: [String: Int] = [:], lastCustomer: Bool = true) -> ConnectionFacts {
        ConnectionFacts(
            now: now, lastInbound: now - .seconds(60), lastCustomer: lastCustomer ? MessengerFixture().customer : nil,
            failures: failures, reachability: .arrives)
    }

    private static func verdicts(_ graph: FakeGraph, _ facts: ConnectionFacts = facts()) async -> [String: Finding] {
        await MessengerConnector().findings(about: connection, facts, over: graph.transport)
    }

    @Test("All green, and it names the Facebook user")
    func allWell() async {
        let found = await Self.verdicts(FakeGraph())
        #expect(Set(found.keys) == Set(MessengerConnector().checklist.map(\.id)))
        #expect(found.filter { $0.value.verdict != .green }.keys.sorted() == [])
        #expect(found["user"]?.found == "Facebook user: Ada Admin.")
    }

    /// One thing that is wrong: the item that turns, how, a word of what is found or advised, and whether there is a fix.
    struct Case: Sendable, CustomTestStringConvertible {
        var broken: [String: HTTPReply] = [:]
        var headers: HTTPFields = [:]
        var failures: [String: Int] = [:]
        let item: String
        let verdict: Verdict
        let word: String
        var hasFix = false
        var testDescription: String { "\(item): \(word)" }
    }

    private static let day: Int64 = 86400
    private static let appUsage = HTTPField.Name("X-App-Usage")!
    private static let cases: [Case] = [
        Case(broken: ["GET \(Meta.appID)": Meta.error(190)], item: "app", verdict: .red, word: "app secret"),
        Case(broken: ["GET \(Meta.appID)": Meta.error(101)], item: "app", verdict: .red, word: "app secret"),
        Case(
            broken: ["GET \(Meta.appID)": Meta.error(2, status: 500)], item: "app", verdict: .unknown,
            word: "tried again"),
        Case(
            broken: ["GET \(Meta.appID)/subscriptions": Meta.json(200, #"{"data":[]}"#)], item: "appWebhook",
            verdict: .red, word: "no webhook", hasFix: true),
        Case(
            broken: ["GET \(Meta.appID)/subscriptions": FakeGraph.subscription(url: "https://other.example/x?s=1")],
            item: "appWebhook", verdict: .red, word: "is https://other.example/x:", hasFix: true),
        Case(
            broken: ["GET \(Meta.appID)/subscriptions": FakeGraph.subscription(active: false)], item: "appWebhook",
            verdict: .red, word: "switched", hasFix: true),
        Case(
            broken: ["GET \(Meta.appID)/subscriptions": FakeGraph.subscription(fields: ["messages"])],
            item: "appWebhook", verdict: .red, word: "message_reads", hasFix: true),
        Case(
            broken: ["GET debug_token EAAuser-token": FakeGraph.token("USER", valid: false, subcode: 460)],
            item: "user",
            verdict: .red, word: "password"),
        Case(
            broken: ["GET debug_token EAAuser-token": FakeGraph.token("USER", valid: false, subcode: 458)],
            item: "user",
            verdict: .red, word: "removed the app"),
        Case(
            broken: ["GET debug_token EAAuser-token": FakeGraph.token("USER", expires: 1_789_999_999)], item: "user",
            verdict: .red, word: "ended"),
        Case(
            broken: ["GET debug_token EAAuser-token": FakeGraph.token("USER", expires: 1_790_000_000 + 3 * day)],
            item: "user", verdict: .yellow, word: "in 3 days"),
        Case(
            broken: ["GET debug_token EAAuser-token": FakeGraph.token("USER", app: "1")], item: "user", verdict: .red,
            word: "another app"),
        Case(
            broken: ["GET debug_token EAAuser-token": FakeGraph.token("USER", scopes: ["pages_show_list"])],
            item: "permissions", verdict: .red, word: "pages_messaging"),
        Case(
            broken: ["GET debug_token EAAuser-token": FakeGraph.token("USER", targets: ["999"])], item: "permissions",
            verdict: .red, word: "other pages"),
        Case(
            broken: ["GET me/accounts": FakeGraph.pages([FakeGraph.page("999")])], item: "page", verdict: .red,
            word: "not among the 1"),
        Case(
            broken: ["GET me/accounts": FakeGraph.pages([FakeGraph.page(Meta.page, tasks: ["ANALYZE"])])], item: "page",
            verdict: .red, word: "may not answer"),
        Case(
            broken: ["GET debug_token EAApage-token": FakeGraph.token("PAGE", valid: false, subcode: 492)],
            item: "pageToken", verdict: .red, word: "role", hasFix: true),
        Case(
            broken: ["GET debug_token EAApage-token": FakeGraph.token("USER")], item: "pageToken", verdict: .red,
            word: "another kind", hasFix: true),
        Case(
            broken: ["GET me EAApage-token": Meta.json(200, #"{"id":"999"}"#)], item: "pageToken", verdict: .red,
            word: "another page", hasFix: true),
        Case(
            broken: ["GET \(Meta.page)": Meta.json(200, #"{"id":"1","is_published":false}"#)], item: "pageState",
            verdict: .red, word: "not published"),
        Case(broken: ["GET \(Meta.page)": Meta.error(100, 33)], item: "pageState", verdict: .red, word: "gone"),
        Case(
            broken: ["GET \(Meta.page)/subscribed_apps": Meta.json(200, #"{"data":[]}"#)], item: "subscription",
            verdict: .red, word: "not subscribed", hasFix: true),
        Case(
            broken: ["GET \(Meta.page)/subscribed_apps": FakeGraph.subscribed(nil)], item: "subscription",
            verdict: .red,
            word: "no field", hasFix: true),
        Case(
            broken: ["GET \(Meta.page)/subscribed_apps": FakeGraph.subscribed(["messages"])], item: "subscription",
            verdict: .red, word: "message_reads", hasFix: true),
        Case(
            broken: ["GET \(Meta.page)/thread_owner": Meta.json(200, #"{"data":[{"thread_owner":{"app_id":"77"}}]}"#)],
            item: "thread", verdict: .red, word: "App 77"),
        Case(failures: ["10/2018300": 3], item: "thread", verdict: .yellow, word: "3 messages"),
        Case(headers: [appUsage: #"{"call_count":85}"#], item: "throttling", verdict: .yellow, word: "85 %"),
        Case(failures: ["368": 2], item: "restriction", verdict: .red, word: "support inbox"),
    ]

    @Test("Each thing that can be wrong turns its item, and those that need it wait", arguments: cases)
    func broken(_ broken: Case) async throws {
        let graph = FakeGraph(broken.broken, headers: broken.headers)
        let found = await Self.verdicts(graph, Self.facts(failures: broken.failures))
        let finding = try #require(found[broken.item])
        #expect(finding.verdict == broken.verdict)
        #expect([finding.found, finding.advice ?? ""].joined(separator: " ").contains(broken.word))
        #expect((finding.fix != nil) == broken.hasFix)
        #expect(finding.advice != nil)
        #expect(!finding.found.contains("secret words"))
        // What needs a red item waits for it; nothing else turns.
        var waiting: Set<String> = []
        for item in MessengerConnector().checklist {
            let isHeldUp = item.requires.contains {
                waiting.contains($0) || [.red, .unknown].contains(found[$0]?.verdict ?? .unknown)
            }
            if isHeldUp { waiting.insert(item.id) }
        }
        for item in MessengerConnector().checklist where item.id != broken.item && !waiting.contains(item.id) {
            #expect(found[item.id]?.verdict == .green, "\(item.id) turns, too")
        }
    }

    @Test("The page is looked for on every page of the list, by its cursor")
    func paging() async {
        let graph = FakeGraph([
            "GET me/accounts": FakeGraph.pages([FakeGraph.page("1")], next: "c1"),
            "GET me/accounts after c1": FakeGraph.pages([FakeGraph.page("2")], next: "c2"),
            "GET me/accounts after c2": FakeGraph.pages([FakeGraph.page(Meta.page)]),
        ])
        let transport = graph.transport
        let found = await MessengerConnector().findings(about: Self.connection, Self.facts(), over: transport)
        #expect(found["page"]?.verdict == .green)
        #expect(transport.refusedCalls.isEmpty)
    }

    @Test("A fix does what it says, and believes only what Meta then shows")
    func fixes() async throws {
        let webhook = FakeGraph()
        let transport = webhook.transport
        #expect(try await MessengerConnector().fix("appWebhook", of: Self.connection, over: transport).isEmpty)
        let post = try #require(transport.calls.first { $0.method == .post })
        let form = String(decoding: post.body, as: UTF8.self)
        #expect(post.url.hasSuffix("/v26.0/424242/subscriptions"))
        #expect(post.headers[.authorization] == "Bearer 424242|app-secret-123")
        #expect(form.contains("object=page") && form.contains("verify_token=a-verify-token"))
        #expect(form.contains("callback_url=https%3A%2F%2Fgateway.example%2Fhooks%2Fmessenger%2Fendpoint%2Fevents"))
        for field in FakeGraph.fields { #expect(form.contains(field)) }

        let subscription = FakeGraph()
        #expect(
            try await MessengerConnector().fix("subscription", of: Self.connection, over: subscription.transport)
                .isEmpty)
        subscription.set("GET \(Meta.page)/subscribed_apps", FakeGraph.subscribed(["messages"]))
        await #expect(throws: PlatformRefusal.self) {
            try await MessengerConnector().fix("subscription", of: Self.connection, over: subscription.transport)
        }

        let granted = try await MessengerConnector().fix("pageToken", of: Self.connection, over: FakeGraph().transport)
        #expect(granted.mapValues { $0.reveal() } == ["pageToken.\(Meta.page)": "EAApage-\(Meta.page)"])
        for item in ["user", "page", "no-such-item"] {
            await #expect(throws: PlatformRefusal.self) {
                try await MessengerConnector().fix(item, of: Self.connection, over: FakeGraph().transport)
            }
        }
    }
}
