import HTTPTypes
import MockMessenger
import MockPlatform

/// A mock Meta that listens, a client of its API, and a gateway that hears its webhooks.
struct GraphBench {
    static let page = MockPage.samples[0].id
    static let secondPage = MockPage.samples[1].id
    static let thirdPage = MockPage.samples[2].id
    static let owner = MockFacebookUser.samples[0].id
    static let moderator = MockFacebookUser.samples[1].id
    static let analyst = MockFacebookUser.samples[2].id
    static let nobody = MockFacebookUser.samples[3].id
    static let app = MockApp()

    let meta: MockMeta
    let gateway: MessengerGateway
    private let client = LoopbackClient()

    /// Runs a test against fresh ones, and stops them whatever happens.
    /// - Parameter connected: whether the app follows everything of all pages already.
    static func run(
        _ configuration: MockMetaConfiguration = .init(), clock: MockClock = MockClock(), connected: Bool = true,
        _ test: (GraphBench) async throws -> Void
    ) async throws {
        let gateway = MessengerGateway()
        try await gateway.start()
        let bench = GraphBench(meta: MockMeta(configuration, clock: clock), gateway: gateway)
        try await bench.meta.start()
        if connected {
            for app in configuration.apps {
                await bench.meta.subscribe(
                    app: app.id, to: gateway.webhook, verifyToken: MessengerGateway.verifyToken,
                    fields: MockApp.usualFields + ["messaging_account_linking", "messaging_policy_enforcement"])
                for page in configuration.pages {
                    bench.meta.setSubscription(
                        MockApp.usualFields + ["messaging_account_linking", "messaging_policy_enforcement"],
                        of: page.id, app: app.id)
                }
            }
        }
        do {
            try await test(bench)
        } catch {
            await bench.stop()
            throw error
        }
        await bench.stop()
    }

    private func stop() async {
        client.close()
        await meta.stop()
        await gateway.stop()
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]
        let json: JSON

        var error: JSON? { json["error"] }
        var code: Int? { error?["code"]?.number }
        var subcode: Int? { error?["error_subcode"]?.number }
        var message: String { error?["message"]?.text ?? "" }
        var data: [JSON] { json["data"]?.elements ?? [] }
        var succeeded: Bool { json["success"] == true }
        /// Code and subcode, as `190/460`.
        var codes: String { [code, subcode].compactMap { $0 }.map { "\($0)" }.joined(separator: "/") }
    }

    /// A token of the owner's for a page.
    func token(_ page: String = Self.page, user: String = Self.owner, app: String = Self.app.id) -> String {
        meta.pageToken(of: page, user: user, app: app)
    }

    var appToken: String { "\(Self.app.id)|\(Self.app.secret)" }

    /// A request whose parameters stand in the query.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ query: FormFields = FormFields(), token: String? = nil,
        headers: HTTPFields = [:], body: [UInt8] = []
    ) async throws -> Answer {
        var query = query
        if let token { query.append("access_token", token) }
        let target = (path.hasPrefix("/") ? path : "/v26.0/" + path) + (query.fields.isEmpty ? "" : "?" + query.encoded)
        let response = try await plain(method, target, headers: headers, body: body)
        return Answer(
            status: response.status.code, headers: response.headers, bytes: response.body,
            json: JSON(parsing: response.body) ?? .null)
    }

    func get(_ path: String, _ query: FormFields = FormFields(), token: String? = nil) async throws -> Answer {
        try await call(.get, path, query, token: token)
    }

    func post(_ path: String, _ json: JSON, token: String? = nil) async throws -> Answer {
        try await call(.post, path, token: token, headers: [.contentType: "application/json"], body: json.bytes)
    }

    func post(_ path: String, form: FormFields, token: String? = nil) async throws -> Answer {
        try await call(
            .post, path, token: token, headers: [.contentType: "application/x-www-form-urlencoded"],
            body: Array(form.encoded.utf8))
    }

    /// A request with these headers and no others.
    func plain(
        _ method: HTTPRequest.Method, _ url: String, headers: HTTPFields = [:], body: [UInt8] = []
    ) async throws -> MockResponse {
        try await client.send(
            method, to: url.hasPrefix("/") ? meta.baseURL + url : url, headers: headers, body: body)
    }

    /// Sends a message to somebody as the page.
    func send(
        _ message: JSON, to psid: String, page: String = Self.page, more: [JSON.Member] = []
    ) async throws -> Answer {
        let members: [JSON.Member] = [.init("recipient", ["id": .string(psid)]), .init("message", message)]
        return try await post("\(page)/messages", .object(members + more), token: token(page))
    }

    /// Somebody who has just written to the page.
    func customer(_ name: String = "Ada Byron", page: String = Self.page) async throws -> (MockPerson, psid: String) {
        let person = meta.person(name)
        let receipt = try await person.text("hello", to: page)
        return (person, receipt.psid)
    }

    /// The address of the log-in dialog.
    func dialog(_ more: KeyValuePairs<String, String> = [:]) -> String {
        var query = FormFields([
            "client_id": Self.app.id, "redirect_uri": gateway.baseURL + "/back", "state": "s1", "response_type": "code",
            "scope": "pages_show_list,pages_messaging,pages_manage_metadata,pages_read_engagement",
        ])
        for (name, value) in more { query.append(name, value) }
        return "/v26.0/dialog/oauth?" + query.encoded
    }

    /// What the browser is sent back with.
    func query(of address: String) -> FormFields {
        MockRequest(method: .get, target: String(address.prefix { $0 != "#" })).query
    }

    func exchange(code: String, more: KeyValuePairs<String, String> = [:]) async throws -> Answer {
        let query = FormFields([
            "client_id": Self.app.id, "client_secret": Self.app.secret, "redirect_uri": gateway.baseURL + "/back",
            "code": code,
        ])
        // The first value of a name counts, so what a test changes comes first.
        var changed = FormFields(more)
        for field in query.fields { changed.append(field.name, field.value) }
        return try await get("oauth/access_token", changed)
    }

    /// A user's token, by the whole way through the dialog.
    func logIn(
        as user: String = Self.owner, pages: [String]? = nil, declining: Set<String> = []
    ) async throws -> String {
        let back = try meta.logIn(dialog(), as: user, pages: pages, declining: declining)
        return try await exchange(code: query(of: back)["code"] ?? "").json["access_token"]?.text ?? ""
    }

    func prolong(_ token: String) async throws -> Answer {
        try await get(
            "oauth/access_token",
            FormFields([
                "grant_type": "fb_exchange_token", "client_id": Self.app.id, "client_secret": Self.app.secret,
                "fb_exchange_token": token,
            ]))
    }
}

extension MockMetaConfiguration {
    static func with(_ change: (inout Self) -> Void) -> Self {
        var configuration = Self()
        change(&configuration)
        return configuration
    }
}
