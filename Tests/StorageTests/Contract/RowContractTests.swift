import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Store: what there can be only one of, and rows as they were")
struct RowContractTests {
    @Test("An address of a platform belongs to one connection", arguments: StoreUnderTest.all)
    func address(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { try $0.insert(Samples.connection(1, address: "+1")) }
        await #expect(throws: (any Error).self) {
            try await store.write { try $0.insert(Samples.connection(2, at: Samples.service, address: "+1")) }
        }
        try await store.write { try $0.insert(Samples.connection(2, address: "+2")) }
        let found = try await store.read { try $0.connections(of: Samples.sales) }
        #expect(found == [Samples.connection(1, address: "+1"), Samples.connection(2, address: "+2")])
        #expect(try await store.read { try $0.connections(of: Samples.app) } == found)
    }

    @Test("Connections are read page by page, all or those in one state", arguments: StoreUnderTest.all)
    func connections(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        var lost = Samples.connection(2, at: Samples.service, address: "+2")
        lost.state = .needsReconnect
        let all = [Samples.connection(1, address: "+1"), lost, Samples.connection(3, address: "+3")]
        try await store.write { transaction in for one in all { try transaction.insert(one) } }
        func read(in state: ConnectionState?, after: Int64? = nil, _ limit: Int = 10) async throws -> [Connection] {
            try await store.read {
                try $0.connections(in: state, Page(after: after.map(ID.init(rawValue:)), limit: limit))
            }
        }
        #expect(try await read(in: nil, 2) == [all[0], lost])
        #expect(try await read(in: nil, after: 2, 2) == [all[2]])
        #expect(try await read(in: .needsReconnect) == [lost])
        #expect(try await read(in: .needsReconnect, after: 2) == [])
        #expect(try await read(in: .connected, after: 1) == [all[2]])
    }

    @Test("How a connection sends comes back as it was, and the facts name what sends", arguments: StoreUnderTest.all)
    func sending(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        var connection = Samples.connection(2)
        try await store.write { [connection] transaction in
            try transaction.insert(Samples.connection(1))
            try transaction.insert(connection)
        }
        for (sending, sender) in [
            (.incomingOnly(divertsTo: ID(rawValue: 1)), "+15551"), (.blockedOutbound(divertsTo: nil), nil),
            (.blockedOutbound(divertsTo: ID(rawValue: 1)), "+15551"), (.incomingOnly(divertsTo: ID(rawValue: 9)), nil),
            // What does not send itself sends for nobody.
            (.incomingOnly(divertsTo: ID(rawValue: 2)), nil), (.standard, nil),
        ] as [(Sending, String?)] {
            connection.sending = sending
            let facts = try await store.write { [connection] transaction in
                try transaction.update(connection)
                return try transaction.facts(of: connection, at: Samples.time(1))
            }
            #expect(try await store.read { try $0.connection(ID(rawValue: 2)) } == connection)
            #expect(facts.sendingMode == sending.mode)
            #expect(facts.divertsTo?.value == sender)
        }
    }

    @Test("A customer has one open conversation with a contact point on a platform", arguments: StoreUnderTest.all)
    func openConversation(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            try transaction.insert(Samples.conversation(1, .closed))
            try transaction.insert(Samples.conversation(2, .closed))
            try transaction.insert(Samples.conversation(3, .inactive))
            try transaction.insert(Samples.conversation(4, at: Samples.service))
        }
        await #expect(throws: (any Error).self) { try await store.write { try $0.insert(Samples.conversation(5)) } }
        await #expect(throws: (any Error).self) {
            try await store.write { try $0.update(Samples.conversation(1, .active)) }
        }
        let (open, latest) = try await store.read { transaction in
            (
                try transaction.openConversation(of: Samples.address(1), at: Samples.sales, on: Samples.platform),
                try transaction.latestConversation(of: Samples.address(1), at: Samples.sales, on: Samples.platform)
            )
        }
        #expect(open == Samples.conversation(3, .inactive))
        #expect(latest == open)
        try await store.write { try $0.update(Samples.conversation(3, .closed)) }
        let none = try await store.read {
            try $0.openConversation(of: Samples.address(1), at: Samples.sales, on: Samples.platform)
        }
        #expect(none == nil)
        try await store.write { try $0.insert(Samples.conversation(5)) }
    }

    @Test("An event is claimed once for each app, by time and id", arguments: StoreUnderTest.all)
    func claims(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let now = Samples.time(1)
        let claims: [(EventKey, Int64, Bool)] = [
            (EventKey(id: "a"), 1, true), (EventKey(id: "a"), 1, false), (EventKey(id: "a"), 2, true),
            (EventKey(time: Samples.time(5), id: "a"), 1, true), (EventKey(time: Samples.time(5), id: "a"), 1, false),
            (EventKey(id: "A"), 1, true), (EventKey(id: "a "), 1, true), (EventKey(id: ""), 1, true),
        ]
        for (key, app, isFirst) in claims {
            #expect(try await store.write { try $0.claim(key, of: ID(rawValue: app), at: now) } == isFirst)
        }
    }

    @Test("An answer is kept once for each key", arguments: StoreUnderTest.all)
    func answers(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let key = IdempotencyKey(principal: "p", route: "r", text: "t")
        let answer = KeptAnswer(requestHash: [1], status: 202, body: [0, 255], at: Samples.time(5))
        try await store.write { try $0.keep(answer, to: key) }
        await #expect(throws: (any Error).self) { try await store.write { try $0.keep(answer, to: key) } }
        #expect(try await store.read { try $0.answer(to: key) } == answer)
        for other in [
            IdempotencyKey(principal: "q", route: "r", text: "t"),
            IdempotencyKey(principal: "p", route: "s", text: "t"),
            IdempotencyKey(principal: "p", route: "r", text: "u"),
        ] { #expect(try await store.read { try $0.answer(to: other) } == nil) }
        try await store.write { try $0.deleteAnswers(before: Samples.time(5)) }
        #expect(try await store.read { try $0.answer(to: key) } != nil)
        try await store.write { try $0.deleteAnswers(before: Samples.time(6)) }
        #expect(try await store.read { try $0.answer(to: key) } == nil)
    }

    @Test("Parked reports come out once, in the order in which they came", arguments: StoreUnderTest.all)
    func parked(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for (number, status) in [DeliveryStatus.sent, .delivered, .failed].enumerated() {
                let report = DeliveryReport(
                    part: nil, platformID: "A1", status: status,
                    failure: StatusReason(code: "c", platformCode: "\(number)", explanation: "e"),
                    recipientHasOptedOut: true)
                try transaction.park(
                    ParkedReport(app: Samples.app, report: report, receivedAt: Samples.time(Int64(number))))
            }
        }
        #expect(try await store.write { try $0.unpark(app: ID(rawValue: 2), platformID: "A1") }.isEmpty)
        let out = try await store.write { try $0.unpark(app: Samples.app, platformID: "A1") }
        #expect(out.map(\.report.status) == [.sent, .delivered, .failed])
        #expect(out.map(\.report.failure?.platformCode) == ["0", "1", "2"])
        #expect(out.count { $0.report.recipientHasOptedOut } == 3)
        #expect(try await store.write { try $0.unpark(app: Samples.app, platformID: "A1") }.isEmpty)
    }

    @Test("Texts come back as they were", arguments: StoreUnderTest.all)
    func texts(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let texts = [
            "", " ", "O'Hara \"x\" $1 ?1 %_\\ ; --", "👩‍👩‍👧 e\u{301} é", "a\r\n\tb", "\u{FFFF}",
            String(repeating: "x", count: 100_000),
        ]
        for text in texts {
            var entry = Samples.stopEntry(1)
            entry.actor = text
            try await store.write { [entry] in try $0.put(entry) }
            let found = try await store.read { try $0.stopEntry(for: Samples.address(1), at: Samples.sales)?.actor }
            #expect(found.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test("Outbound rights by enabled roles of the key", arguments: StoreUnderTest.all)
    func rights(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let role = Role(id: RoleID("agents")!, label: "Agents")
        let key = APIKey(
            id: ID(rawValue: 1), label: "k", level: .administrator, roles: [role.id], createdAt: Samples.time(1))
        try await store.write { transaction in
            try transaction.insert(role)
            try transaction.insert(key, hash: [1])
            try transaction.setRoles([role.id], .sendNotification, of: Samples.sales)
        }
        let holds: @Sendable (ContactPointRight, ContactPointID) async throws -> Bool = { right, contactPoint in
            try await store.read { try $0.holds(.service(key.id), right, of: contactPoint) }
        }
        #expect(try await holds(.sendNotification, Samples.sales))
        #expect(try await !holds(.startConversation, Samples.sales))
        #expect(try await !holds(.sendNotification, Samples.service))
        try await store.write { try $0.update(Role(id: role.id, label: "Agents", isDisabled: true)) }
        #expect(try await !holds(.sendNotification, Samples.sales))
        #expect(try await store.read { try $0.apiKey(hash: [1]) } == key)
        #expect(try await store.read { try $0.apiKey(hash: [1, 0]) } == nil)
    }
}
