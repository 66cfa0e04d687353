import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Store: customers' last words, and what was done to messages")
struct LastWordContractTests {
    @Test(
        "The latest moment stays; each connection has its own; an erased customer has none",
        arguments: StoreUnderTest.all)
    func lastWords(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let (customer, other) = (Samples.address(1), Samples.address(2))
        let (first, second) = (ID<Connection>(rawValue: 1), ID<Connection>(rawValue: 2))
        try await store.write { transaction in
            #expect(try transaction.lastWord(of: customer, to: first) == nil)
            for time in [5, 9, 7] as [Int64] {
                try transaction.noteLastWord(of: customer, to: first, at: Samples.time(time))
            }
            try transaction.noteLastWord(of: customer, to: second, at: Samples.time(3))
            try transaction.noteLastWord(of: other, to: first, at: Samples.time(4))
            #expect(try transaction.lastWord(of: customer, to: first) == Samples.time(9))
            #expect(try transaction.lastWord(of: customer, to: second) == Samples.time(3))
            #expect(try transaction.prune(.lastWords, before: Samples.time(4), limit: 9) == 1)
            #expect(try transaction.lastWord(of: customer, to: second) == nil)
            try transaction.eraseLastWords(of: customer)
            #expect(try transaction.lastWord(of: customer, to: first) == nil)
            #expect(try transaction.lastWord(of: other, to: first) == Samples.time(4))
        }
    }

    @Test(
        "A message's content changes, and nothing else of it; the latest are read from the end",
        arguments: StoreUnderTest.all)
    func content(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...3 as ClosedRange<Int64> { try transaction.insert(Samples.message(number) as Message) }
            var message: Message = Samples.message(2)
            (message.text, message.media, message.details) = (nil, [], ["y": "z"])
            try transaction.setContent(message)
            #expect(try transaction.message(message.id) == message)
            let latest = try transaction.latestMessages(of: ID(rawValue: 1), limit: 2)
            #expect(latest == [Samples.message(3) as Message, message])
        }
    }

    @Test("A part that was never on the outbox is found by the platform's id", arguments: StoreUnderTest.all)
    func part(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(Samples.message(1) as Message)
            let part = PartRecord(
                number: 0, part: Part(text: "a"), state: .accepted, status: .sent, platformID: "p",
                attemptedAt: Samples.time(5))
            try transaction.insert(part, of: Samples.message(1), app: Samples.app)
            #expect(try transaction.parts(of: Samples.message(1)) == [part])
            let reference = PartReference(message: Samples.message(1), number: 0)
            #expect(try transaction.part(app: Samples.app, platformID: "p") == reference)
            #expect(try transaction.app(of: reference) == Samples.app)
        }
    }
}
