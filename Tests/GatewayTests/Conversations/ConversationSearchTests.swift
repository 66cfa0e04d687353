import Gateway
import GatewayModel
import Testing

@testable import Gateway

@Suite("Conversations that somebody looks for")
struct ConversationSearchTests {
    private func found(
        _ gateway: TestGateway, _ filter: ConversationFilter = ConversationFilter(), _ text: String? = nil,
        by principal: Principal? = nil, limit: Int = 50
    ) async throws -> [String] {
        var found: [String] = []
        var last: ID<Conversation>?
        repeat {
            let page = try await gateway.store.read { [last, setup = gateway.setup] in
                try ConversationSearch(filter, text: text).page(
                    Page(after: last, limit: limit), for: principal ?? setup.agent, in: $0)
            }
            #expect(page.found.count <= limit)
            found += page.found.map(\.customer.value)
            last = page.next
        } while last != nil
        return found
    }

    private static func number(_ last: Int) -> String { "+491555\(10000 + last)" }

    @Test("By what was said: every word in one message, whatever its case; page by page the same")
    func words() async throws {
        let gateway = try await TestGateway.make()
        for (number, text) in [
            (1, "Where is my BLUE bicycle?"), (2, "The bicycle is red"), (3, "blue"), (4, "Grüße aus KÖLN"), (5, "x"),
        ] {
            try await gateway.customerWrites(text, from: Self.number(number))
        }
        try await gateway.customerWrites("bicycle", from: Self.number(3))
        for (text, expected) in [
            ("bicycle", [3, 2, 1]), ("bicycle BLUE", [1]), ("  blue ", [3, 1]), ("grüße köln", [4]), ("bike", []),
            ("bicycl", [3, 2, 1]),
        ] as [(String, [Int])] {
            for limit in [1, 2, 50] {
                #expect(
                    try await found(gateway, ConversationFilter(), text, limit: limit) == expected.map(Self.number),
                    "\(text), \(limit) a page")
            }
        }
    }

    @Test("By state, owner, customer, contact point and platform, alone and together")
    func filters() async throws {
        let gateway = try await TestGateway.make()
        for number in 1...4 { try await gateway.customerWrites("Hello", from: Self.number(number)) }
        try await gateway.customerWrites("Hello", from: Self.number(1), to: TestGateway.serviceNumber)
        let all = try await gateway.conversations()
        func id(_ number: Int) throws -> ID<Conversation> {
            try #require(all.first { $0.customer.value == Self.number(number) }).id
        }
        try await gateway.close(id(2))
        try await gateway.reply(to: id(3), "Hi")
        _ = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup, id = try id(4)] in
            try parts.ownership.claim(id, by: setup.agent, in: $0)
        }
        let me = ConversationFilter.Owner.principal(gateway.setup.agent.name)
        let address = Address(kind: .phone, value: Self.number(1))
        for (filter, expected) in [
            (ConversationFilter(), [1, 4, 3, 2, 1]),
            (ConversationFilter(contactPoint: TestGateway.sales), [4, 3, 2, 1]),
            (ConversationFilter(state: .closed), [2]), (ConversationFilter(state: .active), [3]),
            (ConversationFilter(isOpen: true), [1, 4, 3, 1]), (ConversationFilter(isOpen: false), [2]),
            (ConversationFilter(state: .closed, isOpen: true), []), (ConversationFilter(owner: me), [4]),
            (ConversationFilter(isOpen: true, owner: .nobody), [1, 3, 1]),
            (ConversationFilter(customer: address), [1, 1]),
            (ConversationFilter(contactPoint: TestGateway.service, customer: address), [1]),
            (ConversationFilter(platform: Platform(rawValue: "other")), []),
            (ConversationFilter(state: .new, customer: address), [1, 1]),
        ] as [(ConversationFilter, [Int])] {
            for limit in [1, 3, 50] {
                #expect(try await found(gateway, filter, limit: limit) == expected.map(Self.number), "\(filter)")
            }
        }
    }

    @Test("Who spoke last comes first, page by page the same, and only what the caller may read")
    func bySpeech() async throws {
        let gateway = try await TestGateway.make()
        for number in 1...4 { try await gateway.customerWrites("Hello", from: Self.number(number)) }
        try await gateway.customerWrites("blue", from: Self.number(9), to: TestGateway.serviceNumber)
        for number in [2, 1] { try await gateway.customerWrites("Still blue", from: Self.number(number)) }
        let all = try await gateway.conversations()
        try await gateway.reply(to: #require(all.first { $0.customer.value == Self.number(4) }).id, "Hi")
        try await gateway.close(#require(all.first { $0.customer.value == Self.number(3) }).id)
        func found(_ text: String?, limit: Int) async throws -> [String] {
            var found: [String] = []
            var last: ID<Message>?
            repeat {
                let page = try await gateway.store.read { [last, setup = gateway.setup] in
                    try ConversationSearch(ConversationFilter(isOpen: true), text: text).page(
                        bySpeech: Page(after: last, limit: limit), for: setup.agent, in: $0)
                }
                found += page.found.map(\.customer.value)
                last = page.next
            } while last != nil
            return found
        }
        for limit in [1, 2, 50] {
            #expect(try await found(nil, limit: limit) == [4, 1, 2, 9].map(Self.number), "\(limit) a page")
            #expect(try await found("blue", limit: limit) == [1, 2, 9].map(Self.number), "\(limit) a page")
        }
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.setRoles([], .read, of: TestGateway.sales, by: "test", in: $0)
        }
        #expect(try await found(nil, limit: 1) == [Self.number(9)])
    }

    @Test("Those whose answer is overdue, and those that may be an opt-out")
    func only() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello", from: Self.number(1))
        gateway.pass(.seconds(48 * 3600))
        try await gateway.tick()
        try await gateway.customerWrites("Please stop texting me", from: Self.number(2))
        try await gateway.customerWrites("Hello", from: Self.number(3))
        func found(isOverdue: Bool = false, mayOptOut: Bool = false) async throws -> [String] {
            try await gateway.store.read { [setup = gateway.setup] in
                try ConversationSearch(ConversationFilter(isOverdue: isOverdue, mayOptOut: mayOptOut)).page(
                    Page(after: nil, limit: 50), for: setup.agent, in: $0
                ).found.map(\.customer.value)
            }
        }
        #expect(try await found(isOverdue: true) == [Self.number(1)])
        #expect(try await found(mayOptOut: true) == [Self.number(2)])
        #expect(try await found(isOverdue: true, mayOptOut: true) == [])
    }

    @Test("Only what the caller may read, from the very next request on")
    func readable() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello", from: Self.number(1))
        try await gateway.customerWrites("Hello", from: Self.number(2), to: TestGateway.serviceNumber)
        #expect(try await found(gateway).count == 2)
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.setRoles([.everyone], .read, of: TestGateway.sales, by: "test", in: $0)
        }
        #expect(try await found(gateway) == [Self.number(2)], "a service is not everyone")
        let user = User(
            id: gateway.parts.surroundings.ids.next(), email: "a@our.test", name: "A", level: .agent, roles: [],
            createdAt: gateway.now)
        try await gateway.store.write { try $0.insert(user) }
        let person = Principal(.user(user.id), level: .agent)
        #expect(try await found(gateway, by: person) == [Self.number(1)])
    }

    @Test("What is too much for one page is gone on with, and nothing is left out")
    func budget() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("needle", from: Self.number(0))
        let count = ConversationSearch.budget / 100 + 5
        try await gateway.store.write {
            [ids = gateway.parts.surroundings.ids, connection = gateway.setup.salesConnection, now = gateway.now]
            transaction in
            for number in 1...count {
                let address = Address(kind: .phone, value: Self.number(number))
                let conversation = Conversation(
                    id: ids.next(), contactPoint: TestGateway.sales, platform: Platform(rawValue: "test"),
                    connection: connection, customer: address, state: .new, createdAt: now, updatedAt: now)
                try transaction.insert(conversation)
                for _ in 0..<100 {
                    try transaction.insert(
                        Message(
                            id: ids.next(), conversation: conversation.id, contactPoint: TestGateway.sales,
                            connection: connection, customer: address, direction: .inbound, purpose: .customer,
                            author: "customer", text: "hay", status: .received, createdAt: now, statusAt: now))
                }
            }
        }
        let first = try await gateway.store.read { [setup = gateway.setup] in
            try ConversationSearch(ConversationFilter(), text: "needle").page(
                Page(after: nil, limit: 50), for: setup.agent, in: $0)
        }
        #expect(first.found.isEmpty)
        #expect(first.next != nil)
        #expect(try await found(gateway, ConversationFilter(), "needle") == [Self.number(0)])
    }
}
