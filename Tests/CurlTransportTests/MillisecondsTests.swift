import Testing

@testable import CurlTransport

struct MillisecondsTests {
    @Test(
        arguments: [
            (.zero, 1), (.seconds(-5), 1), (.microseconds(1), 1), (.milliseconds(1), 1), (.milliseconds(1500), 1500),
            (.seconds(15), 15000), (.seconds(Int64.max), 2_000_000_000), (.seconds(Int64.min), 1),
        ] as [(Duration, Int)])
    func milliseconds(_ duration: Duration, expected: Int) {
        #expect(duration.curlMilliseconds == expected)
    }
}
