import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import Testing
import TwitterConnector

@Suite("What OAuth 2.0 granted at X")
struct TwitterRenewalTests {
    private static let now = ManualClock().now
    private static let connector = TwitterFixture.bearing.connector as! TwitterConnector

    private static func connection(_ app: AppAccess) -> OpenConnection { TwitterFixture().connection(of: app) }

    private static func renew(
        _ app: AppAccess, _ reply: ScriptedTransport.Step
    ) async -> (result: Result<[String: String], RenewalFailure>, transport: ScriptedTransport) {
        let transport = ScriptedTransport([reply], hosts: ["api.x.com"])
        do throws(RenewalFailure) {
            let granted = try await connector.renew(connection(app), over: transport)
            return (.success(granted.mapValues { $0.reveal() }), transport)
        } catch {
            return (.failure(error), transport)
        }
    }

    @Test(
        "It is due twenty minutes before its end, of a short life in the last quarter, and never without a refresh token"
    )
    func due() {
        func due(_ app: AppAccess) -> Duration? {
            Self.connector.renewalDue(of: Self.connection(app), at: Self.now).map { $0 - Self.now }
        }
        func times(_ from: Duration, _ end: Duration) -> [String: String] {
            [
                "bearerFrom.77": "\((Self.now + from).milliseconds)",
                "bearerEnd.77": "\((Self.now + end).milliseconds)",
            ]
        }
        #expect(due(TwitterFixture.makeBearingApp()) == .seconds(2400))
        #expect(due(TwitterFixture.makeBearingApp(ended: .seconds(60))) == .seconds(-1260))
        #expect(due(TwitterFixture.makeBearingApp(more: times(.zero, .seconds(400)))) == .seconds(300))
        // A clock that was wrong when it was granted.
        #expect(due(TwitterFixture.makeBearingApp(more: times(.seconds(1), .seconds(7201)))) == .zero)
        #expect(due(TwitterFixture.makeBearingApp(without: ["refresh.77"])) == nil)
        #expect(due(TwitterFixture.makeBearingApp(more: ["bearerEnd.77": "soon"])) == nil)
        #expect(due(TwitterFixture.makeApp()) == nil)
    }

    @Test("The token that counts once is exchanged for the next pair")
    func renewed() async throws {
        let reply = X.json(
            200,
            #"{"token_type":"bearer","expires_in":7200,"access_token":"b2","scope":"dm.read","refresh_token":"r2"}"#)
        let (result, transport) = await Self.renew(TwitterFixture.makeBearingApp(), .reply(reply))
        #expect(
            try result.get() == [
                "bearer.77": "b2", "refresh.77": "r2", "bearerFrom.77": "1767225600000",
                "bearerEnd.77": "1767232800000", "scopes.77": "dm.read",
            ])
        let call = try #require(transport.calls.first)
        #expect(call.method == .post && call.url == "https://api.x.com/2/oauth2/token")
        #expect(
            String(decoding: call.body, as: UTF8.self) == "grant_type=refresh_token&refresh_token=refresh-mock-0001")
        #expect(call.headers[.authorization]?.hasPrefix("Basic ") == true)
        let isPublic = await Self.renew(
            TwitterFixture.makeBearingApp(without: ["clientSecret"]), .reply(X.json(200, #"{}"#))
        ).transport.calls.first
        #expect(
            isPublic.map { String(decoding: $0.body, as: UTF8.self).hasSuffix("&client_id=client_mock0001") } == true)
        #expect(isPublic?.headers[.authorization] == nil)
    }

    @Test("What X does not tell anew stays")
    func partial() async throws {
        let reply = X.json(200, #"{"token_type":"bearer","expires_in":7200,"access_token":"b2"}"#)
        let granted = try await Self.renew(TwitterFixture.makeBearingApp(), .reply(reply)).result.get()
        #expect(granted.keys.sorted() == ["bearer.77", "bearerEnd.77", "bearerFrom.77"])
    }

    private static func refusal(_ status: Int, _ error: String, _ words: String = "") -> ScriptedTransport.Step {
        .reply(X.json(status, #"{"error":"\#(error)","error_description":"\#(words)"}"#))
    }

    @Test("Only X's word about the token itself gives it up")
    func failures() async {
        let never = RenewalFailure.Disposition.never(forgetting: ["refresh.77"])
        let later = RenewalFailure.Disposition.later(after: nil)
        let patient = RenewalFailure.Disposition.later(after: .seconds(300))
        let cut = ScriptedTransport.Step.failure(
            TransportFailure(kind: .cutOff, certainty: .unknown, explanation: "As scripted."))
        let table: [(ScriptedTransport.Step, RenewalFailure.Disposition)] = [
            (Self.refusal(400, "invalid_grant"), never),
            (Self.refusal(400, "invalid_request", "Value passed for the token was invalid."), never),
            (Self.refusal(400, "invalid_request", "Missing required parameter [client_id]."), patient),
            (Self.refusal(401, "unauthorized_client", "Missing valid authorization header"), patient),
            (Self.refusal(401, "invalid_client"), patient), (Self.refusal(503, "invalid_grant"), later),
            (Self.refusal(400, "something_new"), later), (.reply(X.error(88, status: 429)), later),
            (.reply(HTTPReply(status: 401)), later), (.reply(HTTPReply(status: 503)), later), (cut, later),
            (.reply(X.json(200, #"{"token_type":"bearer","expires_in":0,"access_token":"b2"}"#)), later),
            (.reply(X.json(200, #"{"token_type":"bearer","expires_in":7200,"access_token":""}"#)), later),
        ]
        for (step, disposition) in table {
            guard case .failure(let failure) = await Self.renew(TwitterFixture.makeBearingApp(), step).result else {
                #expect(Bool(false), "\(step) renews")
                continue
            }
            #expect(failure.disposition == disposition, "\(step)")
            #expect(!failure.explanation.isEmpty && !failure.explanation.contains("mock-0001"))
        }
    }

    // MARK: Calls

    private static func dispatch(_ app: AppAccess) -> Dispatch {
        Dispatch(
            part: Part(text: "Hi"), reference: PartReference(message: ID(rawValue: 1), number: 0),
            to: TwitterFixture().customer, from: TwitterFixture().ourAddress, app: app, connectionSettings: [:],
            webhookAddress: { $0 })
    }

    @Test(
        "Messages leave by v2 with the token, whatever brings events; of two logins the chosen one counts",
        arguments: [
            (TwitterFixture.makeBearingApp(), "Bearer bearer-mock-0001"),
            (TwitterFixture.makeBearingApp(["activity": "account-activity-1"]), "Bearer bearer-mock-0001"),
            (TwitterFixture.makeBearingApp(["oauth": "oauth-1"]), "Bearer bearer-mock-0001"),
            (
                TwitterFixture.makeBearingApp(
                    more: ["accessToken.77": "77-token", "accessTokenSecret.77": "secret of 77"]),
                "Bearer bearer-mock-0001"
            ),
            (
                TwitterFixture.makeBearingApp(
                    ["oauth": "oauth-1"], more: ["accessToken.77": "77-token", "accessTokenSecret.77": "secret of 77"]),
                "OAuth oauth_consumer_key"
            ),
            (TwitterFixture.makeApp(["oauth": "oauth-2"]), "OAuth oauth_consumer_key"),
        ])
    func sends(app: AppAccess, authorization: String) async throws {
        let transport = ScriptedTransport(
            [.reply(X.json(201, #"{"data":{"dm_event_id":"19"}}"#))], hosts: ["api.x.com"])
        _ = try await Self.connector.send(Self.dispatch(app), over: transport)
        let call = try #require(transport.calls.first)
        #expect(call.url == "https://api.x.com/2/dm_conversations/with/88/messages")
        #expect(call.headers[.authorization]?.hasPrefix(authorization) == true)
    }

    @Test("A message waits for a token that is about to come, and is held for one that will not")
    func ended() async {
        let transport = ScriptedTransport([], hosts: ["api.x.com"])
        let table: [(Set<String>, SendFailure.Disposition)] = [
            ([], .retry(after: .seconds(15))), (["refresh.77"], .reconnect),
        ]
        for (missing, disposition) in table {
            let app = TwitterFixture.makeBearingApp(ended: .zero, without: missing)
            let failure = await #expect(throws: SendFailure.self) {
                try await Self.connector.send(Self.dispatch(app), over: transport)
            }
            #expect(failure?.disposition == disposition && failure?.certainty == .notSent)
        }
        #expect(transport.calls.isEmpty)
    }

    @Test("Files come from where X takes such a login, and what has no place there is refused")
    func media() throws {
        let connection = TwitterFixture.bearing.connection()
        let base = "https://ton.twitter.com/1.1/ton/data/dm"
        let call = try Self.connector.mediaCall(
            for: RemoteMedia(url: "\(base)/19/20/k3Jx.jpg", contentType: "image/*"), at: connection)
        #expect(call.url == "https://api.x.com/2/dm_conversations/media/19/20/k3Jx.jpg")
        #expect(call.headers[.authorization] == "Bearer bearer-mock-0001")
        for path in ["\(base)/19/20/vid/film.mp4", "https://api.x.com/2/dm_conversations/media/19/20/k3Jx.jpg"] {
            #expect(throws: SendFailure.self) {
                try Self.connector.mediaCall(for: RemoteMedia(url: path, contentType: "video/mp4"), at: connection)
            }
        }
    }

    @Test("What only v1.1 has is refused with the reason, and nobody is called", arguments: Indicator.allCases)
    func indicators(indicator: Indicator) async {
        let transport = ScriptedTransport([], hosts: ["api.x.com"])
        let refusal = await #expect(throws: PlatformRefusal.self) {
            try await Self.connector.show(
                indicator, to: TwitterFixture().customer, after: ["id": "19"],
                from: TwitterFixture.bearing.connection(), over: transport)
        }
        #expect(refusal?.explanation.contains("OAuth 1.0a") == true)
        #expect(transport.calls.isEmpty)
    }
}
