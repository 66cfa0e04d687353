import Gateway
import GatewayModel
import Testing

@Suite("Outbound rights")
struct OutboundRightTests {
    private static let agents = RoleID("agents")!
    static let outbound: [ContactPointRight] = [.startConversation, .sendNotification]

    private func setRoles(_ roles: [RoleID], _ right: ContactPointRight, in gateway: TestGateway) async throws {
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.setRoles(roles, right, of: TestGateway.sales, by: "test", in: $0)
        }
    }

    private func send(
        _ right: ContactPointRight, by principal: Principal? = nil, in gateway: TestGateway
    ) async throws {
        switch right {
        case .startConversation: try await gateway.start("Hello", by: principal)
        case .sendNotification: try await gateway.notify("Hello", by: principal)
        case .read, .answer: Issue.record("not outbound")
        }
    }

    @Test("Taken away, it stops the very next send, and that right alone", arguments: outbound)
    func takenAway(right: ContactPointRight) async throws {
        let gateway = try await TestGateway.make()
        let other = try #require(Self.outbound.first { $0 != right })
        try await send(right, in: gateway)
        try await setRoles([], right, in: gateway)
        let refusal = await #expect(throws: Refusal.self) { try await self.send(right, in: gateway) }
        #expect(refusal?.kind == .forbidden(subject: "contact-point/sales/\(right.rawValue)"))
        #expect(refusal?.code == "outbound-right-missing")
        #expect(refusal?.explanation.contains("sales") == true)
        #expect(refusal?.explanation.contains(right.rawValue) == true)
        #expect(refusal?.explanation.contains("administrator") == true)
        try await send(other, in: gateway)
        try await gateway.notify("Elsewhere it stands", at: TestGateway.service)
        #expect(try await gateway.messagesOnOutbox() == 3)
    }

    @Test("Being an administrator is no way round", arguments: outbound)
    func administrator(right: ContactPointRight) async throws {
        let gateway = try await TestGateway.make()
        let key = try await gateway.store.write { [parts = gateway.parts] in
            try parts.keys.create(
                label: "Root", level: .administrator, roles: [], expiresAt: nil, by: "test", in: $0
            ).key
        }
        let administrator = Principal(.service(key.id), level: .administrator)
        await #expect(throws: Refusal.self) { try await self.send(right, by: administrator, in: gateway) }
        #expect(try await gateway.messagesOnOutbox() == 0)
    }

    @Test("Everyone in the list is everyone of the people, and no service", arguments: outbound)
    func everyone(right: ContactPointRight) async throws {
        let gateway = try await TestGateway.make()
        let lists = try await gateway.store.read { try $0.roles(right, of: .default) }
        #expect(lists == [.everyone])
        try await setRoles([.everyone], right, in: gateway)
        await #expect(throws: Refusal.self) { try await self.send(right, in: gateway) }
    }

    @Test("A disabled role grants nothing, until it is enabled again")
    func disabled() async throws {
        let gateway = try await TestGateway.make()
        for isDisabled in [true, false] {
            _ = try await gateway.store.write { [parts = gateway.parts] in
                try parts.roles.update(Self.agents, label: nil, isDisabled: isDisabled, by: "test", in: $0)
            }
            if isDisabled {
                await #expect(throws: Refusal.self) { try await gateway.notify("Hello") }
            } else {
                try await gateway.notify("Hello")
            }
        }
        await #expect(throws: Refusal.self) {
            _ = try await gateway.store.write { [parts = gateway.parts] in
                try parts.roles.update(.everyone, label: nil, isDisabled: true, by: "test", in: $0)
            }
        }
    }

    @Test("A key that loses its role loses the right")
    func keyLosesRole() async throws {
        let gateway = try await TestGateway.make()
        _ = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.keys.setRoles([], of: setup.agentKey, by: "test", in: $0)
        }
        await #expect(throws: Refusal.self) { try await gateway.notify("Hello") }
    }

    @Test("Any role of the list is enough; a list of roles that are not there is refused whole")
    func lists() async throws {
        let gateway = try await TestGateway.make()
        let other = try await gateway.store.write { [parts = gateway.parts] in
            try parts.roles.create(id: nil, label: "Others", by: "test", in: $0).id
        }
        try await setRoles([other, Self.agents, other], .sendNotification, in: gateway)
        try await gateway.notify("Hello")
        await #expect(throws: Refusal.self) {
            try await self.setRoles([RoleID("nobody")!], .sendNotification, in: gateway)
        }
        let list = try await gateway.store.read { try $0.roles(.sendNotification, of: TestGateway.sales) }
        #expect(list == [Self.agents, other])
    }
}
