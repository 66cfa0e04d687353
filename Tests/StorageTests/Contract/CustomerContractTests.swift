import Gateway
import GatewayModel
import Testing

@Suite("Store: customers")
struct CustomerContractTests {
    private let customer = Samples.address(1)

    @Test("A reference is kept, replaced, found and taken away", arguments: StoreUnderTest.all)
    func references(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...3 {
                try transaction.put(Customer(address: Samples.address(number), externalReference: "crm-1"))
            }
            try transaction.put(Customer(address: Samples.address(2), externalReference: "crm-2"))
            try transaction.put(Customer(address: Samples.address(3)))
        }
        let found = try await store.read { transaction in
            try ["crm-1", "crm-2", "crm-3"].map { try transaction.customers(externalReference: $0, limit: 9) }
        }
        #expect(found.map { $0.map(\.address) } == [[Samples.address(1)], [Samples.address(2)], []])
        #expect(try await store.read { try $0.customer(Samples.address(3)) } == nil)
    }

    @Test("What belongs to one is found at every contact point, and nobody else's", arguments: StoreUnderTest.all)
    func belongings(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(ContactPoint(id: Samples.sales, label: "Sales"))
            try transaction.insert(ContactPoint(id: Samples.service, label: "Service"))
            try transaction.insert(Samples.conversation(1))
            try transaction.insert(Samples.conversation(2, at: Samples.service))
            try transaction.insert(Samples.conversation(3, of: 2))
            try transaction.insert(Samples.message(5, in: nil, .notification))
            try transaction.insert(Samples.message(6, in: 1))
            try transaction.insert(Samples.message(7, in: nil, to: 2, .notification))
            try transaction.put(Samples.stopEntry(1))
            try transaction.put(Samples.stopEntry(1, isStopped: false, at: Samples.service))
            try transaction.put(Samples.stopEntry(2))
            try transaction.enqueue(Samples.entry(6), parts: [])
            try transaction.enqueue(Samples.entry(8, to: 2), parts: [])
        }
        let all = try await store.read { [customer] transaction in
            try (
                transaction.conversations(of: customer, Page(after: nil, limit: 9)).map(\.id.rawValue),
                transaction.conversations(of: customer, Page(after: ID(rawValue: 1), limit: 9)).map(\.id.rawValue),
                transaction.looseMessages(to: customer, Page(after: nil, limit: 9)).map(\.id.rawValue),
                transaction.stopEntries(of: customer), transaction.outboxEntries(to: customer).map(\.message.rawValue)
            )
        }
        #expect(all.0 == [1, 2])
        #expect(all.1 == [2])
        #expect(all.2 == [5])
        #expect(Set(all.3.map(\.isStopped)) == [true, false])
        #expect(all.4 == [6])
    }

    @Test("Both logs are searched for an address", arguments: StoreUnderTest.all)
    func logs(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let counts = try await store.write { [customer] transaction in
            for value in [customer.value, customer.value + "1", nil] {
                try transaction.append(Event(.stopListAdded, at: Samples.time(1), value: value))
            }
            for after in [customer.value, "label, \(customer.value)", "else", nil] {
                try transaction.append(
                    AuditEntry(at: Samples.time(1), actor: "a", action: "b", subject: "c", after: after))
            }
            return try transaction.logEntries(naming: customer)
        }
        #expect(counts.events == 1)
        #expect(counts.audit == 2)
    }

    @Test("A conversation and a kept answer go for good, each alone", arguments: StoreUnderTest.all)
    func gone(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let keys = ["1", "2"].map { IdempotencyKey(principal: "p", route: "r", text: $0) }
        try await store.write { [customer] transaction in
            for number in [1, 2] as [Int64] {
                try transaction.insert(Samples.conversation(number, of: Int(number)))
                try transaction.insert(Samples.message(number, in: number))
            }
            for key in keys {
                try transaction.keep(
                    KeptAnswer(requestHash: [7], status: 202, body: [1], at: Samples.time(1)), to: key)
            }
            try transaction.erase(ID<Message>(rawValue: 1))
            try transaction.erase(ID<Conversation>(rawValue: 1))
            try transaction.put(Samples.stopEntry(1))
            try transaction.eraseStopEntry(of: customer, at: Samples.sales)
            try transaction.forgetAnswer(to: keys[0])
        }
        let left = try await store.read { [customer] transaction in
            try (
                transaction.message(ID(rawValue: 1)), transaction.conversation(ID(rawValue: 1)),
                transaction.message(ID(rawValue: 2)), transaction.conversation(ID(rawValue: 2)),
                transaction.stopEntry(for: customer, at: Samples.sales),
                transaction.answers(after: nil, limit: 9)
            )
        }
        #expect(left.0 == nil && left.1 == nil && left.4 == nil)
        #expect(left.2 != nil && left.3 != nil)
        #expect(left.5.map(\.key) == keys)
        #expect(left.5.map(\.answer.isForgotten) == [true, false])
        #expect(left.5.map(\.answer.body) == [[], [1]])
        let rest = try await store.read { try $0.answers(after: keys[0], limit: 9).map(\.key) }
        #expect(rest == [keys[1]])
    }
}
