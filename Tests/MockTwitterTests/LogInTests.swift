import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct LogInTests {
    private let callback = "https://gateway.example/back"

    @Test func aPersonClicksThroughThePages() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let (request, address) = try await bench.requestToken()
            let page = try #require(WebAddress(address)?.target)
            let accounts = try await bench.plain(.get, page)
            #expect(accounts.status == 200 && accounts.text.contains("Harbour Caf\u{e9}"))
            let asked = page + "&mock_account=" + XBench.shop.id
            let consent = try await bench.plain(.get, asked)
            #expect(consent.text.contains("Authorize Mock app") && consent.text.contains("all of your direct messages"))
            #expect(consent.text.contains("Log in as somebody else") && !consent.text.contains("<script"))
            let sent = try await bench.plain(.post, asked, .form(FormFields(["decision": "allow"])))
            let back = try #require(sent.header("location"))
            #expect(sent.status == 302 && back.hasPrefix(callback + "?oauth_token="))
            let verifier = try #require(bench.query(of: back)["oauth_verifier"])
            #expect(bench.query(of: back)["oauth_token"] == request.token)
            #expect(try await bench.accessToken(request, verifier: "wrong").status == 401)
            let granted = try await bench.accessToken(request, verifier: verifier)
            #expect(granted.form["user_id"] == XBench.shop.id && granted.form["screen_name"] == "harbourbooks")
            #expect(granted.form["oauth_token"]?.hasPrefix(XBench.shop.id + "-") == true)
            #expect(granted.form["oauth_token"] == bench.shopToken.token)
            #expect(try await bench.accessToken(request, verifier: verifier).status == 401, "good for once")
            let again = try await bench.plain(.get, page)
            #expect(again.status == 403 && again.text.contains("no longer valid"))
        }
    }

    @Test func aPersonTurnsAway() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let (request, page) = try await bench.requestToken()
            let target = try #require(WebAddress(page)?.target)
            let cancelled = try await bench.plain(.post, target, .form(FormFields(["decision": "cancel"])))
            #expect(cancelled.header("location") == callback + "?denied=" + request.token)
            let (other, address) = try await bench.requestToken()
            #expect(try bench.x.turnDown(address) == callback + "?denied=" + other.token)
            #expect(throws: AuthorizeProblem.noSuchRequest) { try bench.x.turnDown(address) }
            #expect(try await bench.accessToken(other, verifier: "1").status == 401)
        }
    }

    @Test func withoutAnAddressThereIsAPIN() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let (request, address) = try await bench.requestToken("oob")
            let target = try #require(WebAddress(address)?.target) + "&mock_account=" + XBench.shop.id
            let page = try await bench.plain(.post, target, .form(FormFields(["decision": "allow"])))
            let pin = try #require(page.text.firstMatch(of: /<code id="pin">([0-9]{7})<\/code>/)).output.1
            #expect(try await bench.accessToken(request, verifier: String(pin)).form["user_id"] == XBench.shop.id)
            let (other, second) = try await bench.requestToken("oob")
            let scripted = try bench.x.logIn(second, as: "harbourcafe")
            #expect(scripted.count == 7)
            #expect(try await bench.accessToken(other, verifier: scripted).form["user_id"] == XBench.cafe.id)
            let (_, third) = try await bench.requestToken("oob")
            #expect(try bench.x.turnDown(third) == "")
        }
    }

    @Test(arguments: [
        ("https://gateway.example/back", "200"), ("https://gateway.example/other", "403/415"), ("", "403/415"),
        ("https://gateway.example/back/", "403/415"), ("oob", "200"), ("HTTPS://gateway.example/back", "403/415"),
    ])
    func callbacksAreRegistered(callback: String, codes: String) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let answer = try await bench.askForToken(callback)
            #expect(answer.codes == codes)
            if codes == "200" { #expect(answer.form["oauth_callback_confirmed"] == "true") }
            bench.x.update(app: XBench.app.id) { $0.callbackURLs = [] }
            #expect(try await bench.askForToken(callback).codes == (callback == "oob" ? "200" : "401/417"))
        }
    }

    @Test func whoHasAllowedOnceIsNotAskedAgain() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            func page(_ more: String = "") async throws -> XBench.Answer {
                let (_, address) = try await bench.requestToken(page: "authenticate")
                let target = try #require(WebAddress(address)?.target)
                return try await bench.plain(.get, target + more + "&mock_account=" + XBench.shop.id)
            }
            #expect(try await page().status == 200, "never asked so far")
            _ = bench.shopToken
            #expect(try await page().status == 302)
            #expect(try await page("&force_login=true").status == 200)
            let (_, always) = try await bench.requestToken()
            let target = try #require(WebAddress(always)?.target)
            #expect(try await bench.plain(.get, target + "&mock_account=" + XBench.shop.id).status == 200)
            await bench.x.removeApp(XBench.app.id, of: "harbourbooks")
            #expect(try await page().status == 200)
        }
    }

    @Test func aTokenKeepsWhatItWasMadeWith() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            bench.x.update(app: XBench.app.id) { $0.permission = .readWrite }
            let old = bench.shopToken
            bench.x.update(app: XBench.app.id) { $0.permission = .readWriteDirectMessages }
            let path = "/1.1/account/verify_credentials.json"
            #expect(try await bench.call(.get, path, as: old).header("x-access-level") == "read-write")
            #expect(try await bench.sendV1(["text": "hi"], as: old).codes == "403/93")
            let v2 = try await bench.send(as: old)
            #expect(v2.status == 403 && v2.json["detail"] == "Forbidden")
            #expect(v2.header("x-access-level") == "read-write", "a refusal tells it, too")
            let (request, page) = try await bench.requestToken()
            let back = try bench.x.logIn(page, as: "harbourbooks")
            let verifier = bench.query(of: back)["oauth_verifier"] ?? ""
            let granted = try await bench.accessToken(request, verifier: verifier)
            let fresh = XUserToken(
                token: granted.form["oauth_token"] ?? "", secret: granted.form["oauth_token_secret"] ?? "")
            #expect(fresh.token != old.token)
            let level = try await bench.call(.get, path, as: fresh).header("x-access-level")
            #expect(level == "read-write-directmessages")
            #expect(try await bench.call(.get, path, as: old).codes == "401/89")
        }
    }

    @Test func anAppGivesItsTokenBack() async throws {
        try await XBench.run { bench async throws in
            let token = bench.shopToken
            let answer = try await bench.call(.post, "/1.1/oauth/invalidate_token.json", as: token)
            #expect(answer.json["access_token"]?.text == token.token)
            #expect(try await bench.call(.get, "/2/users/me", as: token).status == 401)
            #expect(bench.x.webhooks.first?.accounts == [] && bench.x.webhooks.count == 1)
        }
    }

    @Test(arguments: ["/oauth/authorize", "/oauth/authorize?oauth_token=wrong", "/oauth/authenticate?oauth_token="])
    func aPageNobodyAskedForLeadsNowhere(target: String) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let answer = try await bench.plain(.get, target)
            #expect(answer.status == 403 && answer.text.contains("Whoa there!"))
        }
    }

    @Test func theExpectedAccountComesFirst() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let (_, address) = try await bench.requestToken()
            let target = try #require(WebAddress(address)?.target)
            let page = try await bench.plain(.get, target + "&screen_name=HarbourCafe").text
            let cafe = try #require(page.firstRange(of: "@harbourcafe"))
            let books = try #require(page.firstRange(of: "@harbourbooks"))
            #expect(cafe.lowerBound < books.lowerBound)
            #expect(throws: AuthorizeProblem.unknownAccount("nobody")) { try bench.x.logIn(address, as: "nobody") }
        }
    }
}
