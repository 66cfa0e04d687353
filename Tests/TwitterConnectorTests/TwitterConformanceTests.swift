import ConnectorTestKit
import Testing

@Suite("The connector for X keeps the contract")
struct TwitterConformanceTests {
    @Test(arguments: Conformance(of: TwitterFixture()).checks)
    func conforms(_ check: ConformanceCheck) async {
        #expect(await check.findings() == [])
    }

    @Test("And with an account that signed in by OAuth 2.0", arguments: Conformance(of: TwitterFixture.bearing).checks)
    func conformsBearing(_ check: ConformanceCheck) async {
        #expect(await check.findings() == [])
    }
}
