import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct SubscriptionTests {
    private let path = "\(GraphBench.page)/subscribed_apps"

    @Test func aPageIsSubscribedReadAndUnsubscribed() async throws {
        try await GraphBench.run(connected: false) { bench in
            let token = bench.token()
            #expect(try await bench.get(path, token: token).bytes == Array(#"{"data":[]}"#.utf8))
            let query = FormFields(["subscribed_fields": "messages,standby,messages"])
            #expect(try await bench.call(.post, path, query, token: token).succeeded)
            let entry = try await bench.get(path, token: token).data[0]
            #expect(entry["id"]?.text == GraphBench.app.id && entry["name"] == "Mock app" && entry["link"] != nil)
            #expect(entry["subscribed_fields"] == ["messages", "standby"])

            let replaced = try await bench.post("me/subscribed_apps", ["subscribed_fields": ["messages"]], token: token)
            #expect(replaced.succeeded)
            #expect(bench.meta.subscribedFields(of: GraphBench.page, app: GraphBench.app.id) == ["messages"])
            let asText = FormFields(["subscribed_fields": #"["message_reads"]"#])
            #expect(try await bench.post(path, form: asText, token: token).succeeded)
            #expect(bench.meta.subscribedFields(of: GraphBench.page, app: GraphBench.app.id) == ["message_reads"])

            bench.meta.setSubscription([], of: GraphBench.page, app: GraphBench.app.id)
            #expect(try await bench.get(path, token: token).data[0]["subscribed_fields"] == nil, "installed, no fields")
            #expect(try await bench.call(.delete, path, token: token).succeeded)
            #expect(try await bench.get(path, token: token).data.isEmpty)
        }
    }

    @Test func aFurtherSubscriptionMayAdd() async throws {
        try await GraphBench.run(.with { $0.subscribingAddsFields = true }, connected: false) { bench async throws in
            for field in ["messages", "standby"] {
                let query = FormFields(["subscribed_fields": field])
                #expect(try await bench.call(.post, path, query, token: bench.token()).succeeded)
            }
            let fields = bench.meta.subscribedFields(of: GraphBench.page, app: GraphBench.app.id)
            #expect(fields == ["messages", "standby"])
        }
    }

    @Test(
        arguments: [
            ("subscribed_fields=messages,shoes", GraphBench.owner, nil, "100"),
            ("", GraphBench.owner, nil, "100"), ("subscribed_fields=", GraphBench.owner, nil, "100"),
            ("subscribed_fields=messages", GraphBench.analyst, nil, "200"),
            ("subscribed_fields=messages", GraphBench.owner, "pages_manage_metadata", "200"),
            ("subscribed_fields=messages", GraphBench.moderator, nil, ""),
        ] as [(String, String, String?, String)])
    func whoMaySubscribe(query: String, user: String, declined: String?, codes: String) async throws {
        try await GraphBench.run(connected: false) { bench in
            let token = bench.token(user: user)
            if let declined { bench.meta.decline(declined, of: user, for: GraphBench.app.id) }
            let answer = try await bench.call(.post, path, FormFields(decoding: query), token: token)
            #expect(answer.codes == codes)
            let fields = bench.meta.subscribedFields(of: GraphBench.page, app: GraphBench.app.id)
            #expect(fields == (codes.isEmpty ? ["messages"] : nil))
        }
    }

    @Test func onlyThePagesOwnTokenSubscribes() async throws {
        try await GraphBench.run(connected: false) { bench in
            let query = FormFields(["subscribed_fields": "messages"])
            for token in [bench.token(GraphBench.secondPage), try await bench.logIn(), bench.appToken] {
                #expect(try await bench.call(.post, path, query, token: token).codes == "100/33")
            }
        }
    }

    private func subscription(_ bench: GraphBench, _ changes: KeyValuePairs<String, String> = [:]) -> FormFields {
        var form = FormFields(changes)
        for (name, value) in [
            ("object", "page"), ("callback_url", bench.gateway.webhook + "?tenant=1"),
            ("verify_token", MessengerGateway.verifyToken), ("fields", "messages,message_reads"),
            ("include_values", "true"),
        ] { form.append(name, value) }
        return form
    }

    @Test func theCallbackIsAskedForTheChallenge() async throws {
        try await GraphBench.run(connected: false) { bench in
            let path = "\(GraphBench.app.id)/subscriptions"
            #expect(try await bench.get(path, token: bench.appToken).data.isEmpty)
            #expect(try await bench.post(path, form: subscription(bench), token: bench.appToken).succeeded)
            let asked = try #require(bench.meta.recorder.deliveries.entries.first)
            #expect(asked.operation == .verification && asked.outcome == .answered(status: 200))
            #expect(asked.url.hasPrefix(bench.gateway.webhook + "?tenant=1&hub.mode=subscribe&hub.challenge="))
            #expect(Int(String(decoding: asked.responseBody, as: UTF8.self)) != nil)
            let entry = try await bench.get(path, token: bench.appToken).data[0]
            #expect(entry["object"] == "page" && entry["active"] == true)
            #expect(entry["callback_url"]?.text == bench.gateway.webhook + "?tenant=1")
            #expect(entry["fields"]?.elements?.map { $0["name"]?.text } == ["messages", "message_reads"])
            #expect(entry["fields"]?.elements?.first?["version"] == "v26.0")

            let some = FormFields(["object": "page", "fields": "messages"])
            #expect(try await bench.call(.delete, path, some, token: bench.appToken).succeeded)
            let left = try await bench.get(path, token: bench.appToken).data[0]["fields"]?.elements
            #expect(left?.map { $0["name"]?.text } == ["message_reads"])
            let all = FormFields(["object": "page"])
            #expect(try await bench.call(.delete, path, all, token: bench.appToken).succeeded)
            #expect(try await bench.get(path, token: bench.appToken).data.isEmpty)
        }
    }

    @Test func whatDoesNotAnswerTheChallengeIsRefused() async throws {
        let other = try LoopbackServer { request in
            let challenge = request.query["hub.challenge"] ?? ""
            switch request.path {
            case "/quoted": return .text("\"\(challenge)\"", type: "text/plain")
            case "/created": return .text(challenge, type: "text/plain", status: .created)
            case "/silent": return .cut
            default: return .text("", type: "text/plain")
            }
        }
        let port = try await other.start()
        try await GraphBench.run(connected: false) { bench in
            let path = "\(GraphBench.app.id)/subscriptions"
            var refusals: [(KeyValuePairs<String, String>, String)] = [
                (["verify_token": "wrong"], "2200"), (["callback_url": "http://127.0.0.1:1/x"], "2200"),
                (["callback_url": "https://gateway.example/x"], "2200"), (["callback_url": "nowhere"], "100"),
                (["object": "user"], "100"), (["fields": "shoes"], "100"),
            ]
            for name in ["quoted", "created", "silent", "empty"] {
                refusals.append((["callback_url": "http://127.0.0.1:\(port)/\(name)"], "2200"))
            }
            for (changes, codes) in refusals {
                let answer = try await bench.post(path, form: subscription(bench, changes), token: bench.appToken)
                #expect(answer.codes == codes, "\(changes)")
            }
            #expect(try await bench.get(path, token: bench.appToken).data.isEmpty)
            #expect(try await bench.post(path, form: subscription(bench), token: bench.token()).codes == "100/33")
            #expect(try await bench.get("900/subscriptions", token: bench.appToken).codes == "100/33")
        }
        await other.stop()
    }

    @Test func theMessengerProfileIsKept() async throws {
        try await GraphBench.run { bench in
            let token = bench.token()
            let set = try await bench.post(
                "me/messenger_profile", ["get_started": ["payload": "GO"], "greeting": [["locale": "default"]]],
                token: token)
            #expect(set.json == ["result": "success"])
            let shown = try await bench.get("me/messenger_profile", FormFields(["fields": "get_started"]), token: token)
            #expect(shown.data == [["get_started": ["payload": "GO"]]])
            let pressed = try await bench.meta.person("Ada Byron").getStarted(on: GraphBench.page)
            #expect(pressed.succeeded && bench.gateway.received.entries[0].event["postback"]?["payload"] == "GO")
            let deleted = try await bench.call(
                .delete, "me/messenger_profile", token: token, headers: [.contentType: "application/json"],
                body: Array(#"{"fields":["get_started"]}"#.utf8))
            #expect(deleted.json == ["result": "success"])
            #expect(try await bench.get("me/messenger_profile", token: token).data.count == 1)
            #expect(try await bench.post("me/messenger_profile", ["shoes": 1], token: token).codes == "100")
            await #expect(throws: PersonFailure.nothingToStart) {
                try await bench.meta.person("Ada Byron").getStarted(on: GraphBench.page)
            }
        }
    }
}
