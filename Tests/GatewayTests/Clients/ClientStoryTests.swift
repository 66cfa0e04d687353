import ConnectorKit
import ConnectorTestKit
import Gateway
import GatewayModel
import HTTPTypes
import Testing

@Suite("Clients that the gateway serves")
struct ClientStoryTests {
    @Test("What a visitor says is stored once, and an answer is told when the gate has let it out")
    func story() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let ticket = try await side.visit()
        var page = try Listener(try await side.call("events", ticket: ticket, method: .get))
        defer { page.leave() }
        #expect(await page.next("settings")?["isEnabled"] == .bool(true))
        #expect(await page.next("status")?["isAvailable"] == .bool(true))
        #expect(await page.next("chat")?["state"]?.text == "none")
        for _ in 0..<3 { try await side.say("Hello", id: "message-1", by: ticket) }
        #expect(await page.next("chat")?["state"]?.text == "open")
        let said = await page.next("message")
        #expect(said?["clientId"]?.text == "message-1" && said?["from"]?.text == "visitor")
        #expect(try await side.messages().map(\.text) == ["Hello"])
        try await side.answer("Hi there")
        let answer = await page.next("message")
        #expect(answer?["text"]?.text == "Hi there" && answer?["from"]?.text == "agent")
        let at = try #require(answer?["at"]?.integer)
        _ = try await side.call("receipts", #"{"status": "read", "upTo": \#(at)}"#, ticket: ticket)
        #expect(await page.next("message")?["status"]?.text == "read")
        #expect(try await side.messages().last?.status == .read)
    }

    @Test("Whom the stop list has is told nothing: the gate stands before clients as before platforms")
    func stopped() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let ticket = try await side.visit()
        try await side.say("Hello", id: "message-1", by: ticket)
        let conversation = try await side.conversation()
        try await side.gateway.reply(to: conversation.id, "Waiting")
        try await side.gateway.stop(conversation.customer)
        try await side.gateway.drain()
        let session = try await side.call("session", #"{"site": "\#(ClientSide.site)", "ticket": "\#(ticket)"}"#)
        #expect(session.json?["messages"]?.list.compactMap { $0["text"]?.text } == ["Hello"])
        #expect(try await side.messages().map(\.status) == [.received, .refused])
    }

    @Test("A page that comes again hears what it missed, in every tab, and nothing of somebody else")
    func missed() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let (ticket, other) = (try await side.visit(), try await side.visit())
        try await side.say("Hello", id: "message-1", by: ticket)
        try await side.answer("While you were away")
        var headers = HTTPFields()
        headers[.init("Last-Event-ID")!] = String(side.gateway.clock.now.milliseconds - 1000)
        for _ in 0..<2 {
            var page = try Listener(try await side.call("events", ticket: ticket, method: .get, headers: headers))
            #expect(await page.next("message")?["text"]?.text == "Hello")
            #expect(await page.next("message")?["text"]?.text == "While you were away")
            page.leave()
        }
        var stranger = try Listener(try await side.call("events", ticket: other, method: .get))
        #expect(await stranger.next("chat")?["state"]?.text == "none")
        try await side.say("Mine", id: "message-2", by: other)
        #expect(await stranger.next("message")?["text"]?.text == "Mine")
        stranger.leave()
    }

    @Test("What an administrator saves reaches open pages; switched off, what is open is closed")
    func settings() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let ticket = try await side.visit()
        try await side.say("Hello", id: "message-1", by: ticket)
        var page = try Listener(try await side.call("events", ticket: ticket, method: .get))
        defer { page.leave() }
        _ = await page.next("settings")
        try await side.save(#"{"sounds": false}"#)
        #expect(await page.next("settings")?["sounds"] == .bool(false))
        try await side.save(#"{"isEnabled": false}"#)
        #expect(await page.next("settings")?["isEnabled"] == .bool(false))
        #expect(await page.next("chat")?["state"]?.text == "closed")
        await #expect(throws: Refusal.self) { try await side.say("Too late", id: "message-2", by: ticket) }
        #expect(try await side.conversation().state == .closed)
    }

    @Test(
        "Whoever saves is asked with what applies, in the transaction of the change; what changes nothing is no version"
    )
    func versions() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let one = try await side.save(#"{"sounds": false}"#)
        let refusal = Refusal(.changed, "changed-since", "It is another.")
        await #expect(throws: refusal) {
            _ = try await side.gateway.parts.clientSettings.save(
                Array(#"{"emojis": false}"#.utf8), at: TestGateway.sales, on: ClientSide.platform, by: "test"
            ) { _, before in
                #expect(before == one)
                throw refusal
            }
        }
        let two = try await side.save(#"{"emojis": false}"#)
        #expect(two.document["sounds"] == .bool(false) && two.version != one.version)
        #expect(try await side.save(#"{"emojis": false}"#).version == two.version)
    }

    @Test("What would apply over what is saved can be asked for: it is refused as it would be, and not saved")
    func check() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let saved = try await side.save(#"{"sounds": false}"#)
        let would = try await side.settings(with: #"{"emojis": false}"#)
        #expect(would.document["sounds"] == .bool(false) && would.document["emojis"] == .bool(false))
        #expect(would.document != saved.document && would.version == saved.version)
        for wrong in [#"{"sounds": 3}"#, "[]", ""] {
            await #expect(throws: Refusal.self, "\(wrong)") { _ = try await side.settings(with: wrong) }
        }
        #expect(try await side.settings(with: "{}") == saved)
    }

    @Test("A file is the message's it came with; agents type, visitors type, and a visitor ends it")
    func filesAndSigns() async throws {
        let side = try await ClientSide.make()
        defer { side.stop() }
        let ticket = try await side.visit()
        let png = "\u{89}PNG"
        await #expect(throws: Refusal.self) { _ = try await side.call("files", "<html>\(png)", ticket: ticket) }
        let pdf = try await side.call("files", "%PDF-1.7 a small one", ticket: ticket)
        let id = try #require(pdf.json?["id"]?.text)
        _ = try await side.call("messages", #"{"id": "message-1", "files": ["\#(id)"]}"#, ticket: ticket)
        let message = try #require(try await side.messages().first)
        let files = try await side.gateway.store.read { try $0.media(of: message.id) }
        #expect(files.map(\.type) == ["application/pdf"] && files.map(\.direction) == [.inbound])
        var page = try Listener(try await side.call("events", ticket: ticket, method: .get))
        defer { page.leave() }
        #expect(await page.next("message")?["files"]?.list.first?["url"]?.text?.hasPrefix("https://") == true)
        try await side.gateway.parts.indicators.show(
            .typing, in: try await side.conversation().id, by: side.gateway.setup.agent)
        #expect(await page.next("typing") != nil)
        _ = try await side.call("typing", #"{"isTyping": true}"#, ticket: ticket)
        #expect(side.gateway.parts.customerTyping.notes(after: 0).notes.map(\.conversation) == [message.conversation])
        let heard = side.gateway.parts.customerTyping.newest
        _ = try await side.call("typing", #"{"isTyping": false}"#, ticket: ticket)
        let ended = side.gateway.parts.customerTyping.notes(after: heard).notes
        #expect(ended.map(\.until) == [side.gateway.clock.now])
        try await side.gateway.parts.indicators.show(
            .seen, in: try await side.conversation().id, by: side.gateway.setup.agent)
        #expect(await page.next("message")?["status"]?.text == "read")
        _ = try await side.call("end", ticket: ticket)
        #expect(await page.next("chat")?["state"]?.text == "closed")
    }

    @Test("What an administrator has switched off does not go out")
    func agentFiles() async throws {
        let side = try await ClientSide.make(#"{"agentFiles": false}"#)
        defer { side.stop() }
        let ticket = try await side.visit()
        try await side.say("Hello", id: "message-1", by: ticket)
        let upload = try side.gateway.parts.mediaUploads.begin(declaredBytes: nil)
        try Array("%PDF-1.7".utf8).withUnsafeBytes { try upload.append($0) }
        let media = try await side.gateway.parts.mediaUploads.finish(upload, declaredType: nil, fileName: nil)
        let conversation = try await side.conversation().id
        await #expect(throws: Refusal.self) {
            try await side.gateway.store.write { [gateway = side.gateway] transaction in
                try gateway.parts.mediaUploads.keep(media, in: transaction)
                _ = try gateway.parts.outbound.reply(
                    to: conversation, text: "See", media: [media.id], by: gateway.setup.agent, in: transaction)
            }
        }
    }

    @Test("The name that a visitor gave is the customer's")
    func names() async throws {
        let form = #"{"form": {"fields": [{"id": "firstName", "type": "text", "label": "Name", "isRequired": true}]}}"#
        let side = try await ClientSide.make(form)
        defer { side.stop() }
        let ticket = try await side.visit()
        await #expect(throws: Refusal.self) { try await side.say("Hello", id: "message-1", by: ticket) }
        _ = try await side.call(
            "messages", #"{"id": "message-1", "text": "Hello", "form": {"firstName": "Ada"}}"#, ticket: ticket)
        let customer = try await side.conversation().customer
        #expect(try await side.gateway.store.read { try $0.nameRecord(of: customer)?.name?.text } == "Ada")
        #expect(try await side.messages().first?.details["form.firstName"] == "Ada")
        // Only the first message of a conversation asks for it.
        try await side.say("Again", id: "message-2", by: ticket)
    }
}
