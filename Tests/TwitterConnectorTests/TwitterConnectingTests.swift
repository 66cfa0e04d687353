import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import Testing
import TwitterConnector

@Suite("Connecting an account of X")
struct TwitterConnectingTests {
    static let connector = TwitterFixture().connector as! TwitterConnector
    static let returned = "https://gateway.example/connecting/returned"

    /// A session as the gateway keeps it.
    struct Session {
        var purpose = ConnectingProgress.Purpose.connect
        var settings = ["consumerKey": "ck_mockConsumerKey0001"]
        var secrets: [String: String] = ["consumerSecret": "cs&/+ secret~!*"]
        var granted: [String: String] = [:]
        var answers: [String: ConnectingAnswer] = [:]
        var taken: Set<Address> = []
        var reconnected: Address?

        mutating func step(_ transport: any HTTPTransport) async -> ConnectingStep {
            let all = secrets.merging(granted) { $1 }.mapValues { [Secret($0)] }
            let step = await TwitterConnectingTests.connector.nextStep(
                after: ConnectingProgress(
                    purpose: purpose,
                    app: AppAccess(id: ID(rawValue: 1), settings: settings, secrets: Secrets(all)), answers: answers,
                    taken: taken, reconnected: reconnected, granted: Set(granted.keys), state: "state",
                    returnAddress: TwitterConnectingTests.returned,
                    webhookAddress: { "https://gateway.example/hooks/twitter/e/\($0)" }),
                over: transport)
            for (key, secret) in step.granted {
                granted[key] = secret.reveal().isEmpty ? nil : secret.reveal()
            }
            // What was typed is seen by one step only.
            for (id, answer) in answers {
                answers[id] = ConnectingAnswer(choices: answer.choices, isConfirmed: answer.isConfirmed)
            }
            return step
        }

        mutating func confirm(_ id: String) { answers[id] = ConnectingAnswer(isConfirmed: true) }
        mutating func type(_ text: String, at id: String) { answers[id] = ConnectingAnswer(text: text) }
    }

    private static func form(_ text: String) -> ScriptedTransport.Step {
        .reply(HTTPReply(status: 200, body: Array(text.utf8)))
    }

    private static let requestToken = form(
        "oauth_token=rt_mock_0001&oauth_token_secret=rts_mock_0001&oauth_callback_confirmed=true")
    private static let accessToken = form(
        "oauth_token=77-token&oauth_token_secret=77-secret&user_id=77&screen_name=acme")

    static func transport(_ steps: [ScriptedTransport.Step]) -> ScriptedTransport {
        ScriptedTransport(steps, hosts: ["api.x.com"])
    }

    static func account(_ id: String) -> Address {
        Address(kind: AddressKind(rawValue: "twitter"), value: id)
    }

    @Test("From nothing to a connected account")
    func whole() async throws {
        var session = Session(settings: [:], secrets: [:])
        let transport = Self.transport([Self.requestToken, Self.accessToken])
        let first = await session.step(transport)
        guard case .enter(let fields) = first.kind else { return #expect(Bool(false), "\(first)") }
        #expect(fields.map(\.key).contains("consumerSecret"))
        session.settings["consumerKey"] = "ck_mockConsumerKey0001"
        session.secrets["consumerSecret"] = "cs&/+ secret~!*"

        let warning = await session.step(transport)
        guard case .confirm = warning.kind else { return #expect(Bool(false), "\(warning)") }
        #expect(warning.text.contains("All direct messages of the account will go through this gateway"))
        #expect(transport.calls.isEmpty, "Nobody is asked before the warning.")
        session.confirm(warning.id)

        let open = await session.step(transport)
        guard case .open(let url, returns: true) = open.kind else { return #expect(Bool(false), "\(open)") }
        #expect(url == "https://api.x.com/oauth/authorize?oauth_token=rt_mock_0001&force_login=true")
        #expect(
            transport.calls[0].headers[.authorization]?.contains(
                #"oauth_callback="https%3A%2F%2Fgateway.example%2Fconnecting%2Freturned""#) == true)
        session.type("\(Self.returned)?oauth_token=rt_mock_0001&oauth_verifier=1234567", at: open.id)

        let whose = await session.step(transport)
        guard case .confirm = whose.kind else { return #expect(Bool(false), "\(whose)") }
        #expect(whose.text.contains("@acme") && whose.text.contains("77"))
        #expect(transport.calls[1].headers[.authorization]?.contains(#"oauth_verifier="1234567""#) == true)
        session.confirm(whose.id)

        let done = await session.step(transport)
        guard case .connect(let plan) = done.kind else { return #expect(Bool(false), "\(done)") }
        #expect(plan.addresses == [Self.account("77")])
        #expect(plan.fixes == ["webhook", "validity", "subscription"])
        #expect(session.granted == ["accessToken.77": "77-token", "accessTokenSecret.77": "77-secret"])
        #expect(transport.calls.count == 2 && transport.refusedCalls.isEmpty)
    }

    @Test(
        "What comes back and is no login is told apart, and the page is opened anew",
        arguments: [
            ("?denied=rt_mock_0001", "cancelled"), ("?oauth_token=rt_other&oauth_verifier=1", "another login"),
            ("?denied=rt_other", "another login"), ("?oauth_token=rt_mock_0001", "no verifier"),
            ("", "another login"), ("?oauth_token=%zz", "not an address"),
            ("?oauth_token=rt_mock_0001&oauth_verifier=\(String(repeating: "9", count: 300))", "no verifier"),
        ])
    func notALogin(query: String, word: String) async {
        var session = Session()
        let transport = Self.transport([Self.requestToken, Self.requestToken])
        session.confirm("warning")
        let open = await session.step(transport)
        session.type(Self.returned + query, at: open.id)
        let again = await session.step(transport)
        guard case .open = again.kind else { return #expect(Bool(false), "\(again)") }
        #expect(again.text.contains(word), "\(again.text)")
        #expect(transport.calls.count == 2, "No token is asked for.")
    }

    @Test("With a PIN, for a machine that nobody can be sent back to")
    func pin() async {
        var session = Session()
        session.settings["signIn"] = "pin"
        session.confirm("warning")
        let transport = Self.transport([Self.requestToken, Self.requestToken, Self.accessToken])
        let open = await session.step(transport)
        guard case .ask = open.kind else { return #expect(Bool(false), "\(open)") }
        #expect(open.text.contains("https://api.x.com/oauth/authorize?oauth_token=rt_mock_0001"))
        #expect(transport.calls[0].headers[.authorization]?.contains(#"oauth_callback="oob""#) == true)
        session.type("my pin", at: open.id)
        let again = await session.step(transport)
        #expect(again.text.contains("no PIN"))
        session.type(" 123 4567 ", at: again.id)
        let whose = await session.step(transport)
        guard case .confirm = whose.kind else { return #expect(Bool(false), "\(whose)") }
        #expect(transport.calls[2].headers[.authorization]?.contains(#"oauth_verifier="1234567""#) == true)
    }

    @Test("An account is connected once, and another than the one that was lost is told apart")
    func wrongAccount() async {
        let table: [(Session, String)] = [
            (Session(taken: [Self.account("77")]), "connected already"),
            (
                Session(purpose: .reconnect, taken: [Self.account("99")], reconnected: Self.account("99")),
                "another account"
            ),
        ]
        for (start, word) in table {
            var session = start
            session.confirm("warning")
            let transport = Self.transport([Self.requestToken, Self.accessToken, Self.requestToken])
            let open = await session.step(transport)
            session.type("\(Self.returned)?oauth_token=rt_mock_0001&oauth_verifier=1", at: open.id)
            let again = await session.step(transport)
            guard case .open = again.kind else {
                #expect(Bool(false), "\(again)")
                continue
            }
            #expect(again.text.contains(word), "\(again.text)")
            #expect(session.granted.keys.sorted() == ["requestToken", "requestTokenSecret"])
        }
    }

    @Test("Reconnecting asks for a login, and nothing that is known")
    func reconnect() async {
        var session = Session(
            purpose: .reconnect, taken: [Self.account("77")], reconnected: Self.account("77"))
        session.secrets["accessToken.77"] = "an-old-token"
        let transport = Self.transport([Self.requestToken, Self.accessToken])
        let open = await session.step(transport)
        session.type("\(Self.returned)?oauth_token=rt_mock_0001&oauth_verifier=1", at: open.id)
        let done = await session.step(transport)
        guard case .connect(let plan) = done.kind else { return #expect(Bool(false), "\(done)") }
        #expect(plan.addresses.isEmpty)
        #expect(session.granted == ["accessToken.77": "77-token", "accessTokenSecret.77": "77-secret"])
    }

    @Test(
        "What X refuses is mended where it went wrong",
        arguments: [(32, 401, "API key"), (415, 403, "callback URLs"), (88, 429, "limit")])
    func refused(code: Int, status: Int, word: String) async {
        var session = Session()
        session.confirm("warning")
        let step = await session.step(Self.transport([.reply(X.error(code, status: status))]))
        #expect(step.text.contains(word), "\(step.text)")
        if case .enter = step.kind {
            #expect(code == 32)
        } else if case .failed = step.kind {
            #expect(code != 32)
        } else {
            #expect(Bool(false), "\(step)")
        }
    }
}
