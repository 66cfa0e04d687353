import GatewayModel
import HTTPTypes
import Testing

@testable import TwitterConnector

@Suite("What X says of its limits")
struct TwitterLimitsTests {
    private static let now = Timestamp(milliseconds: 1_760_000_000_500)

    @Test(
        "Nothing leaves until the last of those that are used up is full again",
        arguments: [
            // Fifteen in a quarter of an hour.
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "1760000900"], 899_500),
            (["x-rate-limit-remaining": "1", "x-rate-limit-reset": "1760000900"], nil),
            (["X-Rate-Limit-Remaining": "-3", "X-Rate-Limit-Reset": "1760000001"], 500),
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "1760000000"], nil),
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "1"], nil),
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "1760090000"], 89_999_500),
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "1760090001"], 90_000_000),
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "9223372036854775807"], 90_000_000),
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "9223372036854775808"], nil),
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "-9223372036854775808"], nil),
            (["x-rate-limit-remaining": "0", "x-rate-limit-reset": "soon"], nil),
            (["x-rate-limit-remaining": "0"], nil), (["x-rate-limit-reset": "1760000900"], nil), ([:], nil),
            (["x-rate-limit-remaining": "", "x-rate-limit-reset": "1760000900"], nil),
            // Of the day, for the user and for the app.
            (["x-user-limit-24hour-remaining": "0", "x-user-limit-24hour-reset": "1760003600"], 3_599_500),
            (["x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": "1760003600"], 3_599_500),
            (
                [
                    "x-rate-limit-remaining": "0", "x-rate-limit-reset": "1760000900",
                    "x-user-limit-24hour-remaining": "0", "x-user-limit-24hour-reset": "1760007200",
                    "x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": "1760003600",
                ], 7_199_500
            ),
            (
                [
                    "x-rate-limit-remaining": "0", "x-rate-limit-reset": "1760000900",
                    "x-user-limit-24hour-remaining": "9", "x-user-limit-24hour-reset": "1760007200",
                ], 899_500
            ),
        ] as [([String: String], Int64?)])
    func pauses(headers: [String: String], milliseconds: Int64?) {
        #expect(TwitterLimits(Self.fields(headers)).pause(at: Self.now) == milliseconds.map { .milliseconds($0) })
    }

    @Test("Counters are read one by one")
    func counters() {
        let limits = TwitterLimits(
            Self.fields([
                "x-rate-limit-limit": "15", "x-rate-limit-remaining": "14", "x-rate-limit-reset": "1760000900",
                "x-user-limit-24hour-limit": "many", "x-user-limit-24hour-remaining": "1439",
                "x-user-limit-24hour-reset": "1760086400",
            ]))
        #expect(
            limits.window
                == TwitterLimits.Counter(limit: 15, remaining: 14, reset: Timestamp(milliseconds: 1_760_000_900_000)))
        #expect(limits.userDay?.limit == nil && limits.userDay?.remaining == 1439)
        #expect(limits.appDay == nil)
    }

    private static func fields(_ headers: [String: String]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        return fields
    }
}
