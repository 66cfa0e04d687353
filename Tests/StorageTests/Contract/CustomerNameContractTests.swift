import Gateway
import GatewayModel
import Testing

@Suite("Store: what platforms call customers")
struct CustomerNameContractTests {
    private static let connection = ID<Connection>(rawValue: 1)
    private static let other = ID<Connection>(rawValue: 2)

    private static func record(
        _ customer: Int, name: String? = nil, saidAt: Int64? = nil, dueAt: Int64?, isLeased: Bool = false,
        tries: Int = 0
    ) -> CustomerNameRecord {
        CustomerNameRecord(
            customer: Samples.address(customer), connection: connection, name: name.flatMap(CustomerName.init),
            saidAt: saidAt.map(Samples.time), dueAt: dueAt.map(Samples.time), isLeased: isLeased, tries: tries)
    }

    private static func want(
        _ customer: Int, at connection: ID<Connection> = connection, due: Int64, fresh: Int64 = 0,
        _ transaction: any StoreTransaction
    ) throws {
        try transaction.wantName(
            of: Samples.address(customer), at: connection, due: Samples.time(due),
            unlessSaidSince: Samples.time(fresh))
    }

    @Test(
        "It is wanted where nobody knows it, or where it is old; and not twice at once", arguments: StoreUnderTest.all)
    func wanted(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let customer = Samples.address(1)
        try await store.write { transaction in
            #expect(try transaction.nameRecord(of: customer) == nil)
            try Self.want(1, due: 10, transaction)
            #expect(try transaction.nameRecord(of: customer) == Self.record(1, dueAt: 10))
            // It is to be asked already.
            try Self.want(1, at: Self.other, due: 20, transaction)
            #expect(try transaction.nameRecord(of: customer) == Self.record(1, dueAt: 10))
            let leased = Self.record(1, dueAt: 100, isLeased: true, tries: 1)
            try transaction.update(leased)
            try Self.want(1, due: 30, transaction)
            #expect(try transaction.nameRecord(of: customer) == leased)
            // Known, and no older than it may be.
            let known = Self.record(1, name: "Ada Byron", saidAt: 40, dueAt: nil, tries: 7)
            try transaction.update(known)
            try Self.want(1, due: 50, fresh: 40, transaction)
            #expect(try transaction.nameRecord(of: customer) == known)
            #expect(try transaction.nextNameDue() == nil)
            // Older: it is asked where the customer writes now, from the first try on; the name stays meanwhile.
            try Self.want(1, at: Self.other, due: 60, fresh: 41, transaction)
            let again = try transaction.nameRecord(of: customer)
            #expect(again?.name?.text == "Ada Byron" && again?.saidAt == Samples.time(40))
            #expect(again?.connection == Self.other && again?.dueAt == Samples.time(60) && again?.tries == 0)
            // The platform had none, or it was given up: whatever its age.
            try transaction.update(Self.record(1, saidAt: 70, dueAt: nil))
            try Self.want(1, due: 80, fresh: 10, transaction)
            #expect(try transaction.nextNameDue() == Samples.time(80))
        }
    }

    @Test("What is due, by when it is; leases, waits and their end", arguments: StoreUnderTest.all)
    func due(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for (customer, due) in [(1, 30), (2, 10), (3, 20)] as [(Int, Int64)] {
                try Self.want(customer, at: customer == 3 ? Self.other : Self.connection, due: due, transaction)
            }
            func due(by time: Int64, limit: Int = 9) throws -> [Address] {
                try transaction.dueNames(by: Samples.time(time), limit: limit).map(\.customer)
            }
            #expect(try due(by: 9).isEmpty)
            #expect(try due(by: 29) == [Samples.address(2), Samples.address(3)])
            #expect(try due(by: 30, limit: 1) == [Samples.address(2)])
            #expect(try transaction.nextNameDue() == Samples.time(10))
            // Of one connection, and nothing that is being asked or comes later anyhow.
            try transaction.update(Self.record(2, dueAt: 15, isLeased: true, tries: 1))
            try transaction.postponeNames(at: Self.connection, until: Samples.time(25))
            #expect(try due(by: 24) == [Samples.address(2), Samples.address(3)])
            try transaction.postponeNames(at: Self.connection, until: Samples.time(40))
            #expect(try due(by: 39) == [Samples.address(2), Samples.address(3)])
            #expect(try due(by: 40).count == 3)
            try transaction.takeBackNames(at: Samples.time(5))
            #expect(try transaction.nameRecord(of: Samples.address(2)) == Self.record(2, dueAt: 5, tries: 1))
            #expect(try transaction.nameRecord(of: Samples.address(3))?.dueAt == Samples.time(20))
            try transaction.setBack(by: .milliseconds(10), at: Samples.time(6))
            #expect(try due(by: 10) == [Samples.address(2), Samples.address(3)])
        }
    }

    @Test(
        "A customer is shown with it, and it goes with an erasure; a reference is another matter",
        arguments: StoreUnderTest.all)
    func shown(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let customer = Samples.address(1)
        try await store.write { transaction in
            try Self.want(1, due: 10, transaction)
            #expect(try transaction.customer(customer) == nil, "it is only wanted")
            try transaction.update(Self.record(1, name: "Ada", saidAt: 20, dueAt: nil))
            let name = CustomerName("Ada")
            #expect(try transaction.customer(customer) == Customer(address: customer, name: name))
            try transaction.put(Customer(address: customer, externalReference: "crm"))
            try transaction.put(Customer(address: Samples.address(2), externalReference: "crm"))
            let both = Customer(address: customer, externalReference: "crm", name: name)
            #expect(try transaction.customer(customer) == both)
            let other = Customer(address: Samples.address(2), externalReference: "crm")
            #expect(try transaction.customers(externalReference: "crm", limit: 9) == [both, other])
            try transaction.put(Customer(address: customer))
            #expect(try transaction.customer(customer) == Customer(address: customer, name: name))
            try transaction.eraseName(of: Samples.address(2))
            #expect(try transaction.nameRecord(of: customer) != nil)
            try transaction.eraseName(of: customer)
            #expect(try transaction.customer(customer) == nil)
            try transaction.update(Self.record(1, name: "Ada", dueAt: 10))
            #expect(try transaction.nameRecord(of: customer) == nil, "nobody brings it back")
        }
    }

    @Test("It goes with the last conversation that has been kept long enough", arguments: StoreUnderTest.all)
    func pruned(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for (number, customer) in [(1, 1), (2, 1), (3, 2)] as [(Int64, Int)] {
                var conversation = Samples.conversation(number, of: customer, .closed)
                conversation.updatedAt = Samples.time(number)
                try transaction.insert(conversation)
                try Self.want(customer, due: 10, transaction)
            }
            try transaction.update(Self.record(1, name: "Ada", saidAt: 20, dueAt: nil))
            #expect(try transaction.prune(.conversations, before: Samples.time(2), limit: 9) == 1)
            #expect(try transaction.nameRecord(of: Samples.address(1))?.name?.text == "Ada")
            #expect(try transaction.prune(.conversations, before: Samples.time(3), limit: 9) == 1)
            #expect(try transaction.nameRecord(of: Samples.address(1)) == nil)
            #expect(try transaction.nameRecord(of: Samples.address(2)) != nil)
        }
    }
}
