import GatewayModel
import Testing

@Suite("Moments")
struct TimestampTests {
    @Test(
        "Durations count in whole milliseconds",
        arguments: [
            (Duration.seconds(1), 1000), (.milliseconds(1), 1), (.microseconds(999), 0), (.microseconds(1999), 1),
            (.zero, 0), (.seconds(-1), -1000), (.milliseconds(-1500), -1500), (.seconds(86_400 * 365), 31_536_000_000),
        ] as [(Duration, Int64)])
    func milliseconds(duration: Duration, expected: Int64) {
        #expect(duration.milliseconds == expected)
    }

    @Test("Forth and back")
    func arithmetic() {
        let moment = Timestamp(milliseconds: 1_767_225_600_000)
        let later = moment + .milliseconds(1500)
        #expect(later > moment)
        #expect(later - .milliseconds(1500) == moment)
        #expect(later - moment == .milliseconds(1500))
        #expect(moment - later == .milliseconds(-1500))
    }
}
