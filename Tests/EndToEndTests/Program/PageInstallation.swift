import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

/// A gateway process and a mock Meta beside it, where somebody owns a page that is to be connected.
final class PageInstallation: Sendable {
    static let page = MockPage.samples[0].id
    static let owner = MockFacebookUser.samples[0].id
    static let app = MockApp()
    static let customer = "Ada Byron"

    let meta: MockMeta
    let folder: URL
    let gateway: GatewayProcess
    /// What stands before the gateway: Meta calls it there.
    let front: Balancer
    let api: APIClient

    /// - Parameter clock: Meta's.
    init(settings: [String: String] = [:], clock: MockClock = MockClock()) async throws {
        meta = MockMeta(clock: clock)
        folder = try Program.temporaryFolder()
        try await meta.start()
        front = try Balancer()
        try await front.start()
        let port = try Program.freePort()
        front.add(port)
        gateway = try await GatewayProcess.serve(
            in: folder, port: port,
            settings: settings.merging(["GATEHOUSE_PUBLIC_URL": front.url]) { given, _ in given })
        let key = folder.appending(path: "gatehouse.sqlite.first-key")
        let token = try String(contentsOf: key, encoding: .utf8).trimmingCharacters(in: .newlines)
        api = try await APIClient.knowing(gateway.url, token: token)
        _ = try await api.post("/v1/roles", ["label": "Support"]).expect(201)
        let keys = try await api.get("/v1/api-keys").expect(200)
        _ = try await api.patch("/v1/api-keys/\(keys["items"][0]["id"].string ?? "")", ["roles": ["support"]])
            .expect(200)
        _ = try await api.put(
            "/v1/contact-points/default/conversation-roles", ["read": ["support"], "answer": ["support"]]
        ).expect(200)
    }

    func end() async {
        await gateway.stop()
        await front.stop()
        await meta.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// What somebody enters about the app.
    var credentials: [String: String] {
        [
            "appID": Self.app.id, "appSecret": Self.app.secret, "graphBase": meta.baseURL, "dialogBase": meta.baseURL,
        ]
    }

    /// Connects pages from nothing, by the API.
    /// - Returns: the connections, in the order of the pages.
    func connect(_ pages: [String] = [page]) async throws -> [String] {
        let begun = try await begin(["platform": "messenger", "contactPoint": "default"])
        let settings = JSONValue.object(credentials.mapValues { .string($0) })
        let dialog = try await begun.answer(["step": "app", "settings": settings])
        let identify = try await logIn(dialog)
        #expect(identify.step["kind"] == "ask")
        let list = try await identify.answer(["step": "identify", "text": ""])
        let done = try await list.answer(["step": "page", "choices": .array(pages.map { .string($0) })])
        let made = done.json["connected"]["connections"].array
        return pages.compactMap { page in made.first { $0["address"] == .string(page) }?["id"].string }
    }

    /// Associate User once more, by the API.
    /// - Returns: the checklist that it ends with.
    @discardableResult
    func reconnect(_ connection: String) async throws -> JSONValue {
        let begun = try await begin(["connection": .string(connection)])
        return try await logIn(begun).json["connected"]["connections"][0]["checklist"]
    }

    /// Where connecting stands, for whoever goes on with it.
    struct Connecting {
        let json: JSONValue
        let session: String
        let api: APIClient

        var step: JSONValue { json["step"] }

        func answer(_ body: JSONValue) async throws -> Connecting {
            let next = try await api.post("/v1/connecting/\(session)", body).expect(200)
            return Connecting(json: next.json, session: session, api: api)
        }
    }

    func begin(_ purpose: JSONValue) async throws -> Connecting {
        let begun = try await api.post("/v1/connecting", purpose).expect(200).json
        return Connecting(json: begun, session: begun["session"].string ?? "", api: api)
    }

    /// Goes through Facebook's dialog, once more where something is missing.
    func logIn(_ stage: Connecting) async throws -> Connecting {
        var stage = stage
        for _ in 0..<2 where stage.step["id"] == "associate" {
            #expect(stage.step["kind"] == "open" && stage.step["returns"] == true)
            let back = try logIn(stage.step["url"].string ?? "")
            stage = try await stage.answer(["step": "associate", "text": .string(back)])
        }
        return stage
    }

    /// The owner goes through Facebook's dialog.
    /// - Returns: where the browser is sent back to.
    func logIn(_ dialog: String) throws -> String { try meta.logIn(dialog, as: Self.owner) }

    /// The program at a terminal, beside the gateway.
    func terminal(_ arguments: String...) throws -> Terminal {
        try Terminal(
            ([Program.url.path] + arguments).map { "'\($0)'" }.joined(separator: " "),
            environment: [
                "GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path,
                "GATEHOUSE_PUBLIC_URL": front.url, "GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1",
            ], folder: folder)
    }

    func checklist(of connection: String) async throws -> JSONValue {
        try await api.post("/v1/connections/\(connection)/checklist/run").expect(200).json
    }

    /// The address of ours that Meta calls for this.
    func webhook(_ route: String) async throws -> String {
        let apps = try await api.get("/v1/platform-apps").expect(200)
        let hooks = apps["items"][0]["webhooks"].array.compactMap { $0["url"].string }
        return hooks.first { $0.hasSuffix("/\(route)") } ?? ""
    }

    /// A customer writes to the page.
    func write(_ text: String, to page: String = PageInstallation.page) async throws {
        let receipt = try await meta.person(Self.customer).text(text, to: page)
        #expect(receipt.succeeded, "\(receipt)")
    }

    /// An agent answers in the conversation that is there.
    /// - Returns: the message.
    func answer(_ text: String) async throws -> String {
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let sent = try await api.post("/v1/conversations/\(conversation)/messages", ["text": .string(text)]).expect(202)
        return sent["id"].string ?? ""
    }

    func status(of message: String) async throws -> JSONValue {
        try await api.get("/v1/messages/\(message)").expect(200)["message"]
    }

    /// What the conversation holds, in its order.
    func texts() async throws -> [String] {
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let messages = try await api.get("/v1/conversations/\(conversation)/messages?limit=200").expect(200)
        return messages["items"].array.compactMap { $0["text"].string }
    }

    /// What the customer has got of the page.
    var received: [String] { meta.person(Self.customer).received(on: Self.page).compactMap(\.text) }

    /// What the customer sees of the page, besides messages too.
    func shownToCustomer() async throws -> JSONValue {
        let query = FormBody.encode([(name: "person", value: Self.customer), (name: "page", value: Self.page)])
        let url = "\(meta.baseURL)/mock/conversation?\(String(decoding: query, as: UTF8.self))"
        let reply = try await APIClient.sharedTransport.exchange(HTTPCall(method: .get, url: url))
        return try JSONDecoder().decode(JSONValue.self, from: Data(reply.body))
    }

    /// The verdicts of a checklist, by its items.
    static func verdicts(_ checklist: JSONValue) -> [String: String] {
        var verdicts: [String: String] = [:]
        for item in checklist["items"].array { verdicts[item["id"].string ?? ""] = item["verdict"].string }
        return verdicts
    }

    /// What a checklist says of one item.
    static func item(_ id: String, _ checklist: JSONValue) -> JSONValue {
        checklist["items"].array.first { $0["id"] == .string(id) } ?? .null
    }
}
