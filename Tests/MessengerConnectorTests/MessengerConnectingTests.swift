import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import MessengerConnector
import Testing

@Suite("Connecting a page, step by step")
struct MessengerConnectingTests {
    /// A session as the gateway leads it: what is granted stays, what is typed is seen once.
    private final class Session {
        private var secrets: [String: Secret] = ["appSecret": MessengerFixture.secret]
        private var answers: [String: ConnectingAnswer] = [:]
        private var granted: Set<String> = []
        private let purpose: ConnectingProgress.Purpose
        private let taken: Set<Address>
        let graph: FakeGraph
        var calls: [HTTPCall] = []

        init(
            _ graph: FakeGraph, for purpose: ConnectingProgress.Purpose = .connect, taken: [String] = [],
            secrets: [String: Secret] = [:]
        ) {
            self.purpose = purpose
            self.taken = Set(taken.map { Address(kind: AddressKind(rawValue: "messenger"), value: $0) })
            self.graph = graph
            self.secrets.merge(secrets) { $1 }
        }

        func next(_ step: String? = nil, _ answer: ConnectingAnswer = ConnectingAnswer()) async -> ConnectingStep {
            if let step { answers[step] = answer }
            let transport = graph.transport
            let next = await MessengerConnector().nextStep(
                after: ConnectingProgress(
                    purpose: purpose,
                    app: AppAccess(
                        id: ID(rawValue: 17), settings: ["appID": Meta.appID],
                        secrets: Secrets(secrets.mapValues { [$0] })),
                    answers: answers, taken: taken, granted: granted, state: "state-of-this-session",
                    returnAddress: "https://gateway.example/connecting/returned",
                    webhookAddress: { "https://gateway.example/hooks/messenger/endpoint/\($0)" }), over: transport)
            calls += transport.calls
            #expect(transport.refusedCalls.isEmpty && transport.calls.allSatisfy { $0.method == .get })
            for key in answers.keys { answers[key]?.text = nil }
            secrets.merge(next.granted) { $1 }
            granted.formUnion(next.granted.keys)
            return next
        }
    }

    private static let back = "https://gateway.example/connecting/returned?code=CODE&state=state-of-this-session#_=_"

    private static func graph(_ changes: [String: HTTPReply] = [:]) -> FakeGraph {
        let login: [String: HTTPReply] = [
            "GET oauth/access_token code": Meta.json(200, #"{"access_token":"EAAshort","token_type":"bearer"}"#),
            "GET oauth/access_token exchange": Meta.json(200, #"{"access_token":"EAAuser-token"}"#),
            "GET me/accounts": FakeGraph.pages(
                [FakeGraph.page("999", "Other"), FakeGraph.page("888", "Quiet", tasks: ["ANALYZE"])], next: "c"),
            "GET me/accounts after c": FakeGraph.pages([
                FakeGraph.page(Meta.page, "Shop", username: "The.Shop", link: "https://www.facebook.com/The.Shop")
            ]),
        ]
        return FakeGraph(login.merging(changes) { $1 })
    }

    @Test("From nothing to a connected page, named by its address")
    func connect() async throws {
        let session = Session(Self.graph())
        let associate = await session.next()
        guard case .open(let url, returns: true) = associate.kind else { return #expect(Bool(false), "\(associate)") }
        #expect(associate.text.contains("signed in") && associate.text.contains("admin rights"))
        let query = URLComponents(string: url)?.queryItems ?? []
        let value = { (name: String) in query.first { $0.name == name }?.value }
        #expect(url.hasPrefix("https://www.facebook.com/v26.0/dialog/oauth?"))
        #expect(value("client_id") == Meta.appID && value("response_type") == "code")
        #expect(value("redirect_uri") == "https://gateway.example/connecting/returned")
        #expect(value("state") == "state-of-this-session")
        #expect(value("scope")?.split(separator: ",").contains("pages_messaging") == true)

        let identify = await session.next("associate", ConnectingAnswer(text: Self.back))
        guard case .ask = identify.kind else { return #expect(Bool(false), "\(identify)") }
        #expect(identify.granted["userToken"]?.reveal() == "EAAuser-token")

        let confirm = await session.next("identify", ConnectingAnswer(text: "https://www.facebook.com/the.shop/about"))
        guard case .choose(let choices, several: false) = confirm.kind else {
            return #expect(Bool(false), "\(confirm)")
        }
        #expect(choices.map(\.id) == [Meta.page])

        let done = await session.next("page", ConnectingAnswer(choices: [Meta.page]))
        guard case .connect(let plan) = done.kind else { return #expect(Bool(false), "\(done)") }
        #expect(plan.appLabel == "Our app" && plan.addresses.map(\.value) == [Meta.page])
        #expect(plan.fixes == ["appWebhook", "subscription"])
        #expect(done.granted.mapValues { $0.reveal() } == ["pageToken.\(Meta.page)": "EAApage-\(Meta.page)"])
        // The code and the short token were used once, and what was typed left the gateway by no call.
        #expect(session.calls.count { $0.url.contains("code=CODE") } == 1)
        #expect(!session.calls.contains { $0.url.lowercased().contains("the.shop") })
    }

    @Test("With nothing typed, all pages that may be answered for are offered, and several may be chosen")
    func list() async throws {
        let session = Session(Self.graph(), taken: ["999"])
        _ = await session.next()
        _ = await session.next("associate", ConnectingAnswer(text: Self.back))
        let all = await session.next("identify", ConnectingAnswer(text: " "))
        guard case .choose(let choices, several: true) = all.kind else { return #expect(Bool(false), "\(all)") }
        #expect(choices.map(\.id) == [Meta.page])
    }

    @Test(
        "A page that cannot be connected is asked for again, with the reason",
        arguments: [
            ("https://www.facebook.com/elsewhere", "no such page"), ("888", "may not answer"),
            ("999", "connected already"),
            ("https://evil.example/shop", "names no page"),
        ])
    func identification(text: String, reason: String) async {
        let session = Session(Self.graph(), taken: ["999"])
        _ = await session.next()
        _ = await session.next("associate", ConnectingAnswer(text: Self.back))
        let again = await session.next("identify", ConnectingAnswer(text: text))
        guard case .ask = again.kind else { return #expect(Bool(false), "\(again)") }
        #expect(again.text.contains(reason))
        #expect(!again.text.contains("evil") && !again.text.contains("elsewhere"))
    }

    @Test(
        "A return that is not this session's, or brings nothing, asks to log in once more",
        arguments: [
            ("https://gateway.example/connecting/returned?code=CODE&state=another", "another login"),
            ("https://gateway.example/connecting/returned?code=CODE", "another login"),
            (
                "https://gateway.example/connecting/returned?error=access_denied&error_reason=user_denied&state=state-of-this-session",
                "declined"
            ), ("state=state-of-this-session", "no code"), ("%zz", "not an address"),
        ])
    func returns(address: String, reason: String) async {
        let session = Session(Self.graph())
        _ = await session.next()
        let again = await session.next("associate", ConnectingAnswer(text: address))
        guard case .open(_, returns: true) = again.kind else { return #expect(Bool(false), "\(again)") }
        #expect(again.text.contains(reason))
        #expect(again.granted.isEmpty)
        #expect(!session.calls.contains { $0.url.contains("oauth/access_token") })
    }

    @Test("What was declined is asked for once more, by name")
    func permissions() async throws {
        let session = Session(
            Self.graph(["GET debug_token EAAuser-token": FakeGraph.token("USER", scopes: ["pages_show_list"])]))
        _ = await session.next()
        let again = await session.next("associate", ConnectingAnswer(text: Self.back))
        guard case .open(let url, returns: true) = again.kind else { return #expect(Bool(false), "\(again)") }
        #expect(again.text.contains("pages_messaging") && url.contains("auth_type=rerequest"))
    }

    @Test("A code that was used, and a secret that is wrong")
    func refusals() async {
        let used = Session(Self.graph(["GET oauth/access_token code": Meta.error(100, 36_009)]))
        _ = await used.next()
        guard case .open = await used.next("associate", ConnectingAnswer(text: Self.back)).kind else {
            return #expect(Bool(false))
        }
        let wrong = Session(Self.graph(["GET \(Meta.appID)": Meta.error(190)]))
        guard case .enter = await wrong.next().kind else { return #expect(Bool(false)) }
    }

    @Test("An app whose events go elsewhere is taken over only when somebody confirms it")
    func replace() async throws {
        let elsewhere = FakeGraph.subscription(url: "https://other.example/hook?secret=1")
        let session = Session(Self.graph(["GET \(Meta.appID)/subscriptions": elsewhere]))
        _ = await session.next()
        _ = await session.next("associate", ConnectingAnswer(text: Self.back))
        _ = await session.next("identify")
        let confirm = await session.next("page", ConnectingAnswer(choices: [Meta.page, "999"]))
        guard case .confirm = confirm.kind else { return #expect(Bool(false), "\(confirm)") }
        #expect(confirm.text.contains("https://other.example/hook") && !confirm.text.contains("secret"))
        guard case .connect(let plan) = await session.next("replace", ConnectingAnswer(isConfirmed: true)).kind else {
            return #expect(Bool(false))
        }
        #expect(plan.addresses.map(\.value) == ["999", Meta.page])
    }

    @Test("To reconnect there must be a new login, which brings new tokens for the pages that are connected")
    func reconnect() async throws {
        let session = Session(
            Self.graph(), for: .reconnect, taken: [Meta.page, "777"], secrets: ["userToken": Secret("EAAold")])
        guard case .open = await session.next().kind else { return #expect(Bool(false)) }
        let done = await session.next("associate", ConnectingAnswer(text: Self.back))
        guard case .connect(let plan) = done.kind else { return #expect(Bool(false), "\(done)") }
        #expect(plan.addresses.isEmpty && plan.fixes == ["subscription"])
        #expect(done.granted.keys.sorted() == ["pageToken.\(Meta.page)", "userToken"])

        let stranger = Session(Self.graph(), for: .reconnect, taken: ["777"])
        _ = await stranger.next()
        guard case .failed = await stranger.next("associate", ConnectingAnswer(text: Self.back)).kind else {
            return #expect(Bool(false))
        }
    }

    @Test("A login from before serves to connect another page")
    func anotherPage() async {
        let session = Session(Self.graph(), taken: ["999"], secrets: ["userToken": Secret("EAAuser-token")])
        guard case .ask = await session.next().kind else { return #expect(Bool(false)) }
    }

    @Test(
        "A login from before that was given no further page is asked for anew, and a new one is told that it has none")
    func noFurtherPage() async {
        let session = Session(
            Self.graph(), taken: ["999", Meta.page], secrets: ["userToken": Secret("EAAuser-token")])
        let associate = await session.next()
        guard case .open(_, returns: true) = associate.kind else { return #expect(Bool(false), "\(associate)") }
        #expect(associate.text.contains("no page that is free") && associate.text.contains("Associate User"))
        let end = await session.next("associate", ConnectingAnswer(text: Self.back))
        guard case .failed = end.kind else { return #expect(Bool(false), "\(end)") }
    }
}
