import Gateway
import GatewayModel
import Testing

@Suite("Store: timers, and conversations that are due")
struct TimerContractTests {
    private static func settings(_ response: Int?, _ inactive: Int? = nil, _ close: Int? = nil) -> TimerSettings {
        func length(_ seconds: Int?) -> TimerLength? { seconds.flatMap { TimerLength(seconds: $0) } }
        return TimerSettings(response: length(response), inactive: length(inactive), close: length(close))
    }

    private static let other = Platform(rawValue: "other")
    private static let platform = TimerScope.platform(Samples.platform, at: Samples.sales)

    @Test("What is set in one place is set nowhere else, and can be taken back", arguments: StoreUnderTest.all)
    func settings(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let all: [TimerScope: TimerSettings] = [
            .tenant: Self.settings(1, 2, 3), .contactPoint(Samples.sales): Self.settings(nil, 4),
            .contactPoint(Samples.service): Self.settings(5), Self.platform: Self.settings(nil, nil, 2_592_000),
            .platform(Self.other, at: Samples.sales): Self.settings(7),
            .platform(Samples.platform, at: Samples.service): Self.settings(8),
        ]
        for scope in all.keys { #expect(try await store.read { try $0.timers(in: scope) } == TimerSettings()) }
        try await store.write { transaction in
            for (scope, settings) in all { try transaction.setTimers(settings, in: scope) }
        }
        for (scope, settings) in all { #expect(try await store.read { try $0.timers(in: scope) } == settings) }
        let governing: @Sendable () async throws -> [TimerScope: TimerSettings] = {
            try await store.read { try $0.timers(governing: Samples.sales, Samples.platform) }
        }
        let three = [TimerScope.tenant, .contactPoint(Samples.sales), Self.platform]
        #expect(try await governing() == all.filter { three.contains($0.key) })
        try await store.write { transaction in
            try transaction.setTimers(Self.settings(9), in: .tenant)
            try transaction.setTimers(TimerSettings(), in: .contactPoint(Samples.sales))
        }
        #expect(
            try await governing() == [.tenant: Self.settings(9), Self.platform: Self.settings(nil, nil, 2_592_000)])
    }

    @Test("A contact point that is erased leaves no timers behind", arguments: StoreUnderTest.all)
    func erasedContactPoint(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(ContactPoint(id: Samples.sales, label: "Sales"))
            for scope in [TimerScope.tenant, .contactPoint(Samples.sales), Self.platform] {
                try transaction.setTimers(Self.settings(1), in: scope)
            }
            try transaction.put(Retiming(contactPoint: Samples.sales, platform: Samples.platform))
            try transaction.delete(Samples.sales)
        }
        let left = try await store.read { try $0.timers(governing: Samples.sales, Samples.platform) }
        #expect(left == [.tenant: Self.settings(1)])
    }

    @Test("Who is due, the longest due first; whoever moves is found where they are", arguments: StoreUnderTest.all)
    func due(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.nextConversationDue() } == nil)
        try await store.write { transaction in
            for number in [Int64(30), 10, 20, 40] {
                try transaction.insert(Samples.conversation(number, of: Int(number)))
            }
            try transaction.insert(Samples.conversation(5, .closed))
        }
        let due: @Sendable (Int64, Int) async throws -> [Int64] = { moment, limit in
            try await store.read {
                try $0.conversationsDue(by: Samples.time(moment), limit: limit).map(\.id.rawValue)
            }
        }
        #expect(try await due(9, 9) == [])
        #expect(try await due(30, 9) == [10, 20, 30])
        #expect(try await due(40, 2) == [10, 20])
        #expect(try await store.read { try $0.nextConversationDue() } == Samples.time(10))
        #expect(
            try await store.read { try $0.conversationsDue(by: Samples.time(10), limit: 1) } == [
                Samples.conversation(10, of: 10)
            ])
        try await store.write { transaction in
            var moved = Samples.conversation(10, of: 10)
            moved.clocks = ConversationClocks(dueAt: Samples.time(35))
            try transaction.update(moved)
            try transaction.update(Samples.conversation(20, of: 20, .closed))
        }
        #expect(try await due(40, 9) == [30, 10, 40])
        #expect(try await store.read { try $0.nextConversationDue() } == Samples.time(30))
        let moved = try await store.read { try $0.conversation(ID(rawValue: 10)) }
        #expect(moved?.clocks == ConversationClocks(dueAt: Samples.time(35)))
    }

    @Test("The last message of a conversation, of whichever side", arguments: StoreUnderTest.all)
    func lastWord(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in [Int64(3), 9, 6] { try transaction.insert(Samples.message(number, in: 1)) }
            try transaction.insert(Samples.message(20, in: 2))
            try transaction.insert(Samples.message(30, in: nil))
        }
        let lastWord = try await store.read { try $0.lastWord(in: ID(rawValue: 1)) }
        #expect(lastWord == LastWord(message: ID(rawValue: 9), at: Samples.time(9)))
        #expect(try await store.read { try $0.lastWord(in: ID(rawValue: 3)) } == nil)
    }

    @Test("Open conversations page by page, each once, and nobody else's", arguments: StoreUnderTest.all)
    func openConversations(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...25 {
                let state: ConversationState = number.isMultiple(of: 5) ? .closed : .active
                try transaction.insert(Samples.conversation(Int64(number), of: number, state))
                try transaction.insert(Samples.conversation(Int64(100 + number), of: number, at: Samples.service))
            }
        }
        var found: [Conversation] = []
        for _ in 0..<4 {
            found += try await store.read { [after = found.last?.customer] in
                try $0.openConversations(at: Samples.sales, on: Samples.platform, Page(after: after, limit: 7))
            }
        }
        #expect(Set(found.map(\.id.rawValue)) == Set((1...25).filter { !$0.isMultiple(of: 5) }))
        #expect(found.count == 20)
        #expect(found.map(\.customer.value) == found.map(\.customer.value).sorted())
        let others = try await store.read {
            try $0.openConversations(at: Samples.sales, on: Self.other, Page(after: nil, limit: 9))
        }
        #expect(others.isEmpty)
    }

    @Test("What is still to be timed anew: how far it has come, and from the beginning", arguments: StoreUnderTest.all)
    func retimings(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.nextRetiming() } == nil)
        var first = Retiming(contactPoint: Samples.sales, platform: Samples.platform)
        let second = Retiming(contactPoint: Samples.service, platform: Samples.platform)
        try await store.write { [first] transaction in
            try transaction.put(second)
            try transaction.put(first)
        }
        #expect(try await store.read { try $0.nextRetiming() } == first)
        first.after = Samples.address(7)
        try await store.write { [first] in try $0.put(first) }
        #expect(try await store.read { try $0.nextRetiming() } == first)
        first.after = nil
        try await store.write { [first] in try $0.put(first) }
        #expect(try await store.read { try $0.nextRetiming() } == first)
        try await store.write { [first] in try $0.delete(first) }
        #expect(try await store.read { try $0.nextRetiming() } == second)
    }
}
