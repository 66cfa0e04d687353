import ConnectorKit
import Gateway
import GatewayModel
import Testing

@Suite("Stop lists in the hands of administrators")
struct StopListAdministrationTests {
    typealias Outcome = StopListAdministration.Result.Outcome

    @Test(
        "Lists, commas and pasted lines are addresses alike",
        arguments: [
            (["+1, +2"], ["+1", "+2"]), (["+1", "+2,+3"], ["+1", "+2", "+3"]),
            (["+1\n+2\r\n+3\n"], ["+1", "+2", "+3"]),
            ([" +1 (415) 555 ,, "], ["+1 (415) 555"]),
            (Array(repeating: "+1", count: 50), Array(repeating: "+1", count: 50)),
        ])
    func typed(given: [String], expected: [String]) throws {
        #expect(try AddressBatch(given).texts == expected)
    }

    @Test("None, and more than 50, are refused", arguments: [0, 51, 1000])
    func counts(count: Int) {
        let text = (0..<count).map { "+49\($0)" }.joined(separator: ",")
        let refusal = #expect(throws: Refusal.self) { try AddressBatch([text]) }
        #expect(refusal?.fields.first?.name == "addresses")
    }

    @Test("Each is answered by itself: the bad ones keep nobody off, and duplicates do no harm")
    func mixed() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.stop()
        let results = try await gateway.store.write { [parts = gateway.parts] in
            try parts.stopListAdministration.add(
                AddressBatch(["+4911, nobody, +4911", TestGateway.customer, "1.41556E+10"]), at: TestGateway.sales,
                by: "key_a", in: $0)
        }
        #expect(results.map(\.outcome) == [.added, .invalid, .duplicate, .already, .invalid])
        #expect(results.map(\.input) == ["+4911", "nobody", "+4911", TestGateway.customer, "1.41556E+10"])
        #expect(results[1].reason == "it is not a phone number.")
        #expect(results[4].reason?.contains("spreadsheet") == true)
        #expect(results.warning == nil)
        let entry = try #require(try await gateway.stopEntry(Address(kind: .phone, value: "+4911")))
        #expect((entry.isStopped, entry.source, entry.actor) == (true, .administrator, "key_a"))
        let audit = try await gateway.auditEntries().filter { $0.action.hasPrefix("stop-list") }
        #expect(audit.map(\.action) == ["stop-list.add"])
        #expect(audit.first?.after == "+4911")
    }

    @Test("Who is taken off is told of; who was not on it, and what is none, too")
    func removing() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.stop()
        try await gateway.put("odd sender", source: .customer)
        try await gateway.put("+4912", source: .customer, at: TestGateway.service)
        let results = try await gateway.remove([TestGateway.customer, "+4912", "odd sender", "?", TestGateway.customer])
        #expect(results.map(\.outcome) == [.removed, .notListed, .removed, .invalid, .duplicate])
        #expect(try await !gateway.isStopped())
        #expect(try await gateway.isStopped(Address(kind: .phone, value: "+4912"), at: TestGateway.service))
        #expect(try await gateway.events(.stopListRemoved).count == 2)
        #expect(try await gateway.auditEntries().filter { $0.action == "stop-list.remove" }.count == 2)
        #expect(try await gateway.remove([TestGateway.customer]).map(\.outcome) == [.notListed])
    }

    @Test(
        "A carrier's block may stand at numbers whose words it answers, and at all where it was the carrier that said so",
        arguments: [StopEntry.Source.customer, .administrator, .import, .carrier])
    func carrierBlock(source: StopEntry.Source) async throws {
        let gateway = try await TestGateway.make()
        let byCarrier = "+15550042"
        _ = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.connections.create(
                at: TestGateway.sales, app: setup.app.id, address: byCarrier,
                Connections.Choices(optOutReplies: .carrier), by: "test", in: $0)
        }
        try await gateway.put(TestGateway.customer, source: source)
        try await gateway.put(TestGateway.customer, source: source, at: TestGateway.service)
        let results = try await gateway.remove([TestGateway.customer])
        let expected = source == .carrier ? [TestGateway.salesNumber, byCarrier] : [byCarrier]
        #expect(results.first?.mayBeBlockedAt.map(\.value) == expected)
        #expect(
            results.warning
                == "The carrier's own block may still stand until the customer texts START to: \(expected.joined(separator: ", "))."
        )
        // Where the gateway answers, nobody blocks but we.
        let others = try await gateway.remove([TestGateway.customer], at: TestGateway.service)
        #expect(others.warning == (source == .carrier ? others.warning : nil))
        #expect(others.first?.mayBeBlockedAt.map(\.value) == (source == .carrier ? [TestGateway.serviceNumber] : []))
    }

    @Test("A network that blocks by itself is named, whoever answers")
    func networkBlock() async throws {
        let gateway = try await TestGateway.make(connectors: [BlockingNetwork()])
        try await gateway.put(TestGateway.customer, source: .customer)
        let results = try await gateway.remove([TestGateway.customer])
        #expect(results.first?.mayBeBlockedAt.map(\.value) == [TestGateway.salesNumber])
    }

    @Test("Of a contact point that is not there nothing is changed")
    func unknown() async throws {
        let gateway = try await TestGateway.make()
        await #expect(throws: Refusal.self) {
            try await gateway.remove([TestGateway.customer], at: ContactPointID("nowhere")!)
        }
    }
}

/// Where the gateway answers, and the network blocks all the same.
private struct BlockingNetwork: TestVariant {
    let base = TestConnector()

    func networkBlocks(at address: Address) -> Bool { address.value == TestGateway.salesNumber }
}

extension TestGateway {
    func put(
        _ value: String, source: StopEntry.Source, at contactPoint: ContactPointID = sales, isStopped: Bool = true,
        since: Timestamp? = nil, actor: String = "test"
    ) async throws {
        let entry = StopEntry(
            contactPoint: contactPoint, address: Address(kind: .phone, value: value), isStopped: isStopped,
            source: source, actor: actor, since: since ?? now)
        try await store.write { try $0.put(entry) }
    }

    @discardableResult
    func remove(
        _ texts: [String], at contactPoint: ContactPointID = sales
    ) async throws -> [StopListAdministration.Result] {
        try await store.write { [parts] in
            try parts.stopListAdministration.remove(AddressBatch(texts), at: contactPoint, by: "test", in: $0)
        }
    }
}
