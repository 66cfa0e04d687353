import GatewayModel
import Testing

@testable import Gateway

@Suite("What other systems call customers and conversations")
struct ReferenceTests {
    @Test("A conversation is found by its reference, and keeps it through every change of state")
    func conversation() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let id = try #require(try await gateway.openConversation()).id
        try await set("ticket-7", of: id, gateway)
        try await gateway.reply("Hi")
        try await gateway.close(id)
        #expect(try await found("ticket-7", gateway) == [id])
        #expect(try await found("ticket-8", gateway).isEmpty)
        #expect(try await gateway.events(.conversationReferenceChanged).map(\.value) == ["ticket-7"])

        try await set("ticket-7", of: id, gateway)
        #expect(try await gateway.events(.conversationReferenceChanged).count == 1, "nothing changed")
        try await set(nil, of: id, gateway)
        #expect(try await found("ticket-7", gateway).isEmpty)
        #expect(try await gateway.events(.conversationReferenceChanged).map(\.value) == ["ticket-7", nil])
    }

    @Test("A customer has one whatever the contact point; a stranger has none")
    func customer() async throws {
        let gateway = try await TestGateway.make()
        await #expect(throws: Refusal.notFound("customer")) { try await set("crm-1", gateway) }
        try await gateway.customerWrites("Hello", to: TestGateway.serviceNumber)
        try await set("crm-1", gateway)
        let known = try await gateway.store.read { try $0.customers(externalReference: "crm-1", limit: 9) }
        #expect(known == [Customer(address: TestGateway.customerAddress, externalReference: "crm-1")])
        #expect(try await gateway.events(.customerChanged).map(\.value) == [TestGateway.customer])
        try await set(nil, gateway)
        #expect(try await gateway.store.read { try $0.customer(TestGateway.customerAddress) } == nil)
    }

    @Test("Who was only notified, or is only on a stop list, is a customer, too")
    func known() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.notify("Hello")
        try await set("crm-1", gateway)
        let second = try await TestGateway.make()
        try await second.stop()
        try await set("crm-1", second)
    }

    private func set(_ reference: String?, of id: ID<Conversation>, _ gateway: TestGateway) async throws {
        _ = try await gateway.store.write { [customers = gateway.parts.customers, setup = gateway.setup] in
            try customers.setReference(reference, of: id, by: setup.agent, in: $0)
        }
    }

    private func set(_ reference: String?, _ gateway: TestGateway) async throws {
        _ = try await gateway.store.write { [customers = gateway.parts.customers] in
            try customers.setReference(reference, of: TestGateway.customerAddress, in: $0)
        }
    }

    private func found(_ reference: String, _ gateway: TestGateway) async throws -> [ID<Conversation>] {
        try await gateway.store.read {
            try $0.conversations(ConversationFilter(externalReference: reference), Page(after: nil, limit: 9)).map(\.id)
        }
    }
}
