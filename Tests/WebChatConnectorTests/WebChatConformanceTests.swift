import ConnectorTestKit
import Testing

@Suite("The connector for web chat keeps the contract")
struct WebChatConformanceTests {
    @Test(arguments: Conformance(of: WebChatFixture()).checks)
    func conforms(_ check: ConformanceCheck) async {
        #expect(await check.findings() == [])
    }
}
