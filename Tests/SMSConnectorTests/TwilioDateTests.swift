import GatewayModel
import Testing

@testable import SMSConnector

@Suite("Twilio's dates")
struct TwilioDateTests {
    @Test(
        "RFC 2822",
        arguments: [
            ("Thu, 24 Aug 2023 05:01:45 +0000", 1_692_853_305_000), ("Thu, 01 Jan 1970 00:00:00 +0000", 0),
            ("Sat, 31 Dec 2016 23:59:59 +0000", 1_483_228_799_000),
            ("Thu, 29 Feb 2024 12:00:00 +0200", 1_709_200_800_000),
            ("Sun, 01 Oct 2023 00:00:00 -0130", 1_696_123_800_000),
        ] as [(String, Int64)])
    func read(text: String, milliseconds: Int64) {
        #expect(TwilioDate.read(text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(
        "Anything else is none, and ends nothing",
        arguments: [
            "", " ", "Thu, 24 Aug 2023 05:01:45", "Thu, 24 Aug 2023 05:01:45 UTC", "24 Aug 2023 05:01:45 +0000",
            "Thu, 24 August 2023 05:01:45 +0000", "Thu, 24 Aug 99999 05:01:45 +0000", "Thu, 2023-08-24 05:01:45 +0000",
            "Thu,  24 Aug 2023 05:01:45 +0000", "Thu, 24 Aug 2023 25:01:45 +0000", "Thu, 32 Aug 2023 05:01:45 +0000",
            "Thu, ２4 Aug 2023 05:01:45 +0000",
            // Foundation's own reading of this one ends the program.
            "monday 08\u{5BA}\u{FFFD}::15 13:00-?0:00; friday 22:00-02:00",
        ])
    func refused(text: String) {
        #expect(TwilioDate.read(text) == nil)
    }
}
