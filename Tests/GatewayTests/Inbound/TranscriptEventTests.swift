import ConnectorKit
import ConnectorTestKit
import Gateway
import GatewayModel
import Testing

@Suite("What platforms tell of a transcript")
struct TranscriptEventTests {
    private static let customer = TestGateway.customerAddress

    private static func make() async throws -> (TestGateway, ToldScript) {
        let connector = ToldConnector()
        let gateway = try await TestGateway.make(connectors: [connector])
        try await gateway.told(wrote("Hello", mid: "m1"), id: "first", by: connector.script)
        return (gateway, connector.script)
    }

    private static func wrote(_ text: String?, mid: String) -> PlatformEvent.Content {
        .message(
            InboundMessage(
                from: customer, text: text,
                media: [RemoteMedia(url: "https://platform.test/1", contentType: "image/*")],
                details: ["mid": mid, "extra": "x"]))
    }

    @Test("What others sent in our name is in the transcript, once; it is an answer, waits nowhere, and is reported on")
    func echo() async throws {
        let (gateway, script) = try await Self.make()
        let echo = PlatformEvent.Content.echo(
            EchoedMessage(
                to: Self.customer, sender: "Inbox", platformID: "m9", text: "Hi there", sentAt: gateway.clock.now,
                details: ["mid": "m9"]))
        // The report may come ahead of it.
        try await gateway.told(
            .report(DeliveryReport(part: nil, platformID: "m9", status: .delivered)), by: script)
        for id in ["a", "a", "b"] { try await gateway.told(echo, id: id, by: script) }
        let transcript = try await gateway.transcript()
        #expect(transcript.map(\.text) == ["Hello", "Hi there"])
        let adopted = try #require(transcript.last)
        #expect(adopted.direction == .outbound && adopted.author == "elsewhere" && adopted.status == .delivered)
        #expect(adopted.details == ["mid": "m9", "sentBy": "Inbox"])
        #expect(try await gateway.outboxEntry(adopted) == nil)
        #expect(try await gateway.openConversation()?.state == .active)
        #expect(try await gateway.openConversation()?.clocks.unansweredSince == nil)
        try await gateway.told(.report(DeliveryReport(part: nil, platformID: "m9", status: .read)), by: script)
        #expect(try await gateway.status(adopted) == .read)
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.events(.messageCreated).count == 1)
    }

    @Test(
        "What may be ours and comes ahead of the platform's answer is the part that is on its way; anything else is not",
        arguments: [
            ("Hi there", true, true), ("Hi there ", true, true), ("Hi there", false, false), ("Hi there!", true, false),
        ])
    func ownEcho(text: String, mayBeOurs: Bool, isOurs: Bool) async throws {
        let (gateway, script) = try await Self.make()
        gateway.platform.answer(.cutOff)
        let sent = try await gateway.reply("Hi there")
        try await gateway.drain()
        #expect(try await gateway.status(sent) == .unknown)
        let echo = PlatformEvent.Content.echo(
            EchoedMessage(
                to: Self.customer, sender: "app", platformID: "m9", text: text, sentAt: gateway.clock.now,
                mayBeOurs: mayBeOurs))
        for _ in 0..<2 { try await gateway.told(echo, id: "echo", by: script) }
        #expect(try await gateway.transcript().count == (isOurs ? 2 : 3))
        #expect(try await gateway.status(sent) == (isOurs ? .sent : .unknown))
        // What came of it is known now: nothing is looked up, and nothing is sent twice.
        if isOurs { #expect(try await gateway.outboxEntry(sent) == nil) }
        try await gateway.told(.report(DeliveryReport(part: nil, platformID: "m9", status: .read)), by: script)
        let read = try await gateway.transcript().filter { $0.status == .read }
        #expect(read.map(\.id) == (isOurs ? [sent.id] : [try await gateway.transcript().last?.id]))
    }

    @Test("A link that the platform completes is the same link")
    func completedLink() async throws {
        let (gateway, script) = try await Self.make()
        gateway.platform.answer(.cutOff)
        let sent = try await gateway.reply("See gateway.example for more")
        try await gateway.drain()
        try await gateway.told(
            .echo(
                EchoedMessage(
                    to: Self.customer, sender: "app", platformID: "m9",
                    text: "See https://gateway.example/ for more", sentAt: gateway.clock.now, mayBeOurs: true)),
            by: script)
        #expect(try await gateway.status(sent) == .sent)
        #expect(try await gateway.transcript().count == 2)
    }

    @Test("A watermark reports on what had left by then and is known to have arrived, and on nothing else")
    func watermark() async throws {
        let (gateway, script) = try await Self.make()
        let first = try await gateway.reply("1|2")
        try await gateway.drain()
        let mark = gateway.clock.now
        gateway.pass(.seconds(1))
        let second = try await gateway.reply("3")
        try await gateway.drain()
        gateway.platform.answer(.cutOff)
        let lost = try await gateway.reply("4")
        try await gateway.drain()
        try await gateway.told(
            .watermark(Watermark(customer: Self.customer, status: .delivered, upTo: mark)), by: script)
        #expect(try await gateway.status(first) == .delivered)
        #expect(try await gateway.status(second) == .sent)
        // Another customer's says nothing of this one's.
        let other = Address(kind: .phone, value: "+4999")
        try await gateway.told(
            .watermark(Watermark(customer: other, status: .read, upTo: .distantFuture)), by: script)
        #expect(try await gateway.status(second) == .sent)
        try await gateway.told(
            .watermark(Watermark(customer: Self.customer, status: .read, upTo: .distantFuture)), by: script)
        #expect(try await gateway.status(first) == .read)
        #expect(try await gateway.status(second) == .read)
        #expect(try await gateway.status(lost) == .unknown)
        try await gateway.told(
            .watermark(Watermark(customer: Self.customer, status: .delivered, upTo: .distantFuture)), by: script)
        #expect(try await gateway.status(first) == .read)
    }

    @Test("An edit changes the text and keeps the first one; each is told once")
    func edits() async throws {
        let (gateway, script) = try await Self.make()
        for (number, text) in ["Hullo", "Hallo"].enumerated() {
            for _ in 0..<2 { try await gateway.told(Self.change(.edited(text)), id: "edit \(number)", by: script) }
        }
        let message = try #require(try await gateway.transcript().first)
        #expect(message.text == "Hallo" && message.details["textBeforeEdit"] == "Hello")
        #expect(try await gateway.events(.messageChanged).map(\.value) == ["edited", "edited"])
    }

    @Test("What was taken back is not kept, neither text nor files nor what it said before")
    func unsent() async throws {
        let (gateway, script) = try await Self.make()
        try await gateway.told(Self.change(.edited("Hullo")), id: "edit", by: script)
        try await gateway.told(Self.change(.unsent), id: "unsent", by: script)
        // An edit that comes late brings nothing back.
        try await gateway.told(Self.change(.edited("Hallo")), id: "late", by: script)
        let message = try #require(try await gateway.transcript().first)
        #expect(message.text == nil && message.media.isEmpty)
        #expect(message.details == ["mid": "m1", "unsent": "true"])
        #expect(try await gateway.store.read { try $0.media(of: message.id) } == [])
        #expect(try await gateway.events(.messageChanged).map(\.value) == ["edited", "unsent"])
    }

    @Test("A reaction stands with the message, ours or theirs, until it is taken away")
    func reactions() async throws {
        let (gateway, script) = try await Self.make()
        gateway.platform.answer(.accepted("out"))
        let reply = try await gateway.reply("Hi")
        try await gateway.drain()
        for target in ["m1", "out"] {
            try await gateway.told(Self.change(.reaction("❤"), to: target), id: "\(target) set", by: script)
        }
        #expect(try await gateway.transcript().map { $0.details["reaction"] } == ["❤", "❤"])
        try await gateway.told(Self.change(.reaction(nil), to: "out"), id: "away", by: script)
        #expect(try await gateway.message(reply.id).details["reaction"] == nil)
        // Nobody changes what was said to somebody else, and nobody edits what we said.
        let stranger = MessageChange(
            by: Address(kind: .phone, value: "+4999"), to: "out", under: "mid", .reaction("!"), at: gateway.clock.now)
        try await gateway.told(.change(stranger), id: "stranger", by: script)
        try await gateway.told(Self.change(.edited("Bye"), to: "out"), id: "edit", by: script)
        #expect(try await gateway.message(reply.id).details["reaction"] == nil)
        #expect(try await gateway.message(reply.id).text == "Hi")
        try await gateway.told(Self.change(.unsent, to: "nowhere"), id: "nowhere", by: script)
        #expect(try await gateway.events(.messageChanged).count == 3)
    }

    @Test("A sign has the checklists look at once, and an app's is written down")
    func signs() async throws {
        let (gateway, script) = try await Self.make()
        let connections = [gateway.setup.salesConnection, gateway.setup.serviceConnection]
        func areDue() async throws -> [Bool] {
            let due = try await gateway.store.read { [now = gateway.clock.now] in
                try $0.connectionsDueForCheck(by: now, limit: 9)
            }
            return connections.map(due.contains)
        }
        try await gateway.parts.checklists.drain()
        #expect(try await areDue() == [false, false])
        let sales = Address(kind: .phone, value: TestGateway.salesNumber)
        try await gateway.told(signs: [.connection(sales)], by: script)
        #expect(try await areDue() == [true, false])
        try await gateway.told(signs: [.app(reason: "Somebody has removed the app.")], by: script)
        #expect(try await areDue() == [true, true])
        let notices = try await gateway.auditEntries().filter { $0.action == "platform-app.notice" }
        #expect(notices.map(\.after) == ["Somebody has removed the app."])
    }

    private static func change(_ kind: MessageChange.Kind, to target: String = "m1") -> PlatformEvent.Content {
        .change(
            MessageChange(by: customer, to: target, under: "mid", kind, at: Timestamp(milliseconds: 1)))
    }
}
