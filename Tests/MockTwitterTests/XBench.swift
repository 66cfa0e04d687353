import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

/// A mock X that listens, a client that signs, and a gateway that hears its webhooks.
struct XBench {
    static let app = MockXApp()
    static let shop = MockXAccount.samples[0]
    static let cafe = MockXAccount.samples[1]
    static let ada = MockXAccount.samples[2]
    static let bo = MockXAccount.samples[3]
    /// Whatever else runs on this machine at the same time.
    private static let patience = LoopbackClient.TimeLimits(connect: .seconds(60), exchange: .seconds(60))
    static let start = Date(timeIntervalSince1970: 1_790_000_000)

    let x: MockX
    let gateway: XGateway
    private let client = LoopbackClient()

    /// Runs a test against fresh ones, and stops them whatever happens.
    /// - Parameter subscribed: whether the app hears of the shop already.
    static func run(
        _ configuration: MockXConfiguration = .with { _ in }, clock: MockClock = MockClock(), subscribed: Bool = true,
        _ test: (XBench) async throws -> Void
    ) async throws {
        let gateway = XGateway()
        try await gateway.start()
        let bench = XBench(x: MockX(configuration, clock: clock), gateway: gateway)
        try await bench.x.start()
        do {
            if subscribed {
                let webhook = await bench.x.registerWebhook(gateway.webhook, app: app.id)
                bench.x.subscribe(shop.id, to: try #require(webhook))
                gateway.challenges.clear()
            }
            try await test(bench)
        } catch {
            await bench.stop()
            throw error
        }
        await bench.stop()
    }

    private func stop() async {
        client.close()
        await x.stop()
        await gateway.stop()
    }

    /// The only webhook.
    var webhook: String { x.webhooks.first?.id ?? "" }

    var shopToken: XUserToken { x.token(of: Self.shop.id, app: Self.app.id) }
    var bearer: String { x.bearer(of: Self.app.id) }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]

        var json: JSON { JSON(parsing: bytes) ?? .null }
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var form: FormFields { FormFields(decoding: text) }
        var error: JSON? { json["errors"]?.elements?.first }
        /// Status and, where there is one, the code, as `401/89`.
        var codes: String {
            ([status] + [error?["code"]?.number].compactMap { $0 }).map(String.init).joined(separator: "/")
        }
        var data: JSON { json["data"] ?? .null }

        func header(_ name: String) -> String? {
            headers.first { $0.name.canonicalName == name }?.value
        }
    }

    /// How a call is signed.
    struct Signer {
        var consumerKey = XBench.app.consumerKey
        var consumerSecret = XBench.app.consumerSecret
        var token: XUserToken?
        /// For which address, where it is not the one that is called.
        var base: String?
        var timestamp: Int
        var nonce = UUID().uuidString
        var more: KeyValuePairs<String, String> = [:]

        func header(_ method: HTTPRequest.Method, _ url: String, form: FormFields) -> String {
            var oauth = FormFields([
                "oauth_consumer_key": consumerKey, "oauth_nonce": nonce, "oauth_signature_method": "HMAC-SHA1",
                "oauth_timestamp": String(timestamp), "oauth_version": "1.0",
            ])
            if let token { oauth.append("oauth_token", token.token) }
            for (name, value) in more { oauth.append(name, value) }
            var all = oauth
            for field in form.fields { all.append(field.name, field.value) }
            let text = OAuthSignature.baseString(method: method.rawValue, url: url, parameters: all) ?? ""
            oauth.append(
                "oauth_signature",
                OAuthSignature.make(text, consumerSecret: consumerSecret, tokenSecret: token?.secret ?? ""))
            let quoted = oauth.fields.map { "\($0.name)=\"\(OAuthSignature.encode($0.value))\"" }
            return "OAuth " + quoted.joined(separator: ", ")
        }
    }

    enum Body {
        case none
        case form(FormFields)
        case json(JSON)
        case raw([UInt8], type: String)
    }

    func signer(_ token: XUserToken? = nil) -> Signer {
        Signer(token: token, timestamp: Int(x.clock.now.timeIntervalSince1970))
    }

    /// A signed call.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: Body = .none, as token: XUserToken? = nil,
        _ change: (inout Signer) -> Void = { _ in }
    ) async throws -> Answer {
        var signer = signer(token ?? shopToken)
        change(&signer)
        var form = FormFields()
        if case .form(let fields) = body { form = fields }
        let header = signer.header(method, (signer.base ?? x.baseURL) + path, form: form)
        return try await plain(method, path, body, authorization: header)
    }

    /// A call of the app's own, or with a token of OAuth 2.0.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: Body = .none, bearer: String
    ) async throws -> Answer {
        try await plain(method, path, body, authorization: "Bearer " + bearer)
    }

    func plain(
        _ method: HTTPRequest.Method, _ path: String, _ body: Body = .none, authorization: String? = nil
    ) async throws -> Answer {
        var headers: HTTPFields = [:]
        headers[.authorization] = authorization
        var bytes: [UInt8] = []
        switch body {
        case .none: break
        case .form(let fields):
            headers[.contentType] = "application/x-www-form-urlencoded"
            bytes = Array(fields.encoded.utf8)
        case .json(let json):
            headers[.contentType] = "application/json"
            bytes = json.bytes
        case .raw(let raw, let type):
            headers[.contentType] = type
            bytes = raw
        }
        let url = path.hasPrefix("/") ? x.baseURL + path : path
        let response = try await client.send(method, to: url, headers: headers, body: bytes, limits: Self.patience)
        return Answer(status: response.status.code, headers: response.headers, bytes: response.body)
    }

    /// Sends by v1.1.
    func sendV1(_ data: JSON, to recipient: String = Self.ada.id, as token: XUserToken? = nil) async throws -> Answer {
        let event: JSON = [
            "type": "message_create",
            "message_create": ["target": ["recipient_id": .string(recipient)], "message_data": data],
        ]
        return try await call(
            .post, "/1.1/direct_messages/events/new.json", .json(["event": event]), as: token)
    }

    /// Sends by v2.
    func send(
        _ body: JSON = ["text": "hi"], to recipient: String = Self.ada.id, as token: XUserToken? = nil
    ) async throws -> Answer {
        try await call(.post, "/2/dm_conversations/with/\(recipient)/messages", .json(body), as: token)
    }

    /// A request token, and the address of the page that goes with it.
    func requestToken(
        _ callback: String = "https://gateway.example/back", page: String = "authorize"
    ) async throws -> (token: XUserToken, page: String) {
        let answer = try await askForToken(callback)
        let token = XUserToken(
            token: answer.form["oauth_token"] ?? "", secret: answer.form["oauth_token_secret"] ?? "")
        return (token, "https://api.x.com/oauth/\(page)?oauth_token=\(token.token)")
    }

    func askForToken(_ callback: String) async throws -> Answer {
        var signer = signer()
        signer.more = ["oauth_callback": callback]
        let path = "/oauth/request_token"
        return try await plain(
            .post, path, authorization: signer.header(.post, x.baseURL + path, form: FormFields()))
    }

    func accessToken(_ request: XUserToken, verifier: String) async throws -> Answer {
        try await call(.post, "/oauth/access_token", as: request) { $0.more = ["oauth_verifier": verifier] }
    }

    /// What a browser is sent back with.
    func query(of address: String) -> FormFields {
        MockRequest(method: .get, target: address).query
    }
}

extension MockXConfiguration {
    /// One whose webhooks may be on this machine, and slow: a test waits for no clock but its own.
    static func with(_ change: (inout Self) -> Void) -> Self {
        var configuration = Self()
        configuration.acceptsLoopbackWebhooks = true
        configuration.webhooks.patience = .seconds(60)
        change(&configuration)
        return configuration
    }
}
