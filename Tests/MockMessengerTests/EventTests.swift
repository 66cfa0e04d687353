import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct EventTests {
    @Test func anEventIsSignedOverTheBytesThatAreSent() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_760_000_000.123))
        try await GraphBench.run(clock: clock) { bench in
            let receipt = try await bench.meta.person("Ada Byron").text("café 👍 https://x.test/\n", to: GraphBench.page)
            #expect(receipt.succeeded)
            let request = bench.gateway.received.entries[0]
            let body = String(decoding: request.body, as: UTF8.self)
            #expect(
                body == #"{"object":"page","entry":[{"id":"111222333444555","time":1760000000123,"messaging":[{"#
                    + #""sender":{"id":"\#(receipt.psid)"},"recipient":{"id":"111222333444555"},"#
                    + #""timestamp":1760000000123,"message":{"mid":"\#(receipt.mid ?? "")","text":"#
                    + #""caf\u00e9 \ud83d\udc4d https:\/\/x.test\/\n"}}]}]}"#)
            let secret = GraphBench.app.secret
            #expect(request.header("X-Hub-Signature-256") == HubSignature.sha256(request.body, secret: secret))
            #expect(request.header("X-Hub-Signature") == HubSignature.sha1(request.body, secret: secret))
            #expect(request.mediaType == "application/json" && request.headers[.userAgent] == "facebookexternalua")
        }
    }

    struct Act: Sendable, CustomTestStringConvertible {
        let kind: String
        let content: String
        let act: @Sendable (MockPerson, String, String) async throws -> PersonReceipt
        var testDescription: String { content }
    }

    static let acts = [
        Act(kind: "message", content: #""text":"Yes","quick_reply":{"payload":"YES"}"#) { person, page, _ in
            try await person.text("Yes", to: page, quickReply: "YES")
        },
        Act(kind: "message", content: #""text":"hi","reply_to":{"mid":"MID"}"#) {
            try await $0.text("hi", to: $1, replyTo: $2)
        },
        Act(kind: "message", content: #""referral":{"source":"ADS","type":"OPEN_THREAD","ad_id":"1"}"#) {
            person, page, _ in
            try await person.text("hi", to: page, referral: ["source": "ADS", "type": "OPEN_THREAD", "ad_id": "1"])
        },
        Act(kind: "message", content: #""type":"sticker","payload":{"url":"#) { person, page, _ in
            try await person.sticker(to: page)
        },
        Act(kind: "message", content: #""sticker_id":369239263222822"#) { person, page, _ in
            try await person.sticker(to: page)
        },
        Act(kind: "message", content: #""type":"location","payload":{"coordinates":{"lat":1.25,"long":-1.5}}"#) {
            person, page, _ in try await person.location(latitude: 1.25, longitude: -1.5, to: page)
        },
        Act(kind: "message", content: #"{"mid":"MID","is_deleted":true}"#) { try await $0.unsend($2, on: $1) },
        Act(kind: "message_edit", content: #"{"mid":"MID","text":"new","num_edit":1}"#) {
            try await $0.edit($2, to: "new", on: $1)
        },
        Act(kind: "reaction", content: #"{"mid":"MID","action":"react","reaction":"love","emoji":"\u2764\ufe0f"}"#) {
            try await $0.react(to: $2, with: "❤️", on: $1)
        },
        Act(kind: "reaction", content: #"{"mid":"MID","action":"unreact"}"#) {
            try await $0.react(to: $2, with: nil, on: $1)
        },
        Act(kind: "postback", content: #""title":"Buy","payload":"BUY"}"#) { person, page, _ in
            try await person.press("Buy", payload: "BUY", on: page)
        },
        Act(kind: "referral", content: #"{"ref":"sale","source":"SHORTLINK","type":"OPEN_THREAD"}"#) {
            person, page, _ in try await person.follow(ref: "sale", to: page)
        },
        Act(kind: "read", content: #"{"watermark":"#) { person, page, _ in try await person.read(on: page) },
        Act(kind: "optin", content: #"{"type":"notification_messages","payload":"P","#) { person, page, _ in
            try await person.optIn(payload: "P", title: "News", to: page)
        },
        Act(kind: "account_linking", content: #"{"status":"linked","authorization_code":"c"}"#) { person, page, _ in
            try await person.linkAccount(code: "c", on: page)
        },
    ]

    @Test(arguments: acts)
    func whatAPersonDoesIsTold(act: Act) async throws {
        try await GraphBench.run { bench in
            let ada = bench.meta.person("Ada Byron")
            let mid = try #require(try await ada.text("first", to: GraphBench.page).mid)
            let receipt = try await act.act(ada, GraphBench.page, mid)
            #expect(receipt.succeeded)
            let request = try #require(bench.gateway.received.entries.last)
            #expect(request.kind == act.kind && request.channel == "messaging")
            #expect(request.event["sender"]?["id"]?.text == receipt.psid)
            let body = String(decoding: request.body, as: UTF8.self)
            #expect(body.contains(act.content.replacing("MID", with: mid)), "\(body)")
        }
    }

    @Test func anAnswerIsEchoedAndReceived() async throws {
        try await GraphBench.run { bench in
            let (_, psid) = try await bench.customer()
            let mid = try await bench.send(["text": "a", "metadata": "our-7"], to: psid).json["message_id"]
            let requests = try await bench.gateway.received.wait(for: 3)
            let echo = requests[1].event
            #expect(echo["sender"] == ["id": .string(GraphBench.page)] && echo["recipient"] == ["id": .string(psid)])
            #expect(
                echo["message"] == [
                    "mid": mid ?? .null, "is_echo": true, "app_id": .integer(Int(GraphBench.app.id)!),
                    "metadata": "our-7", "text": "a",
                ])
            #expect(requests[2].event["delivery"]?["mids"] == [mid ?? .null])
            #expect(requests[2].event["sender"] == ["id": .string(psid)])
        }
    }

    @Test func whatCannotBeDone() async throws {
        try await GraphBench.run { bench in
            let ada = bench.meta.person("Ada Byron")
            let mid = try #require(try await ada.text("1", to: GraphBench.page).mid)
            for edit in 2...6 { try await ada.edit(mid, to: "\(edit)", on: GraphBench.page) }
            await #expect(throws: PersonFailure.notToBeChanged(mid)) {
                try await ada.edit(mid, to: "7", on: GraphBench.page)
            }
            try await ada.unsend(mid, on: GraphBench.page)
            await #expect(throws: PersonFailure.notToBeChanged(mid)) { try await ada.unsend(mid, on: GraphBench.page) }
            await #expect(throws: PersonFailure.noSuchMessage("m_1")) {
                try await ada.react(to: "m_1", with: "👍", on: GraphBench.page)
            }
            await #expect(throws: PersonFailure.noSuchPage("9")) { try await ada.text("hi", to: "9") }
        }
    }

    @Test func bothLevelsMustFollowTheField() async throws {
        try await GraphBench.run { bench async throws in
            let ada = bench.meta.person("Ada Byron")
            func heard() async throws -> Int { try await ada.text("hi", to: GraphBench.page).deliveries.count }
            #expect(try await heard() == 1)
            bench.meta.changeSubscription(of: GraphBench.app.id, without: ["messages"])
            #expect(try await heard() == 0)
            await bench.meta.subscribe(
                app: GraphBench.app.id, to: bench.gateway.webhook, verifyToken: MessengerGateway.verifyToken,
                fields: ["messages"])
            #expect(try await heard() == 1)
            bench.meta.setSubscription(["message_reads"], of: GraphBench.page, app: GraphBench.app.id)
            #expect(try await heard() == 0)
            bench.meta.setSubscription([], of: GraphBench.page, app: GraphBench.app.id)
            #expect(try await heard() == 0, "installed without fields")
            bench.meta.setSubscription(["messages"], of: GraphBench.page, app: GraphBench.app.id)
            #expect(try await heard() == 1)
            bench.meta.changeSubscription(of: GraphBench.app.id, isActive: false)
            #expect(try await heard() == 0)
            #expect(ada.messages(on: GraphBench.page).count == 7, "what nobody heard was said all the same")
        }
    }

    @Test func anAppInDevelopmentHearsOfItsTestersOnly() async throws {
        var app = MockApp()
        app.isLive = false
        try await GraphBench.run(.with { $0.apps = [app] }) { bench async throws in
            bench.meta.person("Ada Byron").update { $0.isTester = true }
            #expect(try await bench.meta.person("Ada Byron").text("hi", to: GraphBench.page).deliveries.count == 1)
            #expect(try await bench.meta.person("René Müller").text("hi", to: GraphBench.page).deliveries.isEmpty)
        }
    }

    @Test func timesMayBeInSeconds() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_760_000_000.5))
        try await GraphBench.run(.with { $0.tellsSeconds = true }, clock: clock) { bench in
            _ = try await bench.customer()
            #expect(bench.gateway.received.entries[0].event["timestamp"] == 1_760_000_000)
        }
    }

    @Test func eventsGoOutTogether() async throws {
        try await GraphBench.run { bench async throws in
            bench.meta.holdEvents()
            for index in 0..<500 {
                let page = MockPage.samples[index % 3].id
                #expect(try await bench.meta.person("P\(index % 7)").text("\(index)", to: page).deliveries.isEmpty)
            }
            let unknown = MessengerEvent(
                page: GraphBench.page, psid: "1", field: "messages", at: Date(),
                content: [.init("message_from_the_future", ["a": 1])])
            await bench.meta.publish(unknown)
            let deliveries = await bench.meta.releaseEvents(reversed: true, copies: 2)
            #expect(deliveries.count == 2, "a thousand in one request")
            let requests = bench.gateway.received.entries
            #expect(requests.map(\.events.count) == [1000, 2])
            #expect(requests[0].kind.isEmpty == false && requests[0].events[0].event["message_from_the_future"] != nil)
            let texts = requests.flatMap(\.events).compactMap { $0.event["message"]?["text"]?.text }
            #expect(texts == (0..<500).reversed().flatMap { ["\($0)", "\($0)"] })
            #expect(Set(requests[0].events.map(\.page)) == Set(MockPage.samples.map(\.id)))
            for request in requests {
                let signature = HubSignature.sha256(request.body, secret: GraphBench.app.secret)
                #expect(request.header("X-Hub-Signature-256") == signature)
            }
            #expect(try await bench.meta.person("P1").text("alone", to: GraphBench.page).deliveries.count == 1)
        }
    }

    @Test func anEntryMayHoldSeveralEvents() async throws {
        try await GraphBench.run { bench in
            bench.meta.holdEvents()
            for text in ["a", "b", "c"] { try await bench.meta.person("Ada Byron").text(text, to: GraphBench.page) }
            await bench.meta.releaseEvents(eventsPerEntry: 2)
            let entries = JSON(parsing: bench.gateway.received.entries[0].body)?["entry"]?.elements
            #expect(entries?.map { $0["messaging"]?.elements?.count } == [2, 1])
        }
    }

    @Test func otherChangesOfAPageTellSeconds() async throws {
        try await GraphBench.run(connected: false) { bench in
            await bench.meta.subscribe(
                app: GraphBench.app.id, to: bench.gateway.webhook, verifyToken: MessengerGateway.verifyToken,
                fields: ["feed"])
            bench.meta.setSubscription(["feed"], of: GraphBench.page, app: GraphBench.app.id)
            await bench.meta.publishChange("feed", ["item": "comment"], of: GraphBench.page)
            let request = bench.gateway.received.entries[0]
            #expect(request.event == ["field": "feed", "value": ["item": "comment"]])
            let time = JSON(parsing: request.body)?["entry"]?.elements?[0]["time"]?.number ?? 0
            #expect(time < 10_000_000_000)
        }
    }
}
