import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Testing

@testable import WebChatConnector

@Suite("What a page of the chat may ask")
struct ChatCallTests {
    private let fixture = WebChatFixture()
    private let clock = ManualClock()

    private func host(_ changes: [String: JSONTree] = [:]) throws -> ScriptedClientHost {
        let settings = try ChatSettingsRule().check(
            .fields(fixture.settings.fields.merging(changes) { _, new in new }), over: ChatSettings.standard)
        return ScriptedClientHost(fixture.clients, at: fixture.connection(), clock: clock, settings: settings)
    }

    private func code(_ request: ClientRequest, by host: any ClientHost) async -> String? {
        switch await outcome(of: request, by: host) {
        case .success(let reply): String(reply.status)
        case .failure(let refusal): refusal.code
        }
    }

    private func session(
        _ fields: [String: JSONTree], by host: any ClientHost, origin: String? = nil, client: String? = nil
    ) async -> Result<ClientReply, ClientRefusal> {
        var headers = HTTPFields()
        headers[.origin] = origin
        return await outcome(
            of: ClientRequest(
                method: .post, path: ["session"], authority: "gateway.example", headers: headers,
                body: ClientBody(JSONTree.fields(fields).bytes), client: client), by: host)
    }

    @Test("A session is made for an allowed site, and a ticket that still holds keeps the visitor")
    func sessions() async throws {
        let host = try host()
        let first = try await session(["site": .text("https://shop.example")], by: host).get()
        let ticket = try #require(first.tree?["ticket"]?.text)
        let visitor = try #require(try VisitorTicket.reading(ticket, by: host)?.visitor)
        for wait in [Duration.seconds(60), .seconds(72 * 3600 - 120), .seconds(7 * 24 * 3600)] {
            clock.advance(by: wait)
            let again = try await session(["site": .text("https://shop.example"), "ticket": .text(ticket)], by: host)
                .get()
            let renewed = try #require(again.tree?["ticket"]?.text)
            #expect(try VisitorTicket.reading(renewed, by: host)?.visitor == visitor)
        }
        // A week after its end it is too old.
        clock.advance(by: .seconds(120))
        let late = try await session(["site": .text("https://shop.example"), "ticket": .text(ticket)], by: host).get()
        let other = try #require(late.tree?["ticket"]?.text)
        #expect(try VisitorTicket.reading(other, by: host)?.visitor != visitor)
        let forged = try await session(
            ["site": .text("https://shop.example"), "ticket": .text(ticket + "A")], by: host
        ).get()
        let made = try #require(forged.tree?["ticket"]?.text)
        #expect(try VisitorTicket.reading(made, by: host)?.visitor != visitor)
    }

    @Test(
        "Sites that may not",
        arguments: [
            ("https://evil.example", nil), ("https://shop.example.evil", nil), ("null", nil), ("", nil),
            ("https://shop.example", "https://evil.example"), ("https://shop.example", "null"),
        ] as [(String, String?)])
    func foreignSites(_ site: String, _ origin: String?) async throws {
        let result = await session(["site": .text(site)], by: try host(), origin: origin)
        #expect(throws: ClientRefusal.self) { try result.get() }
        if case .failure(let refusal) = result { #expect(refusal.code == "site-not-allowed") }
    }

    @Test(
        "Origins that may",
        arguments: [nil, "https://gateway.example", "https://shop.example", "http://gateway.example"] as [String?])
    func ownOrigins(_ origin: String?) async throws {
        _ = try await session(["site": .text("https://shop.example")], by: try host(), origin: origin).get()
    }

    @Test("A site that is taken from the list is out at the next call")
    func withdrawnSite() async throws {
        let host = try host()
        let request = try fixture.request(saying: "Hello", id: "message-1", by: host)
        host.set(
            settings: try ChatSettingsRule().check(
                .fields(["allowedDomains": .list([.text("other.example")])]), over: host.settings.document))
        #expect(await code(request, by: host) == "site-not-allowed")
        #expect(host.taken.isEmpty)
    }

    @Test("Whom the backend vouches for is the same visitor everywhere, and another one is another")
    func identities() throws {
        let one = WebChatAddress.visitor(named: "user-1", by: fixture.app.id)
        #expect(one == WebChatAddress.visitor(named: "user-1", by: fixture.app.id))
        #expect(one != WebChatAddress.visitor(named: "user-2", by: fixture.app.id))
        #expect(one != WebChatAddress.visitor(named: "user-1", by: ID(rawValue: 8)))
        #expect(WebChatAddress.visitor(from: one.value) == one)
    }

    @Test(
        "Messages that are refused leave nothing",
        arguments: [
            (["text": .text("Hello")], "invalid"), (["id": .text("short"), "text": .text("Hello")], "invalid"),
            (["id": .text("message-1")], "invalid"), (["id": .text("message-1"), "text": .text(" \n")], "invalid"),
            (["id": .text("message-1"), "text": .integer(7)], "invalid"),
            (["id": .text("message-1"), "text": .text(String(repeating: "x", count: 1025))], "invalid"),
            (["id": .text("message-1"), "files": .list([.text("med_0ap4shy4c0000.AAAA")])], "invalid"),
            (["id": .text("message-1"), "text": .text("x"), "context": .list([])], "invalid"),
            (["id": .text("message-1"), "text": .text("x"), "context": .fields(["a": .integer(1)])], "invalid"),
        ] as [([String: JSONTree], String)])
    func badMessages(_ body: [String: JSONTree], _ expected: String) async throws {
        let host = try host()
        #expect(await code(try fixture.post("messages", body, by: host), by: host) == expected)
        #expect(host.taken.isEmpty)
    }

    @Test("What is switched off is refused by the server, whatever the page says")
    func switches() async throws {
        let off = try host(["isEnabled": .bool(false)])
        #expect(await code(try fixture.request(saying: "x", id: "message-1", by: off), by: off) == "chat-off")
        let plain = try host(["visitorFiles": .bool(false), "emailTranscript": .bool(false)])
        #expect(await code(try fixture.post("files", [:], by: plain), by: plain) == "files-not-allowed")
        #expect(
            await code(try fixture.post("transcript", ["email": .text("a@b.example")], by: plain), by: plain)
                == "transcript-not-allowed")
        #expect(plain.taken.isEmpty && plain.kept.isEmpty && plain.mailed.isEmpty)
    }

    @Test("More than the settings allow in a minute is refused, with the time to wait")
    func limits() async throws {
        let host = try host(["limits": .fields(["messagesPerMinute": .integer(2)])])
        for number in 1...2 {
            #expect(
                await code(try fixture.request(saying: "x", id: "message-\(number)", by: host), by: host) == "200")
        }
        #expect(
            await code(try fixture.request(saying: "x", id: "message-3", by: host), by: host) == "too-many-requests")
    }

    @Test("A file is the visitor's who sent it, and nobody else's")
    func files() async throws {
        let host = try host()
        let reply = try await outcome(of: try fixture.post("files", ["any": .text("bytes")], by: host), by: host).get()
        let id = try #require(reply.tree?["id"])
        #expect(
            await code(
                try fixture.post("messages", ["id": .text("message-1"), "files": .list([id])], by: host), by: host)
                == "200")
        guard case .message(let message) = try #require(host.taken.first).content else { return }
        #expect(message.files.count == 1 && message.text == nil)
        let stranger = VisitorTicket(
            visitor: WebChatAddress.newVisitor(), site: "https://shop.example", until: clock.now + .seconds(60),
            identity: nil)
        var headers = HTTPFields()
        headers[.authorization] = "Bearer \(try stranger.text(by: host))"
        let theft = ClientRequest(
            method: .post, path: ["messages"], headers: headers,
            body: ClientBody(JSONTree.fields(["id": .text("message-2"), "files": .list([id])]).bytes))
        #expect(await code(theft, by: host) == "invalid")
        #expect(host.taken.count == 1)
    }

    @Test("Receipts report what the visitor was shown, and no more")
    func receipts() async throws {
        let host = try host()
        func message(_ number: Int64, fromCustomer: Bool = false, _ status: DeliveryStatus) -> ClientMessage {
            ClientMessage(
                id: ID(rawValue: number), isFromCustomer: fromCustomer, author: nil, text: "x", status: status,
                createdAt: Timestamp(milliseconds: number), statusAt: Timestamp(milliseconds: number))
        }
        host.set(
            ClientConversation(
                id: ID(rawValue: 1), isOpen: true, updatedAt: clock.now, agent: nil, isAnswered: true,
                messages: [
                    message(10, .sent), message(20, fromCustomer: true, .received), message(30, .read),
                    message(40, .delivered), message(50, .sent),
                ]))
        for (status, upTo, parts) in [("delivered", 45, [10]), ("read", 45, [10, 40]), ("read", 9, [])]
            as [(String, Int64, [Int64])]
        {
            let before = host.taken.count
            #expect(
                await code(
                    try fixture.post("receipts", ["status": .text(status), "upTo": .integer(upTo)], by: host), by: host)
                    == "204")
            let reported = host.taken.dropFirst(before).compactMap { event -> Int64? in
                guard case .report(let report) = event.content else { return nil }
                return report.part?.message.rawValue
            }
            #expect(reported == parts)
        }
        for wrong in [["status": .text("sent"), "upTo": .integer(1)], ["status": .text("read")]] as [[String: JSONTree]]
        {
            #expect(await code(try fixture.post("receipts", wrong, by: host), by: host) == "invalid")
        }
    }

    @Test("The stream tells what happens in the words of server-sent events, and ends with the ticket")
    func stream() async throws {
        let host = try host()
        let answer = ClientMessage(
            id: ID(rawValue: 7), isFromCustomer: false, author: "Ada", text: "line\nline", status: .sent,
            createdAt: clock.now, statusAt: clock.now)
        host.set(changes: [
            .settings(host.settings), .availability(.always),
            .conversation(
                ClientConversation(
                    id: ID(rawValue: 1), isOpen: true, updatedAt: clock.now, agent: "Ada", isAnswered: false)),
            .message(answer), .indicator(.typing, by: "Ada"), .quiet,
        ])
        let request = try fixture.post("events", [:], by: host)
        let get = ClientRequest(method: .get, path: ["events"], headers: request.headers)
        let reply = try await outcome(of: get, by: host).get()
        #expect(reply.headers[.contentType] == "text/event-stream" && reply.headers[.cacheControl] == "no-store")
        let text = try await reply.streamed
        let events = text.components(separatedBy: "\n\n").compactMap { block in
            block.split(separator: "\n").first { $0.hasPrefix("event: ") }.map { String($0.dropFirst(7)) }
        }
        // The first answer makes a transcript worth having, so the chat is told anew.
        #expect(events == ["settings", "status", "chat", "message", "chat", "typing"])
        #expect(text.hasPrefix("retry: ") && text.hasSuffix(":\n\n"))
        #expect(text.contains(#""mayAskForTranscript":true"#) && !text.contains("line\nline"))
    }

    @Test("Whoever polls hears the same")
    func poll() async throws {
        let host = try host()
        let request = try fixture.post("poll", [:], by: host)
        let reply = try await outcome(
            of: ClientRequest(method: .get, path: ["poll"], headers: request.headers), by: host
        ).get()
        #expect(reply.tree?["events"]?.list.compactMap { $0["event"]?.text } == ["settings", "status", "chat"])
        #expect(reply.tree?["cursor"]?.text == String(clock.now.milliseconds))
    }

    @Test("Nothing that only administrators need is shown to pages")
    func publicSettings() async throws {
        let host = try host(["mobileNumber": .text("+15551234567")])
        let reply = try await session(["site": .text("https://shop.example")], by: host).get()
        let settings = try #require(reply.tree?["settings"])
        #expect(Set(settings.fields.keys).isDisjoint(with: ["allowedDomains", "limits", "sessionHours"]))
        #expect(settings["mobile"]?["smsNumber"]?.text == "+15551234567")
    }

    @Test("The frame can be framed by the sites that may, and nothing in it can run that is not ours")
    func framePolicy() async throws {
        let frame = ClientRequest(method: .get, path: ["frame"])
        let policy = try await outcome(of: frame, by: try host()).get().headers[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("frame-ancestors 'self' https://shop.example http://shop.example"))
        #expect(!policy.contains("unsafe") && policy.contains("default-src 'none'"))
        #expect(policy.contains("https://files.example"))
        let open = try await outcome(of: frame, by: try host(["allowedDomains": .list([])])).get()
        #expect(open.headers[.contentSecurityPolicy]?.contains("frame-ancestors") == false)
    }

    @Test("Files of the widget are there, and nothing else is")
    func assets() async throws {
        let host = try host()
        for path in [["loader.js"], ["frame"], ["assets", "x", "main.js"]] {
            _ = try await outcome(of: ClientRequest(method: .get, path: path), by: host).get()
        }
        for name in ["..", "../frame.html", "%2e%2e", "none.js", "", "Widget"] {
            #expect(
                await code(ClientRequest(method: .get, path: ["assets", "x", name]), by: host) == "not-found")
        }
    }
}
