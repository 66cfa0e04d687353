import Gateway
import GatewayModel
import Testing

@Suite("Times as text")
struct TimeTextTests {
    @Test("To the millisecond, and back the same")
    func everyMillisecond() {
        for milliseconds in Int64(1_700_000_000_000)..<1_700_000_002_000 {
            let moment = Timestamp(milliseconds: milliseconds)
            #expect(TimeText.read(TimeText.of(moment)) == moment)
        }
    }

    @Test(arguments: [
        (1_700_000_000_132, "2023-11-14T22:13:20.132Z"), (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (-1000, "1969-12-31T23:59:59.000Z"),
        (1_709_208_000_007, "2024-02-29T12:00:00.007Z"),
    ])
    func written(milliseconds: Int64, text: String) {
        #expect(TimeText.of(Timestamp(milliseconds: milliseconds)) == text)
        #expect(TimeText.read(text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: ["", "yesterday", "2026-01-31", "31.01.2026 09:30", "2026-13-01T00:00:00Z", "2026-01-31T09:30:00"])
    func noTimes(text: String) {
        #expect(TimeText.read(text) == nil)
    }
}
