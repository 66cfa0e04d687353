import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct ControlPanelTests {
    private let json: HTTPFields = [.contentType: "application/json"]

    private func post(_ bench: GraphBench, _ path: String, _ order: JSON) async throws -> (Int, JSON) {
        let answer = try await bench.plain(.post, path, headers: json, body: order.bytes)
        return (answer.status.code, JSON(parsing: answer.body) ?? .null)
    }

    @Test(arguments: [
        ("/", "text/html"), ("/mock/messenger.css", "text/css"), ("/mock/messenger.js", "text/javascript"),
        ("/mock/panel.js", "text/javascript"),
    ])
    func thePageComesInItsParts(path: String, type: String) async throws {
        try await GraphBench.run { bench in
            let answer = try await bench.plain(.get, path)
            #expect(answer.status == .ok && answer.headers[.contentType]?.hasPrefix(type) == true)
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(!text.contains("<style") && !text.contains("style=") && !text.contains("onclick"))
        }
    }

    @Test func aPersonIsPlayed() async throws {
        try await GraphBench.run { bench in
            let page: JSON = .string(GraphBench.page)
            func act(_ more: [JSON.Member]) async throws -> (Int, JSON) {
                try await post(bench, "/mock/act", .object([.init("person", "Zoë Q"), .init("page", page)] + more))
            }
            let (status, receipt) = try await act([.init("action", "text"), .init("text", "hi")])
            #expect(status == 202 && receipt["deliveries"]?.elements?[0]["taken"] == true)
            let mid = try #require(receipt["mid"])
            let picture: JSON = ["data:image/png;base64,iVBORw0KGgo="]
            let orders: [([JSON.Member], String)] = [
                ([.init("action", "text"), .init("text", "Yes"), .init("payload", "YES")], "message"),
                ([.init("action", "text"), .init("media", picture)], "message"),
                ([.init("action", "sticker")], "message"), ([.init("action", "location")], "message"),
                ([.init("action", "press"), .init("title", "A"), .init("payload", "P")], "postback"),
                ([.init("action", "follow"), .init("ref", "r")], "referral"), ([.init("action", "read")], "read"),
                ([.init("action", "react"), .init("mid", mid)], "reaction"),
                ([.init("action", "edit"), .init("mid", mid), .init("text", "ho")], "message_edit"),
                ([.init("action", "unsend"), .init("mid", mid)], "message"),
                ([.init("action", "optIn"), .init("payload", "P")], "optin"),
            ]
            for (order, kind) in orders {
                #expect(try await act(order).0 == 202)
                #expect(bench.gateway.received.entries.last?.kind == kind)
            }
            for nonsense in ["dance", "text", "press", "follow", "edit", "start"] {
                #expect(try await act([.init("action", .string(nonsense))]).0 == 400, "\(nonsense)")
            }
            let shown = try await bench.plain(.get, "/mock/conversation?person=Zo%C3%AB+Q&page=" + GraphBench.page)
            let messages = JSON(parsing: shown.body)?["messages"]?.elements ?? []
            #expect(messages.count == 5 && messages[0]["deleted"] == true && messages[0]["edits"] == 1)
            let address = messages[2]["attachments"]?.elements?[0]["address"]?.text ?? ""
            #expect(try await bench.plain(.get, address).body == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            #expect(try await act([.init("action", "block")]).0 == 202)
            let psid = try #require(bench.meta.person("Zoë Q").psid(on: GraphBench.page))
            #expect(try await bench.send(["text": "a"], to: psid).codes == "551/1545041")
        }
    }

    @Test(arguments: [
        ("changePassword", "190/460"), ("removeApp", "190/458"), ("expire", "190/463"), ("checkpoint", "190/459"),
        ("removeRole", "190/492"), ("figuresOnly", "10"), ("declineMessaging", "200"), ("restrict", "10/1893063"),
        ("takeThread", "10/2018300"), ("inboxAnswer", "10/2018300"), ("development", "200/2018028"),
        ("requireProof", "100"), ("busyApp", "4"), ("busyPage", "80006"), ("block", "368"), ("delete", "190/492"),
        ("makeDefault", ""), ("unpublish", ""), ("stripFields", ""), ("deleteData", ""),
    ])
    func thingsAreBroken(what: String, codes: String) async throws {
        try await GraphBench.run { bench in
            let (_, psid) = try await bench.customer()
            let token = bench.token()
            let order: JSON = [
                "what": .string(what), "user": .string(GraphBench.owner), "page": .string(GraphBench.page),
                "app": .string(GraphBench.app.id), "person": "Ada Byron", "text": "hi",
            ]
            #expect(try await post(bench, "/mock/break", order).0 == 200)
            let message: JSON = ["recipient": ["id": .string(psid)], "message": ["text": "a"]]
            #expect(try await bench.post("me/messages", message, token: token).codes == codes)
            let state = try await bench.plain(.get, "/mock/state")
            #expect(JSON(parsing: state.body)?["users"]?.elements?.count == 4)
        }
    }

    @Test func itIsSeenThatTokensEnd() async throws {
        try await GraphBench.run { bench async throws in
            func tokens() async throws -> JSON? {
                let state = JSON(parsing: try await bench.plain(.get, "/mock/state").body)
                let owner = state?["users"]?.elements?.first { $0["id"]?.text == GraphBench.owner }
                return owner?["tokens"]?[GraphBench.app.id]
            }
            #expect(try await tokens() == JSON?.none)
            _ = bench.token()
            #expect(try await tokens() == ["all": 2, "valid": 2])
            let order: JSON = ["what": "changePassword", "user": .string(GraphBench.owner)]
            #expect(try await post(bench, "/mock/break", order).0 == 200)
            #expect(try await tokens() == ["all": 2, "valid": 0])
        }
    }

    @Test func nonsenseIsRefused() async throws {
        try await GraphBench.run { bench async throws in
            for order: JSON in [
                ["what": "dance"], ["what": "changePassword"], ["what": "changePassword", "user": "9"], [:],
                ["what": "takeThread", "page": .string(GraphBench.page), "person": "Stranger"],
            ] {
                #expect(try await post(bench, "/mock/break", order).0 == 400)
            }
            let page: JSON = .string(GraphBench.page)
            #expect(try await post(bench, "/mock/act", ["person": "", "page": page, "action": "read"]).0 == 400)
            #expect(try await post(bench, "/mock/act", ["person": "A", "page": "9", "action": "read"]).0 == 400)
            #expect(try await bench.plain(.get, "/mock/nothing").status == .notFound)
        }
    }

    @Test func scriptsLogIn() async throws {
        try await GraphBench.run { bench in
            let address = JSON.string(bench.meta.baseURL + bench.dialog())
            let (status, answer) = try await post(
                bench, "/mock/login", ["address": address, "user": .string(GraphBench.owner)])
            let code = bench.query(of: answer["location"]?.text ?? "")["code"] ?? ""
            #expect(status == 200)
            #expect(try await bench.exchange(code: code).status == 200)
            let (_, refused) = try await post(bench, "/mock/login", ["address": address, "cancels": true])
            #expect(refused["location"]?.text?.contains("error=access_denied") == true)
            #expect(try await post(bench, "/mock/login", ["address": address, "user": "9"]).0 == 400)
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", ""])
    func whatOtherSitesCanSendIsRefused(type: String) async throws {
        try await GraphBench.run { bench in
            for path in ["/mock/act", "/mock/break", "/mock/login", "/mock/faults"] {
                let answer = try await bench.plain(
                    .post, path, headers: [.contentType: type], body: Array(#"{"what":"live"}"#.utf8))
                #expect(answer.status == .unsupportedMediaType)
            }
        }
    }

    @Test func faultsArePlannedAndCleared() async throws {
        try await GraphBench.run { bench async throws in
            let order: JSON = [
                "operation": "messages.send", "fault": "status", "status": 400, "code": 190, "subcode": 460, "times": 2,
            ]
            #expect(try await post(bench, "/mock/faults", order).0 == 201)
            #expect(bench.meta.faults.rules.map(\.fault) == [.status(400, code: 190, subcode: 460)])
            #expect(try await bench.plain(.delete, "/mock/faults").status == .ok)
            #expect(bench.meta.faults.rules.isEmpty)
            #expect(try await post(bench, "/mock/faults", ["fault": "fire"]).0 == 400)
        }
    }
}
