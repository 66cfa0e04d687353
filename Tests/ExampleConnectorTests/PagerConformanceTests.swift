import ConnectorTestKit
import Testing

@Suite("The example of the chapter on connectors keeps the contract")
struct PagerConformanceTests {
    @Test(arguments: Conformance(of: PagerFixture()).checks)
    func conforms(_ check: ConformanceCheck) async {
        #expect(await check.findings() == [])
    }
}
