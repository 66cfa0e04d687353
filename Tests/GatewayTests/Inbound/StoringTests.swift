import ConnectorKit
import Foundation
import Gateway
import GatewayModel
import Testing

@Suite("Inbound: stored, then answered")
struct StoringTests {
    @Test("The platform hears yes only after the message is stored")
    func storedBeforeReply() async throws {
        let gateway = try await TestGateway.make()
        let reply = try await gateway.customerWrites("Hello")
        #expect(reply == WebhookReply(status: 200, contentType: "text/plain", body: "thanks"))

        // What survives the process is what counts.
        let transcript = try await gateway.restarted().transcript()
        #expect(transcript.map(\.text) == ["Hello"])
        #expect(transcript.map(\.status) == [.received])
        #expect(transcript.map(\.author) == ["customer"])
    }

    @Test("A store that fails gives an error, no answer and nothing stored; the redelivery is taken")
    func failingStore() async throws {
        let gateway = try await TestGateway.make()
        let event = TestWire(id: "1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "Hello")
        gateway.store.breakWrites(1)
        await #expect(throws: StoreFailure.self) { try await gateway.deliver([event]) }
        #expect(try await gateway.conversations().isEmpty)
        #expect(try await gateway.events(.messageReceived).isEmpty)

        try await gateway.deliver([event])
        #expect(try await gateway.transcript().map(\.text) == ["Hello"])
    }

    @Test("An event that comes again is stored once, and answered as before", arguments: [1, 2, 5])
    func duplicates(times: Int) async throws {
        let gateway = try await TestGateway.make()
        let event = TestWire(id: "same", to: TestGateway.salesNumber, from: TestGateway.customer, text: "Hello")
        for _ in 1...times {
            #expect(try await gateway.deliver([event]).status == 200)
        }
        #expect(try await gateway.transcript().count == 1)
        #expect(try await gateway.events(.messageReceived).count == 1)
    }

    @Test("The same text in another event is another message")
    func sameText() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.customerWrites("Hello")
        #expect(try await gateway.transcript().count == 2)
    }

    @Test("Redeliveries that come at the same time are stored once")
    func concurrentDuplicates() async throws {
        let gateway = try await TestGateway.make()
        let event = TestWire(id: "same", to: TestGateway.salesNumber, from: TestGateway.customer, text: "Hello")
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 0..<30 { group.addTask { try await gateway.deliver([event]) } }
        }
        #expect(try await gateway.transcript().count == 1)
    }

    @Test("Every event of a batch counts, whatever stands between them")
    func batch() async throws {
        let gateway = try await TestGateway.make()
        let to = TestGateway.salesNumber
        try await gateway.deliver([
            TestWire(id: "1", to: to, from: "+491", text: "one"),
            TestWire(id: "2", to: to, kind: "weather"),
            TestWire(id: "3", to: TestGateway.serviceNumber, from: "+492", text: "two"),
            TestWire(id: "4", to: "+15559999", from: "+493", text: "to nobody"),
            TestWire(id: "5", to: to, from: "+491", text: "three"),
            TestWire(id: "5", to: to, from: "+491", text: "three"),
        ])
        #expect(try await gateway.transcript().map(\.text) == ["one", "three"])
        #expect(try await gateway.transcript(at: TestGateway.service).map(\.text) == ["two"])
    }

    @Test("One event of a batch that cannot be stored takes all of it back")
    func batchIsWhole() async throws {
        let gateway = try await TestGateway.make()
        gateway.store.breakWrites(1)
        let events = (1...3).map {
            TestWire(id: "\($0)", to: TestGateway.salesNumber, from: TestGateway.customer, text: "STOP")
        }
        await #expect(throws: StoreFailure.self) { try await gateway.deliver(events) }
        #expect(try await gateway.transcript().isEmpty)
        #expect(try await !gateway.isStopped())
    }

    @Test("What the platform told besides is kept, and text as it came")
    func details() async throws {
        let gateway = try await TestGateway.make()
        let text = " Grüße 👋🏽\n\u{202E}x\u{1}\u{FEFF} "
        try await gateway.deliver([
            TestWire(
                id: "1", to: TestGateway.salesNumber, from: TestGateway.customer, text: text,
                details: ["FromCity": "Köln", "New": ""])
        ])
        let message = try #require(try await gateway.transcript().first)
        #expect(message.details == ["FromCity": "Köln", "New": ""])
        #expect(message.text == text)
    }

    @Test("A NUL in a text costs nothing of what follows")
    func nul() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.deliver([
            TestWire(id: "a\0b", to: TestGateway.salesNumber, from: TestGateway.customer, text: "one\0two"),
            TestWire(id: "a\0c", to: TestGateway.salesNumber, from: TestGateway.customer, text: "three"),
        ])
        #expect(try await gateway.transcript().map(\.text) == ["one\u{FFFD}two", "three"])
    }

    @Test("Unknown kinds are answered and harm nothing")
    func unknownKinds() async throws {
        let gateway = try await TestGateway.make()
        #expect(try await gateway.deliver([TestWire(id: "1", to: "", kind: "weather")]).status == 200)
        #expect(try await gateway.conversations().isEmpty)
    }
}
