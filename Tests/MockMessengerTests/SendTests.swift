import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct SendTests {
    @Test func aMessageArrivesWhicheverWayItIsWritten() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            let token = bench.token()
            let json: JSON = [
                "recipient": ["id": .string(psid)], "messaging_type": "RESPONSE", "message": ["text": "Grüße 1"],
            ]
            let first = try await bench.post("me/messages", json, token: token)
            #expect(first.status == 200 && first.json["recipient_id"]?.text == psid)
            #expect(first.json["message_id"]?.text?.hasPrefix("m_") == true)
            let form = FormFields([
                "recipient": #"{"id":"\#(psid)"}"#, "messaging_type": "RESPONSE", "message": #"{"text":"Grüße 2"}"#,
            ])
            #expect(try await bench.post("\(GraphBench.page)/messages", form: form, token: token).status == 200)
            let quoted = FormFields(["recipient": "{'id':'\(psid)'}", "message": "{'text':'Grüße 3'}"])
            #expect(try await bench.post("me/messages", form: quoted, token: token).status == 200)
            let bearer = try await bench.call(
                .post, "me/messages",
                headers: [.authorization: "Bearer " + token, .contentType: "application/json; charset=utf-8"],
                body: json.bytes)
            #expect(bearer.status == 200)
            #expect(ada.received(on: GraphBench.page).map(\.text) == ["Grüße 1", "Grüße 2", "Grüße 3", "Grüße 1"])
        }
    }

    private static func times(_ count: Int, _ text: String) -> JSON {
        .string(String(repeating: text, count: count))
    }

    private static func replies(_ count: Int) -> JSON {
        .array([JSON](repeating: ["content_type": "text", "title": "t"], count: count))
    }

    private static let texts: [(JSON, String)] = [
        (["text": times(2000, "é")], ""),
        (["text": times(2001, "é")], "100"), (["text": ""], "100"), ([:], "100"),
        (["attachment": ["type": "shoe", "payload": ["url": "http://127.0.0.1/"]]], "100"),
        (["attachment": ["type": "image", "payload": [:]]], "100"),
        (["attachment": ["type": "image", "payload": ["attachment_id": "404"]]], "100"),
        (["attachment": ["type": "image", "payload": ["url": "http://127.0.0.1:1/a.png"]]], "100/2018008"),
        (["attachment": ["type": "image", "payload": ["url": "https://elsewhere.example/a.png"]]], "100/2018008"),
        (["attachment": ["type": "template", "payload": ["text": "?"]]], "100"),
        (["text": "a", "attachment": ["type": "template", "payload": ["template_type": "generic"]]], "100"),
        (["attachment": ["type": "template", "payload": ["template_type": "generic"]]], ""),
        (["text": "a", "metadata": times(1000, "m")], ""),
        (["text": "a", "metadata": times(1001, "m")], "100"),
        (["text": "a", "quick_replies": replies(13)], ""),
        (["text": "a", "quick_replies": replies(14)], "100"),
    ]

    @Test(arguments: texts)
    func whatAMessageMayHold(message: JSON, codes: String) async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            #expect(try await bench.send(message, to: psid).codes == codes)
            #expect(ada.received(on: GraphBench.page).count == (codes.isEmpty ? 1 : 0))
        }
    }

    private static let parameters: [([JSON.Member], String)] = [
        ([.init("messaging_type", "UPDATE")], ""), ([.init("messaging_type", "SHOUT")], "100"),
        ([.init("messaging_type", "MESSAGE_TAG")], "100"), ([.init("notification_type", "SILENT_PUSH")], ""),
        ([.init("notification_type", "LOUD")], "100"), ([.init("tag", "HUMAN_AGENT")], ""),
        ([.init("messaging_type", "MESSAGE_TAG"), .init("tag", "HUMAN_AGENT")], ""),
        ([.init("tag", "ACCOUNT_UPDATE")], "100"), ([.init("tag", "CONFIRMED_EVENT_UPDATE")], "100"),
        ([.init("tag", "POST_PURCHASE_UPDATE")], "100"), ([.init("sender_action", "typing_on")], "100/2018014"),
        ([.init("recipient", ["id": "1"])], "100/2018001"), ([.init("recipient", [:])], "100/2018001"),
        ([.init("recipient", ["user_ref": "u"])], "100/2018001"), ([.init("recipient", "somebody")], "100"),
    ]

    @Test(arguments: parameters)
    func whatGoesWithAMessage(more: [JSON.Member], codes: String) async throws {
        try await GraphBench.run { bench in
            let (_, psid) = try await bench.customer()
            #expect(try await bench.send(["text": "a"], to: psid, more: more).codes == codes)
        }
    }

    @Test func nothingIsReadFromWhatIsNoJSON() async throws {
        try await GraphBench.run { bench in
            for body in ["{", "[]", "", "{\"recipient\":{\"id\":\"1\"}} x"] {
                let answer = try await bench.call(
                    .post, "me/messages", token: bench.token(), headers: [.contentType: "application/json"],
                    body: Array(body.utf8))
                #expect(answer.codes == "100")
            }
        }
    }

    @Test(
        arguments: [
            ("HUMAN_AGENT", 86_399, ""), ("HUMAN_AGENT", 86_401, ""), ("HUMAN_AGENT", 604_799, ""),
            ("HUMAN_AGENT", 604_801, "10/2018278"), (nil, 86_399, ""), (nil, 86_401, "10/2018278"),
        ] as [(String?, Int, String)])
    func theWindowCloses(tag: String?, seconds: Int, codes: String) async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            let (_, psid) = try await bench.customer()
            clock.advance(by: .seconds(seconds))
            let more = tag.map { [JSON.Member("messaging_type", "MESSAGE_TAG"), .init("tag", .string($0))] } ?? []
            let answer = try await bench.send(["text": "late"], to: psid, more: more)
            #expect(answer.codes == codes)
            if !codes.isEmpty { #expect(answer.message.hasPrefix("(#10) This message is sent outside of allowed")) }
        }
    }

    @Test func whatOpensTheWindowAgain() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            let (ada, psid) = try await bench.customer()
            let page = GraphBench.page
            let mid = ada.messages(on: page)[0].mid
            let acts: [(Bool, @Sendable () async throws -> PersonReceipt)] = [
                (true, { try await ada.text("again", to: page) }), (false, { try await ada.read(on: page) }),
                (true, { try await ada.press("Buy", payload: "BUY", on: page) }),
                (true, { try await ada.react(to: mid, with: "❤️", on: page) }),
                (true, { try await ada.follow(ref: "sale", to: page) }),
                (false, { try await ada.edit(mid, to: "other", on: page) }),
            ]
            for (index, (opens, act)) in acts.enumerated() {
                clock.advance(by: .seconds(2 * 86_400))
                #expect(try await act().succeeded)
                let answer = try await bench.send(["text": "a"], to: psid)
                #expect(answer.codes == (opens ? "" : "10/2018278"), "act \(index)")
            }
            // An answer opens nothing.
            clock.advance(by: .seconds(2 * 86_400))
            await bench.meta.answer("from elsewhere", to: psid, takingControl: false)
            #expect(try await bench.send(["text": "a"], to: psid).codes == "10/2018278")
        }
    }

    @Test func whoCannotBeWrittenTo() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            ada.setBlocked(true, on: GraphBench.page)
            let blocked = try await bench.send(["text": "a"], to: psid)
            #expect(
                blocked.codes == "551/1545041" && blocked.message == "(#551) This person isn't available right now.")
            ada.setBlocked(false, on: GraphBench.page)
            ada.update { $0.isUnavailable = true }
            #expect(try await bench.send(["text": "a"], to: psid).codes == "551/1545041")
            ada.update { $0.isUnavailable = false }
            let elsewhere = try await bench.send(["text": "a"], to: psid, page: GraphBench.secondPage)
            #expect(elsewhere.codes == "100/2018001", "an id is for one page")
            var app = GraphBench.app
            app.isLive = false
            bench.meta.put(app)
            #expect(try await bench.send(["text": "a"], to: psid).codes == "200/2018028")
            ada.update { $0.isTester = true }
            #expect(try await bench.send(["text": "a"], to: psid).codes == "")
        }
    }

    @Test func whoMayNotWrite() async throws {
        try await GraphBench.run { bench in
            let (_, psid) = try await bench.customer()
            let message: JSON = ["recipient": ["id": .string(psid)], "message": ["text": "a"]]
            let analyst = bench.token(user: GraphBench.analyst)
            #expect(try await bench.post("me/messages", message, token: analyst).codes == "10")
            let token = bench.token()
            bench.meta.update(page: GraphBench.page) { $0.isRestricted = true }
            #expect(try await bench.post("me/messages", message, token: token).codes == "10/1893063")
            bench.meta.update(page: GraphBench.page) { $0.isRestricted = false }
            bench.meta.decline("pages_messaging", of: GraphBench.owner, for: GraphBench.app.id)
            #expect(try await bench.post("me/messages", message, token: token).codes == "200")
            var app = GraphBench.app
            app.isBlocked = true
            bench.meta.put(app)
            #expect(try await bench.post("me/messages", message, token: bench.token()).codes == "368")
            app.isBlocked = false
            app.hasHumanAgent = false
            bench.meta.put(app)
            let tagged = try await bench.send(["text": "a"], to: psid, more: [.init("tag", "HUMAN_AGENT")])
            #expect(tagged.codes == "10")
        }
    }

    @Test func senderActionsAreShown() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            let mid = ada.messages(on: GraphBench.page)[0].mid
            func act(_ action: String, _ payload: JSON? = nil) async throws -> GraphBench.Answer {
                var members: [JSON.Member] = [
                    .init("recipient", ["id": .string(psid)]), .init("sender_action", .string(action)),
                ]
                if let payload { members.append(.init("payload", payload)) }
                return try await bench.post("me/messages", .object(members), token: bench.token())
            }
            for action in ["typing_on", "TYPING_OFF", "mark_seen"] {
                let answer = try await act(action)
                #expect(answer.json == ["recipient_id": .string(psid)])
            }
            #expect(try await act("dance").codes == "100")
            #expect(try await act("react").codes == "100")
            #expect(try await act("react", ["message_id": "m_none", "reaction": "😀"]).codes == "100/33")
            #expect(try await act("react", ["message_id": .string(mid), "reaction": "😀"]).codes == "")
            #expect(ada.messages(on: GraphBench.page)[0].reaction == "😀")
            #expect(try await act("unreact", ["message_id": .string(mid)]).codes == "")
            #expect(ada.messages(on: GraphBench.page)[0].reaction == nil)
        }
    }

    @Test func faultsMeetTheSendTheyAreMeantFor() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            let (_, other) = try await bench.customer("René Müller")
            bench.meta.faults.add(.status(400, code: 613), on: .sendMessage, for: psid)
            bench.meta.faults.add(.status(500, code: 1, subcode: 1_357_046), on: .sendMessage, for: psid)
            bench.meta.faults.add(.status(503), on: .sendMessage, for: psid)
            #expect(try await bench.send(["text": "a"], to: other).codes == "")
            let limited = try await bench.send(["text": "a"], to: psid)
            #expect(limited.message == "(#613) Calls to this api have exceeded the rate limit")
            let strange = try await bench.send(["text": "a"], to: psid)
            #expect(strange.status == 500 && strange.codes == "1/1357046")
            let busy = try await bench.send(["text": "a"], to: psid)
            #expect(busy.codes == "2" && busy.error?["is_transient"] == true)
            #expect(ada.received(on: GraphBench.page).isEmpty)
        }
    }

    @Test func aCutConnectionTellsNothing() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            bench.meta.faults.add(.cutBeforeAccepting, on: .sendMessage)
            await #expect(throws: LoopbackClient.Failure.self) { try await bench.send(["text": "b"], to: psid) }
            #expect(ada.received(on: GraphBench.page).isEmpty)
            bench.meta.faults.add(.cutAfterAccepting, on: .sendMessage)
            await #expect(throws: LoopbackClient.Failure.self) { try await bench.send(["text": "c"], to: psid) }
            #expect(ada.received(on: GraphBench.page).map(\.text) == ["c"])
        }
    }

    @Test func theEchoMayComeBeforeTheAnswer() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            let (_, psid) = try await bench.customer()
            bench.meta.faults.add(.answerLate(.seconds(5)), on: .sendMessage)
            async let sent = bench.send(["text": "a", "metadata": "our-1"], to: psid)
            let echoes = try await bench.gateway.received.wait { $0.event["message"]?["is_echo"] == true }
            await clock.sleepers(atLeast: 1)
            clock.advance(by: .seconds(5))
            let mid = try await sent.json["message_id"]
            #expect(echoes[0].event["message"]?["mid"] == mid && echoes[0].event["message"]?["metadata"] == "our-1")
        }
    }
}
