import Gateway
import GatewayModel
import Testing

@Suite("Whose a conversation is")
struct OwnershipTests {
    private static let agents = RoleID("agents")!

    /// A gateway with a conversation, and three who may answer it: two agents and a manager; and one who may not.
    private struct Desk {
        let gateway: TestGateway
        let conversation: ID<Conversation>
        let ann, bob, manager, outsider: Principal

        static func make() async throws -> Desk {
            let gateway = try await TestGateway.make()
            try await gateway.customerWrites("Hello")
            let id = try #require(try await gateway.openConversation()).id
            func user(_ name: String, _ level: PermissionLevel, _ roles: [RoleID]) async throws -> Principal {
                let user = User(
                    id: gateway.parts.surroundings.ids.next(), email: "\(name)@our.test", name: name, level: level,
                    roles: roles, createdAt: gateway.now)
                try await gateway.store.write { try $0.insert(user) }
                return Principal(.user(user.id), level: level)
            }
            return Desk(
                gateway: gateway, conversation: id, ann: try await user("ann", .agent, [agents]),
                bob: try await user("bob", .agent, [agents]), manager: try await user("mia", .manager, [agents]),
                outsider: try await user("out", .administrator, []))
        }

        func change(
            _ work: @escaping @Sendable (Ownership, any StoreTransaction) throws -> Conversation
        ) async throws -> String? {
            try await gateway.store.write { [ownership = gateway.parts.ownership] in try work(ownership, $0) }.owner
        }

        func claim(by principal: Principal) async throws -> String? {
            try await change { [conversation] in try $0.claim(conversation, by: principal, in: $1) }
        }

        func assign(to name: String, by principal: Principal) async throws -> String? {
            try await change { [conversation] in try $0.assign(conversation, to: name, by: principal, in: $1) }
        }

        func release(by principal: Principal) async throws -> String? {
            try await change { [conversation] in try $0.release(conversation, by: principal, in: $1) }
        }

        func code(_ work: () async throws -> String?) async -> String? {
            do {
                _ = try await work()
                return nil
            } catch { return (error as? Refusal)?.code }
        }
    }

    @Test("Claimed once: a colleague is refused, and to claim again is harmless")
    func claim() async throws {
        let desk = try await Desk.make()
        #expect(try await desk.claim(by: desk.ann) == desk.ann.name)
        #expect(try await desk.claim(by: desk.ann) == desk.ann.name)
        #expect(await desk.code { try await desk.claim(by: desk.bob) } == "already-owned")
        #expect(await desk.code { try await desk.claim(by: desk.manager) } == "already-owned")
        #expect(try await desk.gateway.events(.conversationOwnerChanged).map(\.value) == [desk.ann.name])
    }

    @Test("Handed over and released by its owner or a manager, and by nobody else")
    func handOver() async throws {
        let desk = try await Desk.make()
        _ = try await desk.claim(by: desk.ann)
        #expect(await desk.code { try await desk.assign(to: desk.bob.name, by: desk.bob) } == "permission-missing")
        #expect(await desk.code { try await desk.release(by: desk.bob) } == "permission-missing")
        #expect(try await desk.assign(to: desk.bob.name, by: desk.ann) == desk.bob.name)
        #expect(await desk.code { try await desk.release(by: desk.ann) } == "permission-missing")
        #expect(try await desk.assign(to: desk.ann.name, by: desk.manager) == desk.ann.name)
        #expect(try await desk.release(by: desk.ann) == nil)
        #expect(try await desk.release(by: desk.bob) == nil, "nobody's already")
        #expect(
            try await desk.gateway.events(.conversationOwnerChanged).map(\.value)
                == [desk.ann.name, desk.bob.name, desk.ann.name, nil])
    }

    @Test("Given only to somebody who is there and may answer")
    func assignee() async throws {
        let desk = try await Desk.make()
        let service = desk.gateway.setup.agent.name
        for name in [desk.outsider.name, "usr_0000000000000", "key_0000000000000", "ann", ""] {
            #expect(await desk.code { try await desk.assign(to: name, by: desk.ann) } == "invalid", "\(name)")
        }
        #expect(try await desk.assign(to: service, by: desk.ann) == service)
    }

    @Test("Who may not answer owns nothing, an administrator included; a closed conversation is nobody's to take")
    func refused() async throws {
        let desk = try await Desk.make()
        #expect(await desk.code { try await desk.claim(by: desk.outsider) } == "conversation-right-missing")
        #expect(
            await desk.code { try await desk.assign(to: desk.ann.name, by: desk.outsider) }
                == "conversation-right-missing")
        try await desk.gateway.close(desk.conversation)
        #expect(await desk.code { try await desk.claim(by: desk.ann) } == "conversation-closed")
        #expect(try await desk.gateway.events(.conversationOwnerChanged).isEmpty)
    }

    @Test("Whoever may answer may answer somebody else's; its owner stays")
    func stepIn() async throws {
        let desk = try await Desk.make()
        _ = try await desk.claim(by: desk.ann)
        let gateway = desk.gateway
        _ = try await gateway.store.write { [parts = gateway.parts] in
            try parts.outbound.reply(to: desk.conversation, text: "Hi", by: desk.bob, in: $0)
        }
        #expect(try await gateway.openConversation()?.owner == desk.ann.name)
        await #expect(throws: Refusal.self) {
            _ = try await gateway.store.write { [parts = gateway.parts] in
                try parts.outbound.reply(to: desk.conversation, text: "Hi", by: desk.outsider, in: $0)
            }
        }
    }
}
