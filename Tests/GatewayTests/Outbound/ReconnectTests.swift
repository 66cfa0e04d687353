import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Outbox: credentials refused")
struct ReconnectTests {
    @Test("Everything on the connection is held, and released when the credentials are mended")
    func heldAndReleased() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1)))
        gateway.platform.answer(.status(401))
        let first = try await gateway.start("1").message
        let second = try await gateway.start("2").message
        let other = try await gateway.notify("3", to: "+4999")
        try await gateway.drain()
        let late = try await gateway.notify("4", to: "+4998")
        try await gateway.wait(.seconds(3600))

        let held = [first, second, other, late]
        for message in held {
            let now = try await gateway.message(message.id)
            #expect(now.status == .held)
            #expect(now.statusReason?.code == "needsReconnect")
        }
        #expect(gateway.platform.sends.count == 1)
        let connection = try await gateway.connection()
        #expect(connection.state == .needsReconnect)
        #expect(connection.stateReason == "Credentials refused.")

        try await gateway.update(secret: "mended")
        for message in held { #expect(try await gateway.status(message) == .queued) }
        for _ in 0..<4 { try await gateway.wait(.seconds(1)) }
        for message in held { #expect(try await gateway.status(message) == .sent) }
        #expect(try await gateway.attempts(first).map(\.outcome) == [.reconnect, .accepted])
        #expect(try await gateway.events(.connectionStateChanged).map(\.value) == ["needsReconnect", "connected"])
    }

    @Test("Other connections go on")
    func othersGoOn() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(401))
        try await gateway.start("held")
        try await gateway.drain()
        let other = try await gateway.start("Hello", at: TestGateway.service).message
        try await gateway.drain()
        #expect(try await gateway.status(other) == .sent)
        #expect(try await gateway.connection(gateway.setup.serviceConnection).state == .connected)
    }

    @Test("Inbound is kept meanwhile")
    func inbound() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(401))
        try await gateway.start("held")
        try await gateway.drain()
        #expect(try await gateway.customerWrites("Hello").status == 200)
        #expect(try await gateway.transcript().map(\.text) == ["held", "Hello"])
    }

    @Test("The second part is held too when another message finds the credentials refused")
    func secondPart() async throws {
        let gateway = try await TestGateway.make()
        let first = try await gateway.start("one|two").message
        gateway.platform.answer(
            .accepted("A").meanwhile {
                gateway.platform.answer(.status(401))
                try await gateway.notify("refused", to: "+4999")
                try await gateway.drain()
            })
        try await gateway.drain()
        #expect(gateway.platform.texts == ["one", "refused"])
        #expect(try await gateway.status(first) == .held)
        try await gateway.update(secret: "mended")
        try await gateway.drain()
        #expect(gateway.platform.texts.sorted() == ["one", "refused", "refused", "two"])
    }

    @Test("A refusal of a call that began with the old credentials does not undo the mending")
    func refusedWithOldOnes() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(401))
        try await gateway.start("1")
        try await gateway.drain()
        gateway.pass(.seconds(60))
        // Another call is still on its way when the new secret comes.
        try await gateway.update(secret: "mended")
        gateway.platform.answer(.status(401))
        try await gateway.drain()
        #expect(try await gateway.connection().state == .connected)
        try await gateway.wait(.seconds(2))
        #expect(try await gateway.messagesOnOutbox() == 0)
    }

    @Test("Credentials that go on being refused hold it again")
    func stillRefused() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(401), .status(401), .status(401))
        try await gateway.start("1")
        try await gateway.drain()
        try await gateway.update(secret: "wrong again")
        for _ in 0..<3 { try await gateway.wait(.seconds(2)) }
        #expect(gateway.platform.sends.count == 3)
        #expect(try await gateway.connection().state == .needsReconnect)
    }

    @Test("A look-up that is refused asks for a reconnect as well, and is made again after it")
    func lookUp() async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        gateway.platform.answer(.cutOff)
        gateway.platform.listing(.status(401), .accepted("A1"))
        let message = try await gateway.start("1").message
        try await gateway.drain()
        #expect(try await gateway.connection().state == .needsReconnect)
        try await gateway.wait(.seconds(3600))
        #expect(gateway.platform.lookUpCount == 1)
        try await gateway.update(secret: "mended")
        try await gateway.drain()
        #expect(try await gateway.status(message) == .sent)
        #expect(gateway.platform.texts == ["1"])
    }

    @Test("What waits too long for it expires, so that the dead connection can be removed")
    func expires() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(401))
        let message = try await gateway.start("1").message
        let behind = try await gateway.start("2").message
        try await gateway.drain()
        try await gateway.wait(.seconds(24 * 3600 + 1))
        try await gateway.drain()
        #expect(try await gateway.status(message) == .expired)
        #expect(try await gateway.status(behind) == .expired)
        try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.connections.delete(setup.salesConnection, by: "test", in: $0)
        }
        #expect(gateway.platform.sends.count == 1)
    }
}
