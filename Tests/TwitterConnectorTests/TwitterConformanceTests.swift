import ConnectorTestKit
import Testing

@Suite("The connector for X keeps the contract")
struct TwitterConformanceTests {
    @Test(arguments: Conformance(of: TwitterFixture()).checks)
    func conforms(_ check: ConformanceCheck) async {
        #expect(await check.findings() == [])
    }
}
