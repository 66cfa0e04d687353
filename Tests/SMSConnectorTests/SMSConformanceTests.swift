import ConnectorTestKit
import Testing

@Suite("The SMS connector keeps the contract")
struct SMSConformanceTests {
    @Test(arguments: Conformance(of: TwilioFixture()).checks)
    func conforms(_ check: ConformanceCheck) async {
        #expect(await check.findings() == [])
    }
}
