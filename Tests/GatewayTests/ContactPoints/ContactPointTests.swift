import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Contact points")
struct ContactPointTests {
    private func remove(_ id: ContactPointID, in gateway: TestGateway) async throws {
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.remove(id, by: "test", in: $0)
        }
    }

    private func contactPoint(_ id: ContactPointID, in gateway: TestGateway) async throws -> ContactPoint? {
        try await gateway.store.read { try $0.contactPoint(id) }
    }

    @Test("The default one is there from the first start, and one start more changes nothing")
    func fromTheStart() async throws {
        let gateway = try await TestGateway.make()
        let before = try await gateway.auditEntries()
        try await gateway.store.write { [parts = gateway.parts] in try parts.contactPoints.prepare(in: $0) }
        #expect(try await contactPoint(.default, in: gateway)?.label == "Default")
        #expect(try await gateway.auditEntries() == before)
    }

    @Test("One without a history is erased, one with a history is archived")
    func removed() async throws {
        let gateway = try await TestGateway.make()
        try await remove(.default, in: gateway)
        #expect(try await contactPoint(.default, in: gateway) == nil)

        try await gateway.customerWrites("Hello")
        try await remove(TestGateway.sales, in: gateway)
        #expect(try await contactPoint(TestGateway.sales, in: gateway)?.archivedAt == gateway.now)
        #expect(try await gateway.transcript().count == 1)
        await #expect(throws: Refusal.notFound("contact point")) {
            try await self.remove(TestGateway.sales, in: gateway)
        }
    }

    @Test("The last one stays, archived ones do not count")
    func last() async throws {
        let gateway = try await TestGateway.make()
        try await remove(TestGateway.sales, in: gateway)
        try await remove(TestGateway.service, in: gateway)
        let refusal = await #expect(throws: Refusal.self) { try await self.remove(.default, in: gateway) }
        #expect(refusal?.code == "last-contact-point")
        #expect(try await contactPoint(.default, in: gateway)?.archivedAt == nil)
    }

    @Test("An archived one still takes what comes in, stops included")
    func archivedInbound() async throws {
        let gateway = try await TestGateway.make()
        try await remove(TestGateway.sales, in: gateway)
        #expect(try await gateway.customerWrites("STOP").status == 200)
        #expect(try await gateway.isStopped())
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
    }

    @Test("An address belongs to one contact point only, and the refusal names it")
    func oneOwner() async throws {
        let gateway = try await TestGateway.make()
        let refusal = await #expect(throws: Refusal.self) {
            _ = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
                try parts.connections.create(
                    at: TestGateway.service, app: setup.app.id, address: TestGateway.salesNumber,
                    Connections.Choices(), by: "test", in: $0)
            }
        }
        #expect(refusal?.code == "address-in-use")
        #expect(refusal?.explanation.contains("\"sales\"") == true)
        #expect(try await gateway.store.read { try $0.connections(of: TestGateway.service).count } == 1)
    }

    @Test("A connection from which messages wait to leave is not removed")
    func connectionInUse() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.notify("Hello")
        let delete: @Sendable () async throws -> Void = {
            try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
                try parts.connections.delete(setup.salesConnection, by: "test", in: $0)
            }
        }
        await #expect(throws: Refusal.self) { try await delete() }
        try await gateway.drain()
        try await delete()
        await #expect(throws: Refusal.self) { try await gateway.notify("Hello") }
    }
}
