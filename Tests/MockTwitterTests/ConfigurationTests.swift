import MockTwitter
import Testing

@Suite struct ConfigurationTests {
    @Test func aFreePortIsTheStandard() {
        #expect(MockXConfiguration().port == 0)
    }
}
