import Gateway
import GatewayModel
import Testing

@Suite("Store: rules of availability, and agents")
struct AvailabilityContractTests {
    private static let other = Platform(rawValue: "other")
    private static let agents = RoleID("agents")!

    private static func conversation(
        _ number: Int64, at contactPoint: ContactPointID = Samples.sales, owner: String?, waits: Bool = true,
        _ state: ConversationState = .active
    ) -> Conversation {
        var conversation = Samples.conversation(number, of: Int(number), at: contactPoint, state)
        conversation.owner = owner
        conversation.clocks.unansweredSince = waits ? Samples.time(1) : nil
        return conversation
    }

    @Test("A rule is set in one place and in no other, and goes with its contact point", arguments: StoreUnderTest.all)
    func rules(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let rules: [AvailabilityRule] = [
            .figure(.waitingConversations, Comparison(.lessThan, 3)),
            .all([.not(.time(.days([.monday]), zone: "Europe/Paris")), .any([.always])]),
        ]
        try await store.write { transaction in
            try transaction.insert(ContactPoint(id: Samples.sales, label: "Sales"))
            for rule in rules.reversed() {
                try transaction.setAvailabilityRule(rule, of: Samples.sales, on: Samples.platform)
                // What was read before in the same transaction is not what is read after.
                #expect(try transaction.availabilityRule(of: Samples.sales, on: Samples.platform) == rule)
            }
            try transaction.setAvailabilityRule(rules[1], of: Samples.sales, on: Self.other)
            try transaction.setAvailabilityRule(rules[1], of: Samples.service, on: Samples.platform)
        }
        func rule(_ contactPoint: ContactPointID, _ platform: Platform) async throws -> AvailabilityRule {
            try await store.read { try $0.availabilityRule(of: contactPoint, on: platform) }
        }
        #expect(try await rule(Samples.sales, Samples.platform) == rules[0])
        #expect(try await rule(Samples.sales, Self.other) == rules[1])
        #expect(try await rule(Samples.service, Self.other) == .always)
        try await store.write { try $0.setAvailabilityRule(.always, of: Samples.sales, on: Self.other) }
        #expect(try await rule(Samples.sales, Self.other) == .always)
        try await store.write { try $0.delete(Samples.sales) }
        #expect(try await rule(Samples.sales, Samples.platform) == .always)
        #expect(try await rule(Samples.service, Samples.platform) == rules[1])
    }

    @Test("Who waits is open, nobody's and not answered", arguments: StoreUnderTest.all)
    func waiting(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(Self.conversation(1, owner: nil))
            try transaction.insert(Self.conversation(2, owner: nil, .new))
            try transaction.insert(Self.conversation(3, owner: nil, .inactive))
            try transaction.insert(Self.conversation(4, owner: "usr_1"))
            try transaction.insert(Self.conversation(5, owner: nil, waits: false))
            try transaction.insert(Self.conversation(6, owner: nil, waits: false, .closed))
            try transaction.insert(Self.conversation(7, at: Samples.service, owner: nil))
        }
        #expect(try await store.read { try $0.waitingConversations(at: Samples.sales) } == 3)
        #expect(try await store.read { try $0.waitingConversations(at: Samples.service) } == 1)
        try await store.write { transaction in
            try transaction.update(Self.conversation(1, owner: "usr_1"))
            try transaction.update(Self.conversation(2, owner: nil, waits: false))
        }
        #expect(try await store.read { try $0.waitingConversations(at: Samples.sales) } == 1)
    }

    @Test("An agent comes back as it was put", arguments: StoreUnderTest.all)
    func agents(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        var ann = Agent(
            user: ID(rawValue: 1), presence: .available, since: Samples.time(5), capacity: 7, endsWithSessions: true)
        let bob = Agent(user: ID(rawValue: 2), presence: .currentConversationsOnly, endsWithSessions: false)
        try await store.write { [ann] transaction in
            #expect(try transaction.agent(ann.user) == nil)
            for agent in [ann, bob] { try transaction.put(agent) }
        }
        #expect(try await store.read { try $0.agent(ID(rawValue: 1)) } == ann)
        #expect(try await store.read { try $0.agent(ID(rawValue: 2)) } == bob)
        #expect(try await store.read { try $0.agentsOfSessions() } == [ann])
        (ann.presence, ann.capacity) = (.unavailable, 0)
        try await store.write { [ann] in try $0.put(ann) }
        #expect(try await store.read { try $0.agent(ID(rawValue: 1)) } == ann)
        #expect(try await store.read { try $0.agentsOfSessions() } == [])
    }

    @Test("Who is available at a contact point, with what they own anywhere", arguments: StoreUnderTest.all)
    func available(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let name: @Sendable (Int64) -> String = { ID<User>(rawValue: $0).description }
        try await store.write { transaction in
            for role in [RoleID.everyone, Self.agents] { try transaction.insert(Role(id: role, label: "r")) }
            try transaction.setRoles([Self.agents], .answer, of: Samples.sales)
            try transaction.setRoles([.everyone, Self.agents], .answer, of: Samples.service)
            try transaction.insert(Samples.user(1, roles: [Self.agents]))
            try transaction.insert(Samples.user(2))
            try transaction.insert(Samples.user(3, roles: [Self.agents], .disabled))
            try transaction.insert(Samples.user(4, roles: [Self.agents]))
            try transaction.insert(Samples.user(5, roles: [Self.agents]))
            for user in [Int64(1), 2, 3] {
                try transaction.put(Agent(user: ID(rawValue: user), presence: .available, capacity: 2))
            }
            try transaction.put(Agent(user: ID(rawValue: 4), presence: .currentConversationsOnly))
            try transaction.insert(Self.conversation(1, owner: name(1)))
            try transaction.insert(Self.conversation(2, at: Samples.service, owner: name(1), waits: false))
            try transaction.insert(Self.conversation(3, owner: name(1), .closed))
            try transaction.insert(Self.conversation(4, owner: nil))
            try transaction.insert(Self.conversation(5, owner: name(2), .inactive))
        }
        func available(_ contactPoint: ContactPointID) async throws -> [AgentLoad] {
            try await store.read { try $0.availableAgents(at: contactPoint) }
        }
        let ann = AgentLoad(user: ID(rawValue: 1), capacity: 2, load: 2)
        let bob = AgentLoad(user: ID(rawValue: 2), capacity: 2, load: 1)
        #expect(try await available(Samples.sales) == [ann])
        #expect(try await available(Samples.service) == [ann, bob])
        #expect(try await store.read { try $0.openConversations(ownedBy: ID(rawValue: 1)) } == 2)
        #expect(try await store.read { try $0.openConversations(ownedBy: ID(rawValue: 4)) } == 0)
        try await store.write { try $0.update(Role(id: Self.agents, label: "r", isDisabled: true)) }
        #expect(try await available(Samples.sales) == [])
        #expect(try await available(Samples.service) == [ann, bob], "everyone")
    }
}
