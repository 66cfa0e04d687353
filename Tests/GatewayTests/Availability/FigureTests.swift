import GatewayModel
import Testing

@testable import Gateway

@Suite("Availability: what is counted")
struct FigureTests {
    @Test("Who waits: nobody's, and not answered, until claimed, answered or closed")
    func waiting() async throws {
        let house = try await TestPeople.make()
        let gateway = house.gateway
        let ann = try await house.agent()
        func waiting() async throws -> Int { try await gateway.figures()[0] }
        #expect(try await waiting() == 0)
        for number in 1...3 { try await gateway.customerWrites("Hello", from: "+491\(number)") }
        try await gateway.customerWrites("Hello", to: TestGateway.serviceNumber)
        #expect(try await waiting() == 3)
        #expect(try await gateway.figures(of: TestGateway.service)[0] == 1)

        let all = try await gateway.conversations()
        try await house.own(all[0].id, by: ann)
        #expect(try await waiting() == 2)
        try await gateway.reply(to: all[1].id, "Hi")
        #expect(try await waiting() == 1)
        // Answered, and asked again.
        try await gateway.customerWrites("And?", from: all[1].customer.value)
        #expect(try await waiting() == 2)
        try await gateway.close(all[2].id)
        #expect(try await waiting() == 1)
        // Given back unanswered, it waits again.
        _ = try await gateway.store.write { [parts = gateway.parts] in
            try parts.ownership.release(all[0].id, by: Principal(.user(ann), level: .agent), in: $0)
        }
        #expect(try await waiting() == 2)
        // A word that asks for nothing, and a start of ours, are nobody who waits.
        try await gateway.customerWrites("STOP", from: "+4977")
        try await gateway.start("Good morning", to: "+4988")
        #expect(try await waiting() == 2)
    }

    @Test("Who is available: there, active, with a role that may answer, and not full")
    func agents() async throws {
        let house = try await TestPeople.make()
        let gateway = house.gateway
        let ann = try await house.agent("ann@our.test", capacity: 2)
        let bob = try await house.agent("bob@our.test", capacity: 3)
        let cid = try await house.user("cid@our.test").id
        func figures() async throws -> [Int] { Array(try await gateway.figures().dropFirst()) }
        #expect(try await figures() == [2, 5])
        // Who may answer nowhere is no agent.
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.setRoles([], .answer, of: .default, by: "admin", in: $0)
        }
        await #expect(throws: Refusal.self) { try await house.set(.available, of: cid) }
        for number in 1...3 { try await gateway.customerWrites("Hello", from: "+491\(number)") }
        let all = try await gateway.conversations()
        try await house.own(all[0].id, by: ann)
        #expect(try await figures() == [2, 4])
        try await house.own(all[1].id, by: ann)
        #expect(try await figures() == [1, 3], "Ann is full")
        // What is owned elsewhere counts as well.
        #expect(Array(try await gateway.figures(of: TestGateway.service).dropFirst()) == [1, 3])
        try await house.set(nil, capacity: 0, of: bob)
        #expect(try await figures() == [0, 0])
        try await house.set(nil, capacity: 1, of: bob)
        try await house.set(.currentConversationsOnly, of: bob)
        #expect(try await figures() == [0, 0])
        try await house.set(.available, of: bob)
        try await gateway.close(all[0].id)
        #expect(try await figures() == [2, 2])
        try await house.update(ann, Users.Choices(roles: []))
        #expect(try await figures() == [1, 1])
        try await house.update(bob, Users.Choices(state: .disabled))
        #expect(try await figures() == [0, 0])
    }

    @Test("A role that is disabled, or leaves the list, makes nobody an agent")
    func roles() async throws {
        let house = try await TestPeople.make()
        let gateway = house.gateway
        _ = try await house.agent()
        func set(_ roles: [RoleID], at contactPoint: ContactPointID) async throws {
            try await gateway.store.write { [parts = gateway.parts] in
                try parts.contactPoints.setRoles(roles, .answer, of: contactPoint, by: "admin", in: $0)
            }
        }
        try await set([], at: TestGateway.service)
        #expect(try await gateway.figures()[1] == 1)
        #expect(try await gateway.figures(of: TestGateway.service)[1] == 0)
        try await set([.everyone], at: TestGateway.service)
        #expect(try await gateway.figures(of: TestGateway.service)[1] == 1)
        _ = try await gateway.store.write { [parts = gateway.parts] in
            try parts.roles.update(TestPeople.agents, label: nil, isDisabled: true, by: "admin", in: $0)
        }
        #expect(try await gateway.figures()[1] == 0)
        #expect(try await gateway.figures(of: TestGateway.service)[1] == 1)
    }
}
