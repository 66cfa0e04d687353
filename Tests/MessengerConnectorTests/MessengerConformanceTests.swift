import ConnectorTestKit
import Testing

@Suite("The Messenger connector keeps the contract")
struct MessengerConformanceTests {
    @Test(arguments: Conformance(of: MessengerFixture()).checks)
    func conforms(_ check: ConformanceCheck) async {
        #expect(await check.findings() == [])
    }
}
