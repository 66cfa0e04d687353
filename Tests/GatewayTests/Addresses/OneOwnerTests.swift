import Gateway
import GatewayModel
import PhoneNumbers
import Testing

@Suite("What belongs to one contact point only")
struct OneOwnerTests {
    @Test(
        "A number, however it is written",
        arguments: [
            ("+1 415 555 2671", "US"), ("(415) 555-2671", "US"), ("415.555.2671", "US"), ("1 415 555 2671", "CA"),
            ("14155552671", "US"), ("00 1 415 555 2671", "DE"), ("+1 (415) 555-2671", "DE"), ("+14155552671", "GB"),
        ])
    func writings(text: String, region: String) async throws {
        let gateway = try await TestGateway.make(plans: RealPlans()) {
            $0.region = $0.id == TestGateway.sales ? "US" : region
        }
        #expect(try await gateway.connect("(415) 555-2671").address.value == "+14155552671")
        let refusal = await #expect(throws: Refusal.self) {
            try await gateway.connect(text, at: TestGateway.service)
        }
        #expect(refusal?.code == "address-in-use")
        #expect(refusal?.explanation.contains("+14155552671 belongs to the contact point \"sales\"") == true)
        #expect(refusal?.fields.map(\.name) == ["address"])
        let again = await #expect(throws: Refusal.self) { try await gateway.connect("+1 (415) 555 26 71") }
        #expect(again?.code == "address-in-use")
        #expect(try await gateway.store.read { try $0.connections(of: TestGateway.service).count } == 1)
        #expect(try await gateway.store.read { try $0.connections(of: TestGateway.sales).count } == 2)
    }

    @Test("It may go to another contact point once the first has given it up")
    func givenUp() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.remove(gateway.setup.salesConnection)
        try await gateway.connect(TestGateway.salesNumber, at: TestGateway.service)
    }

    @Test("A platform that allows one registration for each contact point", arguments: [1, 2])
    func registrations(most: Int) async throws {
        var connector = TestConnector()
        connector.connectionsPerContactPoint = most
        let gateway = try await TestGateway.make(connectors: [connector])
        for number in 1..<most { try await gateway.connect("+1555001\(number)") }
        let refusal = await #expect(throws: Refusal.self) { try await gateway.connect("+15550020") }
        #expect(refusal?.code == "platform-in-use")
        #expect(refusal?.explanation.contains("allows \(most)") == true)
        #expect(try await gateway.store.read { try $0.connections(of: TestGateway.sales).count } == most)
        // Each contact point for itself; and one that is given up makes room.
        try await gateway.remove(gateway.setup.salesConnection)
        try await gateway.connect("+15550020")
    }
}

/// The real plans, but for the two numbers that every test gateway has.
private struct RealPlans: NumberingPlans {
    private let library = PhoneNumberLibrary()

    var regions: Set<String> { library.regions }

    func read(_ text: String, in region: String) -> NumberReading {
        [TestGateway.salesNumber, TestGateway.serviceNumber].contains(text)
            ? .number(TypedNumber(e164: text)) : library.read(text, in: region)
    }
}
