import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import Testing

@testable import TwitterConnector

@Suite("Signing in to X by OAuth 2.0")
struct TwitterCodeLoginTests {
    private typealias Session = TwitterConnectingTests.Session

    private static let verifier = "4f2b8c1d9e7a60533c214f2b8c1d9e7a60533c21"
    private static let returned = TwitterConnectingTests.returned
    private static let scopes = "dm.read dm.write tweet.read users.read offline.access media.write"

    private static func session(
        _ purpose: ConnectingProgress.Purpose = .connect, settings: [String: String] = [:], isConfidential: Bool = true
    ) -> Session {
        var session = Session(purpose: purpose)
        session.settings.merge(["oauth": "oauth-2", "clientID": "client_mock0001"].merging(settings) { $1 }) { $1 }
        if isConfidential { session.secrets["clientSecret"] = "client secret~!*" }
        session.confirm("warning")
        return session
    }

    private static func tokens(_ more: String = #","refresh_token":"refresh-1""#) -> ScriptedTransport.Step {
        .reply(
            X.json(
                200,
                #"{"token_type":"bearer","expires_in":7200,"access_token":"bearer-1","scope":"\#(scopes)"\#(more)}"#))
    }

    private static let me = ScriptedTransport.Step.reply(
        X.json(200, #"{"data":{"id":"77","name":"Acme","username":"acme"}}"#))

    private static func refusal(_ error: String, _ description: String = "", status: Int = 400) -> HTTPReply {
        X.json(status, #"{"error":"\#(error)","error_description":"\#(description)"}"#)
    }

    @Test("The vector of RFC 7636")
    func challenge() {
        #expect(
            CodeChallenge.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
                == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test("A page with proof of who asked, a code for tokens, and whose account it is", arguments: [true, false])
    func whole(isConfidential: Bool) async throws {
        var session = Self.session(isConfidential: isConfidential)
        let transport = TwitterConnectingTests.transport([Self.tokens(), Self.me])
        let open = await session.step(transport)
        guard case .open(let url, returns: true) = open.kind else { return #expect(Bool(false), "\(open)") }
        #expect(transport.calls.isEmpty)
        #expect(url.hasPrefix("https://x.com/i/oauth2/authorize?"))
        let query = try #require(FormBody.decode(url.drop { $0 != "?" }.dropFirst()))
        #expect(
            Dictionary(uniqueKeysWithValues: query.map { ($0.name, $0.value) }) == [
                "response_type": "code", "client_id": "client_mock0001", "redirect_uri": Self.returned,
                "scope": Self.scopes, "state": "state", "code_challenge": CodeChallenge.of(Self.verifier),
                "code_challenge_method": "S256",
            ])
        #expect(session.granted == ["codeVerifier": Self.verifier])
        session.type("\(Self.returned)?state=state&code=the-code", at: open.id)

        let whose = await session.step(transport)
        guard case .confirm = whose.kind else { return #expect(Bool(false), "\(whose)") }
        #expect(whose.text.contains("@acme") && whose.text.contains("77"))
        let exchange = try #require(transport.calls.first)
        #expect(exchange.url == "https://api.x.com/2/oauth2/token")
        let form = try #require(FormBody.decode(exchange.body)).map { "\($0.name)=\($0.value)" }
        #expect(
            form == [
                "grant_type=authorization_code", "code=the-code", "redirect_uri=\(Self.returned)",
                "code_verifier=\(Self.verifier)",
            ] + (isConfidential ? [] : ["client_id=client_mock0001"]))
        // base64 of client_mock0001:client%20secret~%21%2A
        let basic = "Basic Y2xpZW50X21vY2swMDAxOmNsaWVudCUyMHNlY3JldH4lMjElMkE="
        #expect(exchange.headers[.authorization] == (isConfidential ? basic : nil))
        #expect(transport.calls[1].url == "https://api.x.com/2/users/me?user.fields=name%2Cusername")
        #expect(transport.calls[1].headers[.authorization] == "Bearer bearer-1")
        session.confirm(whose.id)

        let done = await session.step(transport)
        guard case .connect(let plan) = done.kind else { return #expect(Bool(false), "\(done)") }
        #expect(plan.addresses == [TwitterConnectingTests.account("77")])
        #expect(
            session.granted == [
                "bearer.77": "bearer-1", "refresh.77": "refresh-1", "bearerFrom.77": "1767225600000",
                "bearerEnd.77": "1767232800000", "scopes.77": Self.scopes,
            ])
        #expect(transport.stepsLeft == 0 && transport.refusedCalls.isEmpty)
    }

    @Test(
        "What comes back and is no login is told apart, and no code is exchanged",
        arguments: [
            ("?state=state&error=access_denied", "cancelled"), ("?state=state&error=server_error", "did not let"),
            ("?state=other&code=c", "another login"), ("?code=c", "another login"), ("?state=&code=c", "another login"),
            ("?state=other&error=access_denied", "another login"), ("?state=state", "no code"),
            ("?state=state&code=", "no code"), ("?state=%zz", "not an address"), ("", "another login"),
            ("?state=state&code=\(String(repeating: "9", count: 600))", "no code"),
        ])
    func notALogin(query: String, word: String) async {
        var session = Self.session()
        let transport = TwitterConnectingTests.transport([])
        let open = await session.step(transport)
        session.type(Self.returned + query, at: open.id)
        let again = await session.step(transport)
        guard case .open = again.kind else { return #expect(Bool(false), "\(again)") }
        #expect(again.text.contains(word), "\(again.text)")
        #expect(transport.calls.isEmpty)
        #expect(session.granted.keys.sorted() == ["codeVerifier"])
    }

    @Test("A code that X does not take, or an answer that is not whole, connects nothing")
    func notExchanged() async {
        let table: [([ScriptedTransport.Step], String)] = [
            (
                [.reply(Self.refusal("invalid_request", "Value passed for the authorization code was invalid."))],
                "any more"
            ),
            ([.reply(Self.refusal("invalid_grant"))], "any more"),
            ([.reply(HTTPReply(status: 503))], "503"), ([Self.tokens("")], "nothing to renew"),
            ([.reply(X.json(200, #"{"token_type":"bearer","access_token":"b","refresh_token":"r"}"#))], "no token"),
            ([Self.tokens(), .reply(HTTPReply(status: 503))], "503"),
            ([Self.tokens(), .reply(X.json(200, #"{"data":{}}"#))], "cannot be read"),
        ]
        for (steps, word) in table {
            var session = Self.session()
            let transport = TwitterConnectingTests.transport(steps)
            let open = await session.step(transport)
            session.type("\(Self.returned)?state=state&code=c", at: open.id)
            let again = await session.step(transport)
            guard case .open = again.kind else {
                #expect(Bool(false), "\(again)")
                continue
            }
            #expect(again.text.contains(word), "\(again.text)")
            #expect(session.granted.keys.sorted() == ["codeVerifier"] && transport.stepsLeft == 0)
        }
    }

    @Test("An app that X does not know by these credentials is entered anew, and then the page is opened again")
    func refusedClient() async {
        var session = Self.session()
        let transport = TwitterConnectingTests.transport([
            .reply(Self.refusal("unauthorized_client", "Missing valid authorization header", status: 401))
        ])
        let open = await session.step(transport)
        session.type("\(Self.returned)?state=state&code=c", at: open.id)
        let enter = await session.step(transport)
        guard case .enter(let fields) = enter.kind else { return #expect(Bool(false), "\(enter)") }
        #expect(enter.text.contains("client ID") && fields.contains { $0.key == "clientSecret" })
        session.secrets["clientSecret"] = "another secret"
        guard case .open = await session.step(transport).kind else { return #expect(Bool(false)) }
        #expect(transport.calls.count == 1)
    }

    @Test("The wrong account is told apart, and its tokens are not kept; the right one reconnects")
    func reconnect() async {
        for (wanted, word) in [("99", "another account"), ("77", "connected.")] {
            var session = Self.session(.reconnect)
            session.reconnected = TwitterConnectingTests.account(wanted)
            session.secrets["refresh.77"] = "an-old-one"
            let transport = TwitterConnectingTests.transport([Self.tokens(), Self.me])
            let open = await session.step(transport)
            session.type("\(Self.returned)?state=state&code=c", at: open.id)
            let next = await session.step(transport)
            #expect(next.text.contains(word), "\(next.text)")
            #expect((session.granted["refresh.77"] == "refresh-1") == (wanted == "77"))
            #expect((session.granted["codeVerifier"] != nil) == (wanted == "99"))
        }
    }

    @Test(
        "Settings that go together badly are asked for anew, with the reason",
        arguments: [
            (["activity": "account-activity-1"], "OAuth 1.0a only"), (["clientID": ""], "client ID"),
        ])
    func settings(settings: [String: String], word: String) async {
        for purpose in [ConnectingProgress.Purpose.connect, .reconnect] {
            var session = Self.session(purpose, settings: settings)
            let transport = TwitterConnectingTests.transport([])
            let step = await session.step(transport)
            guard case .enter(let fields) = step.kind else {
                #expect(Bool(false), "\(step)")
                continue
            }
            #expect(step.text.contains(word), "\(step.text)")
            #expect(fields.map(\.key) == ["activity", "oauth", "clientID", "clientSecret"])
            #expect(transport.calls.isEmpty)
        }
    }
}
