import Foundation
import MockMessenger
import MockPlatform
import Testing

/// A page from nothing to all green, its connection lost, and found again.
@Suite("The story of a Messenger page")
struct MessengerStoryTests {
    @Test("By the API: connected, written with, lost by a changed password, found again by Associate User")
    func byAPI() async throws {
        let desk = try await PageInstallation()
        let begun = try await desk.begin(["platform": "messenger", "contactPoint": "default"])
        #expect(begun.step["kind"] == "enter")
        let settings = JSONValue.object(desk.credentials.mapValues { .string($0) })
        let dialog = try await begun.answer(["step": "app", "settings": settings])
        let identify = try await desk.logIn(dialog)
        let stranger = try await identify.answer(["step": "identify", "text": "https://www.facebook.com/elsewhere"])
        #expect(stranger.step["kind"] == "ask" && stranger.step["text"].string?.contains("no such page") == true)
        let address: JSONValue = .string("https://www.facebook.com/\(MockPage.samples[0].username)/about")
        let confirm = try await stranger.answer(["step": "identify", "text": address])
        #expect(confirm.step["choices"].array.compactMap { $0["id"].string } == [PageInstallation.page])
        let done = try await confirm.answer(["step": "page", "choices": [.string(PageInstallation.page)]])
        let made = done.json["connected"]["connections"][0]
        let connection = made["id"].string ?? ""
        // All is right at once; that a message comes in is seen when one does.
        let first = PageInstallation.verdicts(made["checklist"])
        #expect(first.filter { $0.value != "green" } == ["inbound": "yellow"], "\(made)")

        try await desk.write("Do you have Moby-Dick?")
        #expect(try await desk.checklist(of: connection)["overall"] == "green")
        let answer = try await desk.answer("We have two.")
        try await eventually("it is delivered") { try await desk.status(of: answer)["status"] == "delivered" }
        #expect(desk.received == ["We have two."])

        desk.meta.changePassword(of: PageInstallation.owner)
        let broken = try await desk.checklist(of: connection)
        let user = PageInstallation.item("user", broken)
        #expect(broken["overall"] == "red" && user["verdict"] == "red")
        #expect(user["found"].string?.contains("changed the password") == true, "\(user)")
        #expect(user["advice"].string?.contains("Associate User") == true, "\(user)")
        let held = try await desk.answer("Until six.")
        try await eventually("it is held") { try await desk.status(of: held)["status"] == "held" }
        let why = try await desk.status(of: held)["statusReason"]["explanation"].string
        #expect(why?.isEmpty == false)
        try await desk.write("Are you there?")
        try await desk.write("Hello?")

        let mended = try await desk.reconnect(connection)
        #expect(mended["overall"] == "green", "\(mended)")
        try await eventually("it goes out") { try await desk.status(of: held)["status"] == "delivered" }
        #expect(desk.received == ["We have two.", "Until six."])
        #expect(
            try await desk.texts() == [
                "Do you have Moby-Dick?", "We have two.", "Until six.", "Are you there?", "Hello?",
            ])
        // An echo of what was sent by us is no message more, and no secret stands anywhere that can be read.
        #expect(desk.received.count == 2)
        let audit = "\(try await desk.api.get("/v1/audit?limit=200").expect(200).json)"
        for text in [audit, desk.gateway.log, "\(done.json) \(broken) \(mended)"] {
            for secret in [PageInstallation.app.secret, "EAA"] { #expect(!text.contains(secret)) }
        }
        await desk.end()
    }

    @Test("On a terminal: connect, checklist, connect once more, checklist")
    func byCommand() async throws {
        let desk = try await PageInstallation()
        let connect = try desk.terminal("connect", "--platform", "messenger", "--contact-point", "default")
        for (question, answer) in [
            ("App ID: ", PageInstallation.app.id), ("App secret: ", PageInstallation.app.secret),
            ("Verify token [none]: ", ""), ("Login configuration [none]: ", ""), ("API version [v26.0]: ", ""),
            ("API address [https://graph.facebook.com]: ", desk.meta.baseURL),
            ("Login address [https://www.facebook.com]: ", desk.meta.baseURL),
        ] {
            try await connect.answer(question, answer)
        }
        try await connect.logIn(desk.logIn)
        try await connect.answer("from a list: ", "m.me/\(MockPage.samples[0].username)")
        try await connect.answer("Which, by number: ", "1")
        let (made, told) = await connect.end()
        #expect(made == 0, "\(told)")
        #expect(told.contains(PageInstallation.page) && !told.contains(PageInstallation.app.secret), "\(told)")
        let connections = try await desk.api.get("/v1/contact-points/default/connections").expect(200)
        let connection = connections["items"][0]["id"].string ?? ""

        try await desk.write("Do you have Moby-Dick?")
        let green = try await desk.terminal("checklist").end()
        #expect(green.status == 0, "\(green.output)")
        desk.meta.changePassword(of: PageInstallation.owner)
        let red = try await desk.terminal("checklist").end()
        #expect(red.status == 2, "\(red.output)")
        #expect(red.output.contains("changed the password") && red.output.contains("Associate User: connect again"))
        let held = try await desk.answer("We have two.")
        try await eventually("it is held") { try await desk.status(of: held)["status"] == "held" }

        let again = try desk.terminal("connect", "--reconnect", connection)
        try await again.logIn(desk.logIn)
        let (mended, output) = await again.end()
        #expect(mended == 0, "\(output)")
        try await eventually("it goes out") { try await desk.status(of: held)["status"] == "delivered" }
        #expect(desk.received == ["We have two."])
        let last = try await desk.terminal("checklist", "--connection", connection).end()
        #expect(last.status == 0, "\(last.output)")
        await desk.end()
    }

    @Test("Meta's own word that the user removed the app has everything looked at before it is due")
    func removed() async throws {
        let desk = try await PageInstallation()
        let connection = try await desk.connect().first ?? ""
        var app = PageInstallation.app
        app.deauthorizeURL = try await desk.webhook("deauthorize")
        desk.meta.put(app)
        let told = await desk.meta.removeApp(app.id, of: PageInstallation.owner)
        #expect(told.map(\.outcome) == [.answered(status: 200)])
        try await eventually("it is looked at") {
            let last = try await desk.api.get("/v1/connections/\(connection)/checklist").expect(200).json
            return PageInstallation.item("user", last)["verdict"] == "red"
        }
        await desk.end()
    }

    @Test("The customer sees that somebody types, and that what they wrote was read")
    func indicators() async throws {
        let desk = try await PageInstallation()
        _ = try await desk.connect()
        try await desk.write("Hello")
        let conversation = try await desk.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let path = "/v1/conversations/\(conversation)/indicators"
        let before = try await desk.shownToCustomer()
        #expect(before["typing"] == false && before["seenUntil"] == .null, "\(before)")
        for indicator in ["typing", "seen"] as [JSONValue] {
            _ = try await desk.api.post(path, ["show": indicator]).expect(204)
        }
        let after = try await desk.shownToCustomer()
        #expect(after["typing"] == true && after["seenUntil"] != .null, "\(after)")
        let refused = try await desk.api.post(path, ["show": "dancing"]).expect(422)
        #expect(refused["errors"][0]["field"] == "show", "\(refused.json)")
        _ = try await desk.api.post("/v1/conversations/\(conversation)/close").expect(200)
        _ = try await desk.api.post(path, ["show": "typing"]).expect(409)
        await desk.end()
    }

    @Test(
        "A batch of 500 events of three pages, doubled, in reverse and with unknown kinds: each counts once, in order")
    func batch() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSinceNow: -3600))
        let desk = try await PageInstallation(clock: clock)
        let pages = MockPage.samples.map(\.id)
        _ = try await desk.connect(pages)
        let person = desk.meta.person(PageInstallation.customer)
        desk.meta.holdEvents()
        var expected: [String: [String]] = [:]
        for number in 0..<240 {
            let page = pages[number % pages.count]
            clock.advance(by: .seconds(1))
            _ = try await person.text("text \(number)", to: page)
            expected[page, default: []].append("text \(number)")
            // What is yet to come is of a kind that nobody knows today.
            if number % 24 == 0 {
                await desk.meta.publish(
                    MessengerEvent(
                        page: page, psid: person.psid(on: page), field: "messages", at: clock.now,
                        content: [.init("kind_to_come", ["number": .integer(number)])]))
            }
        }
        let sent = await desk.meta.releaseEvents(reversed: true, copies: 2)
        #expect(sent.count == 1 && sent.allSatisfy { $0.outcome == .answered(status: 200) })
        let conversations = try await desk.api.get("/v1/conversations").expect(200)["items"].array
        #expect(conversations.count == pages.count)
        var found: [[String]] = []
        for conversation in conversations {
            let id = conversation["id"].string ?? ""
            let messages = try await desk.api.get("/v1/conversations/\(id)/messages?limit=200").expect(200)
            found.append(messages["items"].array.compactMap { $0["text"].string })
        }
        #expect(Set(found) == Set(expected.values))
        await desk.end()
    }
}
