import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct CodeFlowTests {
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    private static let callback = "https://gateway.example/back"
    private static let scopes = "dm.read dm.write tweet.read users.read offline.access"

    private func address(_ changes: KeyValuePairs<String, String?> = [:]) -> String {
        var values: [(String, String?)] = [
            ("response_type", "code"), ("client_id", XBench.app.clientID), ("redirect_uri", Self.callback),
            ("scope", Self.scopes), ("state", "s 1"), ("code_challenge", Self.challenge),
            ("code_challenge_method", "S256"),
        ]
        for (name, value) in changes {
            values.removeAll { $0.0 == name }
            values.append((name, value))
        }
        var query = FormFields()
        for (name, value) in values { if let value { query.append(name, value) } }
        return "https://x.com/i/oauth2/authorize?" + query.encoded
    }

    private func exchange(
        _ bench: XBench, _ form: KeyValuePairs<String, String>,
        secret: String? = XBench.app.clientSecret
    ) async throws -> XBench.Answer {
        var authorization: String?
        if let secret {
            authorization = "Basic " + Data("\(XBench.app.clientID):\(secret)".utf8).base64EncodedString()
        }
        return try await bench.plain(
            .post, "/2/oauth2/token", .form(FormFields(form)), authorization: authorization)
    }

    private func code(_ bench: XBench, _ changes: KeyValuePairs<String, String?> = [:]) throws -> String {
        let back = try bench.x.logIn(address(changes), as: "harbourbooks")
        #expect(back.hasPrefix(Self.callback) && bench.query(of: back)["state"] == "s 1")
        return bench.query(of: back)["code"] ?? ""
    }

    @Test func aCodeIsExchangedOnceByWhoKnowsTheVerifier() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock) { bench async throws in
            let code = try code(bench)
            let form: KeyValuePairs = [
                "grant_type": "authorization_code", "code": code, "redirect_uri": Self.callback,
                "code_verifier": Self.verifier,
            ]
            let refusals: [(KeyValuePairs<String, String>, String?, Int)] = [
                (form, "wrong", 401), (form, nil, 401), (["grant_type": "authorization_code", "code": "no"], "", 401),
                (["grant_type": "password"], XBench.app.clientSecret, 400),
                (
                    [
                        "grant_type": "authorization_code", "code": code, "redirect_uri": Self.callback,
                        "code_verifier": "no",
                    ],
                    XBench.app.clientSecret, 400
                ),
                (
                    [
                        "grant_type": "authorization_code", "code": code, "redirect_uri": "x",
                        "code_verifier": Self.verifier,
                    ],
                    XBench.app.clientSecret, 400
                ),
            ]
            for (form, secret, status) in refusals {
                #expect(try await exchange(bench, form, secret: secret).status == status, "\(form)")
            }
            let tokens = try await exchange(bench, form)
            #expect(tokens.json["token_type"] == "bearer" && tokens.json["expires_in"] == 7200)
            #expect(try await exchange(bench, form).status == 400, "good for once")
            let bearer = tokens.json["access_token"]?.text ?? ""
            let me = try await bench.call(.get, "/2/users/me", bearer: bearer)
            #expect(me.data["id"]?.text == XBench.shop.id)
            #expect(me.header("x-access-level") == "read-write-directmessages")
            #expect(try await bench.call(.get, "/1.1/account/settings.json", bearer: bearer).codes == "403/220")
            let sent = try await bench.call(
                .post, "/2/dm_conversations/with/\(XBench.ada.id)/messages", .json(["text": "hi"]), bearer: bearer)
            #expect(sent.status == 201)
            clock.advance(by: .seconds(7200))
            #expect(try await bench.call(.get, "/2/users/me", bearer: bearer).status == 401)
        }
    }

    @Test func aRefreshTokenIsGoodForOneNewPair() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let first = try await exchange(
                bench,
                [
                    "grant_type": "authorization_code", "code": try code(bench), "redirect_uri": Self.callback,
                    "code_verifier": Self.verifier,
                ]
            ).json
            let refresh: KeyValuePairs = [
                "grant_type": "refresh_token", "refresh_token": first["refresh_token"]?.text ?? "",
            ]
            let second = try await exchange(bench, refresh).json
            #expect(second["access_token"] != nil && second["refresh_token"] != first["refresh_token"])
            #expect(try await exchange(bench, refresh).status == 400)
            let old = first["access_token"]?.text ?? ""
            #expect(try await bench.call(.get, "/2/users/me", bearer: old).status == 401)
            let bearer = second["access_token"]?.text ?? ""
            #expect(try await bench.call(.get, "/2/users/me", bearer: bearer).status == 200)
            let basic = "Basic " + Data("\(XBench.app.clientID):mock-client-secret".utf8).base64EncodedString()
            let revoked = try await bench.plain(
                .post, "/2/oauth2/revoke", .form(FormFields(["token": bearer])), authorization: basic)
            #expect(revoked.json["revoked"] == true)
            #expect(try await bench.call(.get, "/2/users/me", bearer: bearer).status == 401)
        }
    }

    @Test func aPublicClientNamesItself() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            bench.x.update(app: XBench.app.id) { $0.clientSecret = nil }
            let code = try code(
                bench, ["code_challenge": "plain-text", "code_challenge_method": nil, "scope": "users.read tweet.read"])
            let tokens = try await exchange(
                bench,
                [
                    "grant_type": "authorization_code", "code": code, "redirect_uri": Self.callback,
                    "code_verifier": "plain-text", "client_id": XBench.app.clientID,
                ], secret: nil)
            #expect(tokens.status == 200 && tokens.json["refresh_token"] == nil)
            let bearer = tokens.json["access_token"]?.text ?? ""
            let sent = try await bench.call(
                .post, "/2/dm_conversations/with/\(XBench.ada.id)/messages", .json(["text": "hi"]), bearer: bearer)
            #expect(sent.status == 403 && sent.json["detail"] == "Forbidden", "a scope is missing")
        }
    }

    @Test func aCodeIsGoodForHalfAMinute() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock, subscribed: false) { bench async throws in
            let code = try code(bench)
            clock.advance(by: .seconds(31))
            let answer = try await exchange(
                bench,
                [
                    "grant_type": "authorization_code", "code": code, "redirect_uri": Self.callback,
                    "code_verifier": Self.verifier,
                ])
            #expect(answer.status == 400 && answer.json["error"] == "invalid_request")
        }
    }

    @Test func somebodyTurnsAway() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let back = bench.query(of: try bench.x.turnDown(address()))
            #expect(back["error"] == "access_denied" && back["state"] == "s 1" && back["code"] == nil)
            let page = try #require(WebAddress(address())?.target)
            let consent = try await bench.plain(.get, page + "&mock_account=harbourbooks")
            #expect(consent.text.contains("dm.write"))
        }
    }

    @Test(arguments: [
        ("response_type", "token"), ("client_id", "wrong"), ("redirect_uri", "https://gateway.example/other"),
        ("state", nil), ("scope", ""), ("code_challenge", nil), ("code_challenge_method", "S512"),
    ])
    func thePageRefuses(name: String, value: String?) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let page = try #require(WebAddress(address([name: value]))?.target)
            #expect(try await bench.plain(.get, page).status == 403)
            #expect(throws: AuthorizeProblem.self) { try bench.x.logIn(page, as: "harbourbooks") }
        }
    }
}
