import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct SignedCallTests {
    private let path = "/1.1/account/verify_credentials.json"

    @Test func aSignedCallIsTaken() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let answer = try await bench.call(.get, path)
            #expect(answer.status == 200 && answer.json["id_str"]?.text == XBench.shop.id)
            #expect(answer.header("x-access-level") == "read-write-directmessages")
            #expect(answer.header("x-rate-limit-remaining") == "74")
            let me = try await bench.call(.get, "/2/users/me?user.fields=protected,location")
            #expect(me.data["username"] == "harbourbooks" && me.data["protected"] == false)
        }
    }

    @Test func whatIsSignedIsWhatCounts() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            for base in ["https://api.x.com", "https://API.twitter.com:443", "https://upload.twitter.com"] {
                #expect(try await bench.call(.get, path) { $0.base = base }.status == 200, "\(base)")
            }
            for base in ["https://api.example.com", "http://api.x.com", "https://api.x.com:8443"] {
                #expect(try await bench.call(.get, path) { $0.base = base }.codes == "401/32", "\(base)")
            }
            let query = path + "?a=x%20y&a=%2B&include_email=true&%E2%98%83=1"
            #expect(try await bench.call(.get, query).status == 200)
            let header = bench.signer(bench.shopToken).header(.get, bench.x.baseURL + path, form: FormFields())
            let more = try await bench.plain(.get, path + "?more=1", authorization: header)
            #expect(more.codes == "401/32", "a query that was not signed")
            bench.x.configure { $0.publicBaseURLs = ["https://x.example"] }
            #expect(try await bench.call(.get, path) { $0.base = "https://x.example" }.status == 200)
            #expect(try await bench.call(.get, path) { $0.base = "https://api.x.com" }.codes == "401/32")
        }
    }

    @Test(arguments: [
        ("a wrong consumer secret", "401/32"), ("an unknown consumer key", "401/32"),
        ("a wrong token secret", "401/32"),
        ("an unknown token", "401/89"), ("no token", "400/215"), ("early", "401/135"), ("late", "401/135"),
        ("a little early", "200"), ("another method", "401/32"), ("plain text", "400/215"), ("nothing", "400/215"),
        ("a bearer nobody has", "401/89"), ("basic", "400/215"),
    ])
    func signaturesAreChecked(what: String, codes: String) async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock, subscribed: false) { bench async throws in
            let token = bench.shopToken
            var signer = bench.signer(token)
            var method = HTTPRequest.Method.get
            switch what {
            case "a wrong consumer secret": signer.consumerSecret = "wrong"
            case "an unknown consumer key": signer.consumerKey = "wrong"
            case "a wrong token secret": signer.token = XUserToken(token: token.token, secret: "wrong")
            case "an unknown token": signer.token = XUserToken(token: "77-wrong", secret: token.secret)
            case "no token": signer.token = nil
            case "early": signer.timestamp += 301
            case "a little early": signer.timestamp += 300
            case "late": signer.timestamp -= 301
            case "another method": method = .post
            default: break
            }
            var header: String? = signer.header(method, bench.x.baseURL + path, form: FormFields())
            switch what {
            case "plain text": header = header?.replacing("=\"HMAC-SHA1\"", with: "=\"PLAINTEXT\"")
            case "nothing": header = nil
            case "a bearer nobody has": header = "Bearer wrong"
            case "basic": header = "Basic eDp5"
            default: break
            }
            let answer = try await bench.plain(.get, path, authorization: header)
            #expect(answer.codes == codes)
            guard answer.status != 200 else { return }
            #expect(answer.header("x-access-level") == nil)
            let v2 = try await bench.plain(.get, "/2/users/me", authorization: header)
            #expect(v2.json["title"] == "Unauthorized" && v2.header("content-type") == "application/problem+json")
        }
    }

    @Test func aCallCannotBeMadeTwice() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let header = bench.signer(bench.shopToken).header(.get, bench.x.baseURL + path, form: FormFields())
            #expect(try await bench.plain(.get, path, authorization: header).status == 200)
            #expect(try await bench.plain(.get, path, authorization: header).codes == "401/32")
            bench.x.configure { $0.refusesRepeatedNonces = false }
            #expect(try await bench.plain(.get, path, authorization: header).status == 200)
        }
    }

    @Test func aFormIsSignedAndJSONIsNot() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock, subscribed: false) { bench async throws in
            try await bench.x.user("adabyron").write("hi", to: "harbourbooks")
            let form = FormFields(["recipient_id": XBench.ada.id, "note": "caf\u{e9} & \u{2603} +~*"])
            let typing = try await bench.call(.post, "/1.1/direct_messages/indicate_typing.json", .form(form))
            #expect(typing.status == 204)
            #expect(bench.x.user("adabyron").seesTyping(by: "harbourbooks"))
            let header = bench.signer(bench.shopToken).header(
                .post, bench.x.baseURL + "/1.1/direct_messages/indicate_typing.json", form: FormFields())
            let unsigned = try await bench.plain(
                .post, "/1.1/direct_messages/indicate_typing.json", .form(form), authorization: header)
            #expect(unsigned.codes == "401/32")
        }
    }

    @Test func anAppKnowsItsBearer() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            func token(_ key: String, _ secret: String, _ grant: String = "client_credentials") async throws
                -> XBench.Answer
            {
                let basic = Data("\(key):\(secret)".utf8).base64EncodedString()
                return try await bench.plain(
                    .post, "/oauth2/token", .form(FormFields(["grant_type": grant])), authorization: "Basic " + basic)
            }
            let good = try await token(XBench.app.consumerKey, XBench.app.consumerSecret)
            #expect(good.json["token_type"] == "bearer")
            let bearer = good.json["access_token"]?.text ?? ""
            #expect(bearer.hasPrefix("AAAA") && bearer.contains("%3D") && bearer == bench.bearer)
            #expect(try await token(XBench.app.consumerKey, "wrong").codes == "403/99")
            #expect(try await token("wrong", XBench.app.consumerSecret).codes == "403/99")
            #expect(try await token(XBench.app.consumerKey, XBench.app.consumerSecret, "password").status == 403)
            #expect(try await bench.call(.get, "/2/webhooks", bearer: bearer).status == 200)
            #expect(try await bench.call(.get, path, bearer: bearer).codes == "403/220")
            let me = try await bench.call(.get, "/2/users/me", bearer: bearer)
            #expect(me.status == 403 && me.json["title"] == "Unsupported Authentication")
            bench.gateway.know(bench.x.regenerateConsumerSecret(of: XBench.app.id))
            #expect(try await bench.call(.get, "/2/webhooks", bearer: bearer).status == 401)
            #expect(try await token(XBench.app.consumerKey, XBench.app.consumerSecret).codes == "403/99")
            #expect(try await bench.call(.get, path).codes == "401/32", "the old secret signs no more")
        }
    }

    @Test(arguments: [
        ("suspendAccount", "403/64"), ("lock", "403/326"), ("suspendApp", "401/416"), ("revoke", "401/89"),
        ("phone", "200"),
    ])
    func anAccountOrAppMayBeStopped(what: String, codes: String) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let token = bench.shopToken
            switch what {
            case "suspendAccount": bench.x.update(account: "harbourbooks") { $0.isSuspended = true }
            case "lock": bench.x.update(account: "harbourbooks") { $0.isLocked = true }
            case "suspendApp": bench.x.update(app: XBench.app.id) { $0.isSuspended = true }
            case "revoke": bench.x.revokeTokens(of: "harbourbooks")
            default: bench.x.update(account: "harbourbooks") { $0.needsPhoneVerification = true }
            }
            let answer = try await bench.call(.get, path, as: token)
            #expect(answer.codes == codes)
            if codes == "200" { #expect(answer.json["needs_phone_verification"] == true) }
        }
    }

    @Test(
        arguments: [
            (Set<XAccess>(), "403/453", "403/453", "403/453", "403/453"),
            ([.enterprise], "200", "403/453", "403/453", "403/453"),
            ([.accountActivity], "403/453", "200", "200", "403/453"),
            ([.activity], "403/453", "200", "403/453", "200"),
        ] as [(Set<XAccess>, String, String, String, String)])
    func accessOpensParts(access: Set<XAccess>, v1: String, webhooks: String, v2: String, activity: String) async throws
    {
        try await XBench.run(subscribed: false) { bench async throws in
            bench.x.update(app: XBench.app.id) { $0.access = access }
            #expect(try await bench.call(.get, "/1.1/direct_messages/events/list.json").codes == v1)
            #expect(try await bench.call(.get, "/1.1/account_activity/webhooks.json", bearer: bench.bearer).codes == v1)
            #expect(try await bench.call(.get, "/2/webhooks", bearer: bench.bearer).codes == webhooks)
            #expect(
                try await bench.call(.get, "/2/account_activity/subscriptions/count", bearer: bench.bearer).codes == v2)
            #expect(try await bench.call(.get, "/2/activity/subscriptions", bearer: bench.bearer).codes == activity)
            #expect(try await bench.call(.get, path).status == 200)
            #expect(try await bench.call(.get, "/1.1/account/settings.json").json["allow_dms_from"] == "all")
            #expect(try await bench.send().status == 201)
        }
    }
}
