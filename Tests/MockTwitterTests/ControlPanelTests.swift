import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct ControlPanelTests {
    private func post(_ bench: XBench, _ path: String, _ order: JSON) async throws -> (Int, JSON) {
        let answer = try await bench.plain(.post, path, .json(order))
        return (answer.status, answer.json)
    }

    @Test(arguments: [
        ("/", "text/html"), ("/mock/twitter.css", "text/css"), ("/mock/twitter.js", "text/javascript"),
        ("/mock/panel.js", "text/javascript"),
    ])
    func thePageComesInItsParts(path: String, type: String) async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let answer = try await bench.plain(.get, path)
            #expect(answer.status == 200 && answer.header("content-type")?.hasPrefix(type) == true)
            #expect(!answer.text.contains("<style") && !answer.text.contains("onclick"))
        }
    }

    @Test func aPersonIsPlayed() async throws {
        try await XBench.run { bench async throws in
            func act(_ more: [JSON.Member]) async throws -> (Int, JSON) {
                try await post(
                    bench, "/mock/act",
                    .object([.init("person", "Zo\u{eb} Q"), .init("account", .string(XBench.shop.id))] + more))
            }
            let (status, receipt) = try await act([.init("action", "text"), .init("text", "hi")])
            #expect(status == 202 && receipt["deliveries"]?.elements?[0]["taken"] == true)
            let zoe = bench.x.user("Zo\u{eb} Q")
            _ = try await bench.sendV1(
                ["text": "Pick", "quick_reply": ["type": "options", "options": [["label": "Red", "metadata": "1"]]]],
                to: zoe.id)
            _ = try await bench.gateway.events.wait(for: 2)
            let picture: JSON = ["data:image/png;base64,iVBORw0KGgo="]
            let orders: [([JSON.Member], String)] = [
                ([.init("action", "tap"), .init("label", "Red")], "direct_message_events"),
                ([.init("action", "text"), .init("media", picture)], "direct_message_events"),
                ([.init("action", "type")], "direct_message_indicate_typing_events"),
                ([.init("action", "read")], "direct_message_mark_read_events"),
                ([.init("action", "follow")], "follow_events"),
            ]
            for (order, kind) in orders {
                #expect(try await act(order).0 == 202)
                #expect(bench.gateway.events.entries.last?.kind == kind)
            }
            for nonsense in ["dance", "text", "tap"] {
                #expect(try await act([.init("action", .string(nonsense))]).0 == 400, "\(nonsense)")
            }
            let shown = try await bench.plain(
                .get, "/mock/conversation?person=\(zoe.id)&account=" + XBench.shop.id
            ).json
            let messages = shown["messages"]?.elements ?? []
            #expect(messages.count == 4 && messages[1]["read"] == true && messages[2]["chosen"] == "1")
            #expect(shown["following"] == true)
            let address = messages[3]["media"]?["address"]?.text ?? ""
            #expect(try await bench.plain(.get, address).bytes == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            #expect(try await act([.init("action", "close")]).0 == 202)
            #expect(try await bench.sendV1(["text": "a"], to: zoe.id).codes == "403/349")
            #expect(try await act([.init("action", "followersOnly")]).0 == 202)
            #expect(try await act([.init("action", "unfollow")]).0 == 202)
            #expect(try await bench.sendV1(["text": "a"], to: zoe.id).status == 200, "there is a conversation")
        }
    }

    @Test(arguments: [
        ("suspend", "403/64"), ("lock", "403/326"), ("removeApp", "401/89"), ("revokeTokens", "401/89"),
        ("suspendApp", "401/416"), ("enterprise", "200"), ("noAccess", "403/453"), ("activity", "403/453"),
        ("accountActivity", "403/453"), ("ownerBlocks", "403/349"), ("useUp", "403/185"),
        ("regenerateSecret", "401/32"), ("followersOnly", "200"), ("askPhone", "200"), ("invalidate", "200"),
        ("removeWebhook", "200"), ("unsubscribe", "200"), ("challenge", "200"), ("ownerWrites", "200"),
        ("read", "200"), ("readWrite", "200"), ("allowCallback", "200"),
    ])
    func thingsAreBroken(what: String, codes: String) async throws {
        try await XBench.run { bench async throws in
            let token = bench.shopToken
            let order: JSON = [
                "what": .string(what), "account": .string(XBench.shop.id), "app": .string(XBench.app.id),
                "person": "adabyron", "text": "by hand", "limit": "sendV1", "url": "https://gateway.example/new",
            ]
            #expect(try await post(bench, "/mock/break", order).0 == 200)
            #expect(try await bench.sendV1(["text": "a"], as: token).codes == codes)
            let state = try await bench.plain(.get, "/mock/state").json
            #expect(state["accounts"]?.elements?.count == 5)
            let webhooks = state["apps"]?.elements?[0]["webhooks"]?.elements
            switch what {
            case "invalidate": #expect(webhooks?[0]["valid"] == false)
            case "removeWebhook": #expect(webhooks == [])
            case "unsubscribe": #expect(webhooks?[0]["accounts"] == [])
            case "ownerWrites":
                #expect(
                    bench.x.user("adabyron").received(from: "harbourbooks").map(\.isWrittenByHand) == [true, false])
            case "allowCallback":
                #expect(try await bench.askForToken("https://gateway.example/new").status == 200)
            default: break
            }
        }
    }

    @Test(arguments: [
        ("suspend", "unsuspend"), ("lock", "unlock"), ("suspendApp", "unsuspendApp"), ("ownerBlocks", "ownerUnblocks"),
        ("useUp", "free"), ("noAccess", "allAccess"), ("followersOnly", "openDMs"), ("askPhone", "verifyPhone"),
    ])
    func thingsAreMended(broken: String, mended: String) async throws {
        try await XBench.run { bench async throws in
            for what in [broken, mended] {
                let order: JSON = [
                    "what": .string(what), "account": .string(XBench.shop.id), "app": .string(XBench.app.id),
                    "person": "adabyron",
                ]
                #expect(try await post(bench, "/mock/break", order).0 == 200)
            }
            #expect(try await bench.sendV1(["text": "a"]).status == 200)
            #expect(try await bench.send().status == 201)
            #expect(try await bench.x.user("bo_finch").write("hi", to: "harbourbooks").succeeded)
        }
    }

    @Test func aLogInIsPlayed() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let (request, page) = try await bench.requestToken()
            let order: JSON = ["address": .string(page), "account": "harbourbooks"]
            let (status, answer) = try await post(bench, "/mock/login", order)
            let verifier = bench.query(of: answer["location"]?.text ?? "")["oauth_verifier"] ?? ""
            #expect(status == 200)
            #expect(try await bench.accessToken(request, verifier: verifier).status == 200)
            #expect(try await post(bench, "/mock/login", order).0 == 400)
            let (_, other) = try await bench.requestToken()
            let (_, denied) = try await post(bench, "/mock/login", ["address": .string(other), "cancels": true])
            #expect(denied["location"]?.text?.contains("?denied=") == true)
        }
    }

    @Test func faultsAndRecordsAreShown() async throws {
        try await XBench.run { bench async throws in
            let order: JSON = ["operation": "webhook.event", "fault": "duplicate"]
            #expect(try await post(bench, "/mock/faults", order).0 == 201)
            #expect(try await bench.plain(.get, "/mock/faults").json.elements?.count == 1)
            try await bench.x.user("adabyron").write("hi", to: "harbourbooks")
            let shown = try await bench.plain(.get, "/mock/deliveries").json
            #expect(shown.elements?.map { $0["what"] } == ["message_create", "message_create", "challenge"])
            #expect(try await bench.plain(.delete, "/mock/faults").status == 200)
            #expect(try await bench.plain(.get, "/mock/problems").json == [])
            #expect(try await post(bench, "/mock/break", ["what": "nonsense"]).0 == 400)
            let plain = try await bench.plain(.post, "/mock/break", .raw(Array("{}".utf8), type: "text/plain"))
            #expect(plain.status == 415)
        }
    }
}
