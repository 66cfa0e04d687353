import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct LogInTests {
    @Test func aPersonClicksThroughTheDialog() async throws {
        try await GraphBench.run(connected: false) { bench in
            let users = try await bench.plain(.get, bench.dialog())
            let text = String(decoding: users.body, as: UTF8.self)
            #expect(users.status == .ok && text.contains("Olive Owner") && text.contains("no page"))
            let address = bench.dialog(["mock_user": GraphBench.owner])
            let consent = String(decoding: try await bench.plain(.get, address).body, as: UTF8.self)
            #expect(consent.contains("Harbour Caf\u{e9}") && consent.contains("pages_manage_metadata"))
            #expect(!consent.contains("<script") && !consent.contains("style="))
            let form = FormFields([
                "which": "these", "page": GraphBench.page, "permission": "pages_show_list",
                "permission": "pages_messaging", "decision": "continue",
            ])
            let sent = try await bench.plain(
                .post, address, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: Array(form.encoded.utf8))
            let back = try #require(sent.headers[.location])
            #expect(sent.status == .found && back.hasPrefix(bench.gateway.baseURL + "/back?code="))
            #expect(back.hasSuffix("&state=s1#_=_"))
            let token = try await bench.exchange(code: bench.query(of: back)["code"] ?? "").json["access_token"]?.text
            let accounts = try await bench.get("me/accounts", token: token)
            #expect(accounts.data.compactMap { $0["id"]?.text } == [GraphBench.page])
            let permissions = try await bench.get("me/permissions", token: token)
            #expect(
                permissions.data.map { "\($0["permission"]?.text ?? "") \($0["status"]?.text ?? "")" } == [
                    "pages_manage_metadata declined", "pages_messaging granted", "pages_read_engagement declined",
                    "pages_show_list granted", "public_profile granted",
                ])
        }
    }

    @Test func aPersonTurnsAway() async throws {
        try await GraphBench.run(connected: false) { bench in
            let cancel = Array("decision=cancel".utf8)
            let sent = try await bench.plain(
                .post, bench.dialog(["mock_user": GraphBench.owner]),
                headers: [.contentType: "application/x-www-form-urlencoded"], body: cancel)
            let back = bench.query(of: sent.headers[.location] ?? "")
            #expect(back["error"] == "access_denied" && back["error_reason"] == "user_denied")
            #expect(back["state"] == "s1" && back["code"] == nil)
            #expect(try bench.meta.turnDown(bench.dialog()) == sent.headers[.location])
        }
    }

    @Test(arguments: [
        ("client_id=999&redirect_uri=http://127.0.0.1/b", "Invalid App ID"),
        ("redirect_uri=http://127.0.0.1/b", "client_id"),
        ("client_id=123456789012345", "redirect_uri"),
        ("client_id=123456789012345&redirect_uri=nowhere", "redirect_uri"),
        ("client_id=123456789012345&redirect_uri=http://127.0.0.1/b&response_type=token", "response type"),
        ("client_id=123456789012345&redirect_uri=http://127.0.0.1/b&config_id=7", "configuration"),
        ("client_id=123456789012345&redirect_uri=http://127.0.0.1/b&mock_user=7", "no Facebook user"),
    ])
    func theDialogRefuses(query: String, reason: String) async throws {
        try await GraphBench.run(connected: false) { bench in
            let answer = try await bench.plain(.get, "/v26.0/dialog/oauth?" + query)
            #expect(answer.status == .badRequest)
            #expect(String(decoding: answer.body, as: UTF8.self).contains(reason))
        }
    }

    @Test func onlyOwnPagesCanBeChosen() async throws {
        try await GraphBench.run(connected: false) { bench in
            #expect(throws: DialogProblem.notTheirPage(GraphBench.secondPage)) {
                try bench.meta.logIn(bench.dialog(), as: GraphBench.moderator, pages: [GraphBench.secondPage])
            }
        }
    }

    @Test func whatWasDeclinedIsAskedForOnlyWhenTheAppSaysSo() async throws {
        try await GraphBench.run(connected: false) { bench in
            let first = try await bench.logIn(declining: ["pages_messaging"])
            func status(_ token: String) async throws -> String? {
                try await bench.get("me/permissions", token: token).data
                    .first { $0["permission"] == "pages_messaging" }?["status"]?.text
            }
            #expect(try await status(first) == "declined")
            let second = try await bench.logIn()
            #expect(try await status(second) == "declined", "it is not asked again")
            _ = try bench.meta.logIn(bench.dialog(["auth_type": "rerequest"]), as: GraphBench.owner)
            #expect(try await status(second) == "granted", "permissions are the user's, not the token's")
        }
    }

    @Test func aConfigurationStandsForItsPermissions() async throws {
        var app = MockApp()
        app.loginConfigurations = ["77": ["pages_show_list"]]
        try await GraphBench.run(.with { $0.apps = [app] }, connected: false) { bench in
            let back = try bench.meta.logIn(bench.dialog(["config_id": "77"]), as: GraphBench.owner)
            let code = bench.query(of: back)["code"] ?? ""
            let token = try await bench.exchange(code: code).json["access_token"]?.text
            let permissions = try await bench.get("me/permissions", token: token)
            #expect(permissions.data.compactMap { $0["permission"]?.text } == ["pages_show_list", "public_profile"])
        }
    }

    @Test func aCodeIsGoodOnceAndForAWhile() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock, connected: false) { bench in
            func code() throws -> String {
                bench.query(of: try bench.meta.logIn(bench.dialog(), as: GraphBench.owner))["code"] ?? ""
            }
            let good = try code()
            let refusals: [(KeyValuePairs<String, String>, String)] = [
                (["client_secret": "wrong"], "101"), (["client_id": "9"], "101"), (["code": "AQwrong"], "100"),
                (["redirect_uri": bench.gateway.baseURL + "/back/"], "100"), (["grant_type": "password"], "100"),
            ]
            for (change, codes) in refusals {
                #expect(try await bench.exchange(code: good, more: change).codes == codes, "\(change)")
            }
            let answer = try await bench.exchange(code: good)
            #expect(answer.json["token_type"] == "bearer" && answer.json["expires_in"] == 5400)
            let again = try await bench.exchange(code: good)
            #expect(again.codes == "100/36009" && again.message == "This authorization code has been used.")
            let late = try code()
            clock.advance(by: .seconds(600))
            #expect(try await bench.exchange(code: late).codes == "100/36007")
        }
    }

    @Test func aTokenLivesLongerOnceExchanged() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock, connected: false) { bench in
            let short = try await bench.logIn()
            let long = try await bench.prolong(short)
            #expect(long.json["expires_in"] == 5_184_000)
            let token = try #require(long.json["access_token"]?.text)
            func pageToken(from token: String) async throws -> String {
                try await bench.get("me/accounts", token: token).data[0]["access_token"]?.text ?? ""
            }
            let (fleeting, lasting) = (try await pageToken(from: short), try await pageToken(from: token))
            #expect(try await pageToken(from: token) == lasting, "the same one each time")
            clock.advance(by: .seconds(5400))
            #expect(try await bench.get("me", token: short).codes == "190/463")
            #expect(try await bench.get("me", token: fleeting).codes == "190/463")
            #expect(try await bench.prolong(short).codes == "190/463", "an expired one is not exchanged")
            #expect(try await bench.get("me", token: token).json["name"] == "Olive Owner")
            clock.advance(by: .seconds(60 * 86_400))
            #expect(try await bench.get("me", token: token).codes == "190/463")
            #expect(try await bench.get("me", token: lasting).json["id"]?.text == GraphBench.page)
        }
    }

    @Test func theExpiryMayBeMissing() async throws {
        try await GraphBench.run(.with { $0.omitsExpiry = true }, connected: false) { bench in
            let answer = try await bench.prolong(try await bench.logIn())
            #expect(answer.json["access_token"] != nil && answer.json["expires_in"] == nil)
        }
    }
}
