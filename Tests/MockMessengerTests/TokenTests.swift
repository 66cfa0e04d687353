import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct TokenTests {
    @Test(arguments: [
        (TokenFault.passwordChanged, "changed their password"), (.notAuthorized, "has not authorized application"),
        (.expired, "Session has expired on"), (.checkpointed, "log in to www.facebook.com"),
        (.unconfirmedUser, "not a confirmed user"), (.invalid, "invalid"), (.roleLost, "impersonate"),
    ])
    func anEndedTokenSaysWhy(fault: TokenFault, words: String) async throws {
        try await GraphBench.run { bench in
            let token = bench.token()
            bench.meta.revoke(token: token, fault)
            let answer = try await bench.get("me", token: token)
            #expect(answer.status == 400 && answer.codes == "190/\(fault.rawValue)")
            #expect(answer.message.contains(words) && answer.error?["type"] == "OAuthException")
            #expect(answer.error?["fbtrace_id"] != nil)
            #expect(
                answer.headers[.wwwAuthenticate]?.hasPrefix("OAuth \"Facebook Platform\" \"invalid_token\"") == true)
            let debugged = try await bench.get(
                "debug_token", FormFields(["input_token": token]), token: bench.appToken)
            let data = try #require(debugged.json["data"])
            #expect(debugged.status == 200 && data["is_valid"] == false && data["type"] == "PAGE")
            #expect(data["error"]?["code"] == 190 && data["error"]?["subcode"]?.number == fault.rawValue)
            #expect(data["scopes"] == [])
        }
    }

    @Test func theExpiryIsToldInTheFormOfTheMessages() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_518_660_000 - 5400))
        try await GraphBench.run(clock: clock, connected: false) { bench in
            let token = try await bench.logIn()
            clock.advance(by: .seconds(9000))
            let message = try await bench.get("me", token: token).message
            #expect(
                message == "Error validating access token: Session has expired on Wednesday, 14-Feb-18 18:00:00 PST. "
                    + "The current time is Wednesday, 14-Feb-18 19:00:00 PST.")
        }
    }

    @Test func whatAUserDoesEndsTheirTokensAndNobodyElses() async throws {
        try await GraphBench.run { bench async throws in
            let (mine, other) = (bench.token(), bench.token(user: GraphBench.moderator))
            bench.meta.changePassword(of: GraphBench.owner)
            #expect(try await bench.get("me", token: mine).codes == "190/460")
            #expect(try await bench.get("me", token: other).status == 200)
            #expect(try await bench.get("me", token: bench.token()).status == 200, "a new log-in heals it")

            await bench.meta.removeApp(GraphBench.app.id, of: GraphBench.moderator)
            #expect(try await bench.get("me", token: other).codes == "190/458")

            let page = bench.token(GraphBench.secondPage)
            bench.meta.setTasks([], of: GraphBench.owner, for: GraphBench.secondPage)
            #expect(try await bench.get("me", token: page).codes == "190/492")
            bench.meta.setTasks(PageTask.everything, of: GraphBench.owner, for: GraphBench.secondPage)
            #expect(try await bench.get("me", token: page).status == 200, "the token lives again with the role")
        }
    }

    @Test(arguments: ["", "EAAnonsense", "123456789012345|wrong", "999|mock-app-secret", "|"])
    func aBadTokenIsRefused(token: String) async throws {
        try await GraphBench.run { bench in
            let answer = try await bench.get("me", token: token)
            #expect(answer.codes == "190" && answer.message == "Invalid OAuth access token - Cannot parse access token")
            #expect(try await bench.get("debug_token", FormFields(["input_token": "x"]), token: token).codes == "190")
        }
    }

    @Test func aTokenMayStandInTheHeader() async throws {
        try await GraphBench.run { bench in
            let answer = try await bench.call(.get, "me", headers: [.authorization: "Bearer " + bench.token()])
            #expect(answer.json["id"]?.text == GraphBench.page)
        }
    }

    @Test func aPageTokenIsDescribed() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock, connected: false) { bench in
            let long =
                try await bench.prolong(
                    try await bench.logIn(pages: [GraphBench.page])
                ).json["access_token"]?.text ?? ""
            let token = try await bench.get("me/accounts", token: long).data[0]["access_token"]?.text ?? ""
            func describe(_ token: String) async throws -> JSON {
                try await bench.get("debug_token", FormFields(["input_token": token]), token: bench.appToken)
                    .json["data"] ?? .null
            }
            let page = try await describe(token)
            #expect(page["app_id"]?.text == GraphBench.app.id && page["application"] == "Mock app")
            #expect(page["type"] == "PAGE" && page["is_valid"] == true && page["expires_at"] == 0)
            #expect(page["data_access_expires_at"]?.number == 1_790_000_000 + 90 * 86_400)
            #expect(page["profile_id"]?.text == GraphBench.page && page["user_id"]?.text == GraphBench.owner)
            let granular = page["granular_scopes"]?.elements ?? []
            #expect(granular.count == 4)
            #expect(granular.allSatisfy { $0["target_ids"] == [.string(GraphBench.page)] })
            let user = try await describe(long)
            #expect(user["type"] == "USER" && user["profile_id"] == nil)
            #expect(user["expires_at"]?.number == 1_790_000_000 + 60 * 86_400)

            _ = try bench.meta.logIn(bench.dialog(), as: GraphBench.owner)
            let all = try await describe(token)["granular_scopes"]?.elements ?? []
            #expect(all.allSatisfy { $0["target_ids"] == nil }, "absent means all pages")
            let app = try await describe(bench.appToken)
            #expect(app["type"] == "APP" && app["is_valid"] == true && app["user_id"] == nil)
        }
    }

    @Test func aTokenOfAnotherAppIsNotDescribed() async throws {
        let other = MockApp(id: "900", secret: "s", name: "Other")
        try await GraphBench.run(.with { $0.apps.append(other) }) { bench in
            let token = bench.token(app: "900")
            let answer = try await bench.get("debug_token", FormFields(["input_token": token]), token: bench.appToken)
            #expect(answer.codes == "100")
            #expect(try await bench.get("debug_token", FormFields(), token: bench.appToken).codes == "100")
            let unknown = try await bench.get("debug_token", FormFields(["input_token": "x"]), token: bench.appToken)
            #expect(unknown.json["data"]?["is_valid"] == false)
        }
    }

    @Test func proofsAreCheckedWhereverTheyAre() async throws {
        try await GraphBench.run { bench async throws in
            let token = bench.token()
            let proof = AppSecretProof.make(token: token, secret: GraphBench.app.secret)
            func call(_ proof: String?) async throws -> String {
                try await bench.get(
                    "me", proof.map { FormFields(["appsecret_proof": $0]) } ?? FormFields(), token: token
                ).message
            }
            #expect(try await call(nil) == "")
            #expect(try await call(proof) == "")
            #expect(try await call("x" + proof.dropFirst()).hasPrefix("Invalid appsecret_proof"))
            var app = GraphBench.app
            app.requiresProof = true
            bench.meta.put(app)
            #expect(try await call(nil).hasPrefix("API calls from the server require an appsecret_proof"))
            #expect(try await call(proof) == "")
            #expect(try await bench.get(GraphBench.app.id, token: bench.appToken).status == 200)
        }
    }
}
