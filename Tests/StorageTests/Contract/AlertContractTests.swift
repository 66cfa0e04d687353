import Gateway
import GatewayModel
import Testing

@Suite("Store: alerts, and how far readers of the event log have come")
struct AlertContractTests {
    @Test("A reader has a position of its own, until it begins anew", arguments: StoreUnderTest.all)
    func positions(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.position(ofReader: "a") } == nil)
        #expect(try await store.read { try $0.newestEventPosition() } == 0)
        #expect(try await store.read { try $0.oldestEventPosition() } == nil)
        let newest = try await store.write { transaction in
            for number in 1...3 { try transaction.append(Event(.messageCreated, at: Samples.time(Int64(number)))) }
            try transaction.setPosition(0, ofReader: "a")
            try transaction.setPosition(try transaction.newestEventPosition(), ofReader: "a")
            try transaction.setPosition(1, ofReader: "b")
            return try transaction.newestEventPosition()
        }
        #expect(try await store.read { try $0.events(after: newest - 1, limit: 9).map(\.position) } == [newest])
        #expect(try await store.read { try $0.position(ofReader: "a") } == newest)
        try await store.write { try $0.forgetReader("a") }
        #expect(try await store.read { try $0.position(ofReader: "a") } == nil)
        #expect(try await store.read { try $0.position(ofReader: "b") } == 1)
    }

    @Test("Alerts come back as they were, in their order, until they are deleted", arguments: StoreUnderTest.all)
    func alerts(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let alerts = [3, 1, 2].map { number in
            Alert(
                id: ID(rawValue: number), at: Samples.time(number), subject: "s", headline: "„h“", text: "a\nb\(number)"
            )
        }
        try await store.write { transaction in for alert in alerts { try transaction.insert(alert) } }
        let inOrder = alerts.sorted { $0.id.rawValue < $1.id.rawValue }
        #expect(try await store.read { try $0.alerts(limit: 9) } == inOrder)
        #expect(try await store.read { try $0.alerts(limit: 2) } == Array(inOrder.prefix(2)))
        try await store.write { try $0.deleteAlerts([inOrder[0].id, inOrder[2].id]) }
        #expect(try await store.read { try $0.alerts(limit: 9) } == [inOrder[1]])
        try await store.write { try $0.deleteAllAlerts() }
        #expect(try await store.read { try $0.alerts(limit: 9) }.isEmpty)
    }

    @Test("What was said of a subject", arguments: StoreUnderTest.all)
    func subjects(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.alertSubject("s") } == nil)
        let said = [
            AlertSubject(name: "s", troubles: ["a", "b"]), AlertSubject(name: "s", mailedAt: Samples.time(5)),
            AlertSubject(name: "s", troubles: ["a"], mailedAt: Samples.time(6)),
        ]
        for subject in said {
            try await store.write { try $0.put(subject) }
            #expect(try await store.read { try $0.alertSubject("s") } == subject)
            #expect(try await store.read { try $0.alertSubject("S") } == nil)
        }
        try await store.write { try $0.deleteAllAlertSubjects() }
        #expect(try await store.read { try $0.alertSubject("s") } == nil)
    }
}
