import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

/// An account from nothing to all green, its connection lost, and found again.
@Suite("The story of an account of X")
struct TwitterStoryTests {
    /// The smallest PNG there is.
    private static let picture = MockMedia(
        contentType: "image/png",
        bytes: Array(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")!
        ))

    @Test(
        "By the API: connected, written with, pictures both ways, lost by a removed app, found again",
        arguments: [
            ("account-activity-2", XAccess.accountActivity), ("account-activity-1", .enterprise),
            ("x-activity", .activity),
        ])
    func byAPI(activity: String, access: XAccess) async throws {
        // Those who have X Activity have the webhooks of v2.
        let desk = try await AccountInstallation(
            access: access == .activity ? [.activity, .accountActivity] : [access])
        let begun = try await desk.begin(["platform": "twitter", "contactPoint": "default"])
        #expect(begun.step["kind"] == "enter")
        let warning = try await begun.answer(["step": "app", "settings": desk.credentials(["activity": activity])])
        #expect(warning.step["kind"] == "confirm", "\(warning.step)")
        #expect(warning.step["text"].string?.contains("All direct messages of the account") == true)
        let open = try await warning.answer(["step": "warning", "confirmed": true])
        let whose = try await desk.logIn(open)
        #expect(whose.step["text"].string?.contains("@harbourbooks") == true, "\(whose.step)")
        let done = try await whose.answer(["step": "account", "confirmed": true])
        let made = done.json["connected"]["connections"][0]
        let connection = made["id"].string ?? ""
        let first = AccountInstallation.verdicts(made["checklist"])
        #expect(first.filter { $0.value != "green" } == ["inbound": "yellow"], "\(made["checklist"])")

        try await desk.write("Do you have Tom & Jerry <3? https://example.com/x", attaching: Self.picture)
        #expect(try await desk.checklist(of: connection)["overall"] == "green")
        #expect(try await desk.texts() == ["Do you have Tom & Jerry <3? https://example.com/x"])
        try await eventually("the picture is here") { try await desk.pictures().first?["state"] == "ready" }
        let answer = try await desk.answer("We have two. See example.com", attaching: Self.picture)
        try await eventually("it is sent") { try await desk.status(of: answer)["status"] == "sent" }
        #expect(desk.received == ["We have two. See example.com"])
        #expect(desk.customer.received(from: AccountInstallation.account.id).first?.media != nil)
        _ = try await desk.customer.read(from: AccountInstallation.account.id)
        try await eventually("it is read") { try await desk.status(of: answer)["status"] == "read" }
        // Somebody answers in X's own app.
        let owner = desk.x.user(AccountInstallation.account.id)
        _ = try await owner.write("And a third.", to: AccountInstallation.customer.id)
        let texts = [
            "Do you have Tom & Jerry <3? https://example.com/x", "We have two. See example.com", "And a third.",
        ]
        try await eventually("it is in the transcript") { try await desk.texts() == texts }

        _ = await desk.x.removeApp(AccountInstallation.app.id, of: AccountInstallation.account.id)
        try await eventually("it is noticed") {
            let last = try await desk.api.get("/v1/connections/\(connection)/checklist").expect(200).json
            return AccountInstallation.item("user", last)["verdict"] == "red"
        }
        let broken = try await desk.checklist(of: connection)
        let user = AccountInstallation.item("user", broken)
        #expect(user["advice"].string?.contains("Connect again") == true, "\(user)")
        let held = try await desk.answer("Until six.")
        try await eventually("it is held") { try await desk.status(of: held)["status"] == "held" }

        let mended = try await desk.reconnect(connection)
        #expect(mended["overall"] == "green", "\(mended)")
        try await eventually("it goes out") { try await desk.status(of: held)["status"] == "sent" }
        #expect(desk.received == ["We have two. See example.com", "And a third.", "Until six."])
        // Echoes of what was sent by us are no messages more, and no secret stands anywhere that can be read.
        try await eventually("all are there") { try await desk.texts() == texts + ["Until six."] }
        let audit = "\(try await desk.api.get("/v1/audit?limit=200").expect(200).json)"
        for text in [audit, desk.gateway.log, "\(done.json) \(broken) \(mended)"] {
            #expect(!text.contains(AccountInstallation.app.consumerSecret))
        }
        await desk.end()
    }

    @Test("The wrong account and a cancelled login are told apart, and one account is connected once")
    func wrongAccount() async throws {
        let desk = try await AccountInstallation()
        let connection = try await desk.connect()
        let begun = try await desk.begin(["connection": .string(connection)])
        let cancelled = try desk.x.turnDown(begun.step["url"].string ?? "")
        let again = try await begun.answer(["step": "sign-in", "text": .string(cancelled)])
        #expect(again.step["text"].string?.contains("cancelled") == true, "\(again.step)")
        let other = try await desk.logIn(again, as: AccountInstallation.otherAccount)
        #expect(other.step["text"].string?.contains("another account") == true, "\(other.step)")
        let right = try await desk.logIn(other)
        #expect(right.json["connected"]["connections"][0]["checklist"]["overall"] != "red", "\(right.json)")

        _ = try await desk.api.post("/v1/contact-points", ["id": "second", "label": "Second"]).expect(201)
        let apps = try await desk.api.get("/v1/platform-apps").expect(200)
        let second = try await desk.begin([
            "platform": "twitter", "contactPoint": "second", "app": apps["items"][0]["id"],
        ])
        let open = try await second.answer(["step": "warning", "confirmed": true])
        let taken = try await desk.logIn(open)
        #expect(taken.step["text"].string?.contains("connected already") == true, "\(taken.step)")
        await desk.end()
    }

    @Test("On a terminal, with a PIN: connect, checklist, connect once more, checklist")
    func byCommand() async throws {
        let desk = try await AccountInstallation()
        let connect = try desk.terminal("connect", "--platform", "twitter", "--contact-point", "default")
        for (question, answer) in [
            ("API key: ", AccountInstallation.app.consumerKey),
            ("API key secret: ", AccountInstallation.app.consumerSecret),
            ("How events come [account-activity-2]: ", ""), ("How signing in ends [return]: ", "pin"),
            ("How accounts sign in [oauth-1]: ", ""), ("Client ID [none]: ", ""), ("Client secret [none]: ", ""),
            ("Another address of X's API [none]: ", desk.x.baseURL), ("Type yes to go on: ", "yes"),
        ] {
            try await connect.answer(question, answer)
        }
        try await desk.typePIN(at: connect)
        try await connect.answer("Type yes to go on: ", "yes")
        let (made, told) = await connect.end()
        #expect(made == 0 || made == 1, "\(told)")
        #expect(!told.contains(AccountInstallation.app.consumerSecret), "\(told)")
        let connections = try await desk.api.get("/v1/contact-points/default/connections").expect(200)
        let connection = connections["items"][0]["id"].string ?? ""

        try await desk.write("Do you have Moby-Dick?")
        let green = try await desk.terminal("checklist").end()
        #expect(green.status == 0, "\(green.output)")
        _ = await desk.x.removeApp(AccountInstallation.app.id, of: AccountInstallation.account.id)
        let red = try await desk.terminal("checklist").end()
        #expect(red.status == 2 && red.output.contains("Connect again"), "\(red.output)")
        let held = try await desk.answer("We have two.")
        try await eventually("it is held") { try await desk.status(of: held)["status"] == "held" }

        let again = try desk.terminal("connect", "--reconnect", connection)
        try await desk.typePIN(at: again)
        let (mended, output) = await again.end()
        #expect(mended == 0, "\(output)")
        try await eventually("it goes out") { try await desk.status(of: held)["status"] == "sent" }
        #expect(desk.received == ["We have two."])
        await desk.end()
    }

    @Test("The customer sees that somebody types, and that what they wrote was read")
    func indicators() async throws {
        let desk = try await AccountInstallation()
        _ = try await desk.connect()
        try await desk.write("Hello")
        let conversation = try await desk.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let path = "/v1/conversations/\(conversation)/indicators"
        #expect(!desk.customer.seesTyping(by: AccountInstallation.account.id))
        _ = try await desk.api.post(path, ["show": "typing"]).expect(204)
        #expect(desk.customer.seesTyping(by: AccountInstallation.account.id))
        #expect(desk.customer.messages(with: AccountInstallation.account.id).map(\.isRead) == [false])
        _ = try await desk.api.post(path, ["show": "seen"]).expect(204)
        #expect(desk.customer.messages(with: AccountInstallation.account.id).map(\.isRead) == [true])
        await desk.end()
    }

    @Test("An answer is offered, and tapped")
    func quickReplies() async throws {
        let desk = try await AccountInstallation()
        _ = try await desk.connect()
        try await desk.write("Do you have Moby-Dick?")
        let conversation = try await desk.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let path = "/v1/conversations/\(conversation)/messages"
        let sent = try await desk.api.post(
            path,
            [
                "text": "Which one?",
                "quickReplies": [["label": "Signed", "value": "sku-1"], ["label": "Paperback", "value": "sku-2"]],
            ]
        ).expect(202)
        #expect(sent["details"]["quickReplies"] == "Signed | Paperback", "\(sent.json)")
        let account = AccountInstallation.account.id
        try await eventually("it is offered") {
            desk.customer.received(from: account).last?.options.map(\.label) == ["Signed", "Paperback"]
        }
        _ = try await desk.customer.tap("Signed", from: account)
        let answer = try await desk.api.get(path).expect(200)["items"].array.last ?? .null
        #expect(answer["text"] == "Signed" && answer["details"]["quickReply"] == "sku-1", "\(answer)")
        for (replies, field) in [
            ([["label": ""]], "quickReplies[0].label"), ([["label": "A"], ["label": "A"]], "quickReplies"),
            ([["label": "A", "description": "a"], ["label": "B"]], "quickReplies"),
            ([["label": .string(String(repeating: "x", count: 37))]], "quickReplies[0].label"),
        ] as [(JSONValue, JSONValue)] {
            let refused = try await desk.api.post(path, ["text": "Which?", "quickReplies": replies]).expect(422)
            #expect(refused["errors"][0]["field"] == field, "\(refused.json)")
        }
        await desk.end()
    }

    @Test("A challenge is answered in its three seconds while a thousand events come in, and helps nobody to sign")
    func challengesUnderLoad() async throws {
        let desk = try await AccountInstallation()
        _ = try await desk.connect()
        let webhook = try #require(desk.x.webhooks.first)
        try await withThrowingTaskGroup { group in
            for number in 0..<32 {
                group.addTask {
                    let person = desk.x.user("person\(number)")
                    for text in 0..<30 {
                        let receipt = try await person.write("text \(text)", to: AccountInstallation.account.id)
                        #expect(receipt.succeeded, "\(receipt)")
                    }
                }
            }
            group.addTask {
                for _ in 0..<20 {
                    #expect(await desk.x.checkWebhook(webhook.id))
                }
            }
            try await group.waitForAll()
        }
        let challenges = desk.x.recorder.deliveries.entries.filter { $0.operation == .challenge }
        #expect(challenges.count >= 21 && challenges.allSatisfy { $0.outcome == .answered(status: 200) })
        for token in ["%7B%22for_user_id%22%3A%221%22%7D", "", "a%3D1%26b%3D2", String(repeating: "a", count: 4000)] {
            let reply = try await APIClient.sharedTransport.exchange(
                HTTPCall(method: .get, url: "\(webhook.url)?crc_token=\(token)"))
            #expect(reply.status == 400 && !String(decoding: reply.body, as: UTF8.self).contains("sha256="))
        }
        await desk.end()
    }

    @Test(
        "Forty messages into a limit of fifteen in a quarter of an hour: in order, none lost, none early, and it shows")
    func limit() async throws {
        // X's time stands still, but for what this test turns; the gateway's goes on from there.
        let clock = MockClock(standingAt: .now)
        let desk = try await AccountInstallation(settings: Installation.testClock, clock: clock)
        let connection = try await desk.connect()
        try await desk.write("Hello")
        var sent: [String] = []
        for number in 0..<40 { sent.append(try await desk.answer("Answer \(number)")) }
        for expected in [15, 30] {
            try await eventually("\(expected) are there") { desk.received.count >= expected }
            #expect(desk.received == (0..<expected).map { "Answer \($0)" })
            try await eventually("the checklist knows") {
                AccountInstallation.item("limits", try await desk.checklist(of: connection))["verdict"] == "yellow"
            }
            let limits = AccountInstallation.item("limits", try await desk.checklist(of: connection))
            #expect(limits["found"].string?.contains("\(40 - expected) wait") == true, "\(limits)")
            let reset = try #require(Self.time(in: limits["found"].string ?? ""), "\(limits)")
            // Some seconds too early nothing leaves.
            let ahead = try await desk.gatewayTime().timeIntervalSince(clock.now)
            clock.set(to: reset - 8)
            try await desk.turnGateway(by: reset.timeIntervalSince(try await desk.gatewayTime()) - 8)
            _ = try await desk.checklist(of: connection)
            #expect(desk.received.count == expected && ahead < 60)
            clock.set(to: reset)
            try await desk.turnGateway(by: 9)
        }
        try await eventually("all are there") { desk.received.count == 40 }
        #expect(desk.received == (0..<40).map { "Answer \($0)" })
        for message in sent {
            try await eventually("it is sent") { try await desk.status(of: message)["status"] == "sent" }
        }
        // By X's own clock, and X has refused none.
        let times = desk.customer.received(from: AccountInstallation.account.id).map(\.at)
        #expect(times[15].timeIntervalSince(times[0]) >= 899 && times[30].timeIntervalSince(times[15]) >= 899)
        #expect(desk.x.recorder.requests.entries.filter { $0.status == 429 }.isEmpty)
        for message in sent {
            let attempts = try await desk.api.get("/v1/messages/\(message)").expect(200)["attempts"].array
            #expect(attempts.count == 1, "\(attempts)")
        }
        await desk.end()
    }

    /// The moment that a finding names.
    private static func time(in text: String) -> Date? {
        text.firstMatch(of: /\d{4}-\d\d-\d\dT[\d:.]+Z/).flatMap { match in
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: match.output.contains("."))
            return try? style.parse(String(match.output))
        }
    }
}

extension AccountInstallation {
    fileprivate func turnGateway(by seconds: TimeInterval) async throws {
        try await TestClock(gateway).turn(by: .seconds(Int(seconds.rounded(.down))))
    }

    fileprivate func gatewayTime() async throws -> Date { try await TestClock(gateway).now() }

    /// The files of the first message in the conversation that is there.
    fileprivate func pictures() async throws -> [JSONValue] {
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let messages = try await api.get("/v1/conversations/\(conversation)/messages?limit=200").expect(200)
        return messages["items"][0]["media"].array
    }

    /// An agent answers with a file.
    fileprivate func answer(_ text: String, attaching file: MockMedia) async throws -> String {
        let upload = try await api.call(.post, "/v1/media", body: file.bytes, contentType: file.contentType)
            .expect(201)
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let sent = try await api.post(
            "/v1/conversations/\(conversation)/messages", ["text": .string(text), "media": [upload["id"]]]
        ).expect(202)
        return sent["id"].string ?? ""
    }

    /// At a terminal that shows an address and asks for a PIN.
    fileprivate func typePIN(at terminal: Terminal) async throws {
        let question = "The PIN: "
        let shown = try await terminal.shown(until: question)
        let address = shown.matches(of: /http:\S*oauth\/authorize\S*/).last.map { String($0.output) } ?? ""
        try await terminal.answer(question, try x.logIn(address, as: Self.account.id))
    }
}
