import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct UsageTests {
    private func usage(_ answer: GraphBench.Answer) -> (app: Int?, page: Int?, wait: Int?) {
        func read(_ name: String) -> JSON? {
            HTTPField.Name(name).flatMap { answer.headers[$0] }.flatMap { JSON(parsing: Array($0.utf8)) }
        }
        let reading = read("X-Business-Use-Case-Usage")?[GraphBench.page]?.elements?.first
        return (
            read("X-App-Usage")?["call_count"]?.number, reading?["call_count"]?.number,
            reading?["estimated_time_to_regain_access"]?.number
        )
    }

    @Test func callsOfTheLastHourCount() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        var configuration = MockMetaConfiguration()
        configuration.usageLimits.app = 10
        configuration.usageLimits.page = 20
        try await GraphBench.run(configuration, clock: clock) { bench in
            let token = bench.token()
            for call in 1..<10 {
                let used = usage(try await bench.get("me", token: token))
                #expect(used.app == call * 10 && used.page == call * 5 && used.wait == 0)
            }
            let refused = try await bench.get("me", token: token)
            #expect(refused.codes == "4" && refused.message == "(#4) Application request limit reached")
            #expect(refused.error?["is_transient"] == true && usage(refused).app == 100)
            #expect(usage(try await bench.get("me", token: token)).app == 110, "calling on makes it worse")
            clock.advance(by: .seconds(3600))
            #expect(usage(try await bench.get("me", token: token)).app == 10)
        }
    }

    @Test func whatIsShownCanBeSet() async throws {
        try await GraphBench.run { bench in
            let token = bench.token()
            bench.meta.showUsage(app: GraphBench.app.id, percent: 85)
            bench.meta.showUsage(page: GraphBench.page, percent: 117)
            let refused = try await bench.get("me", token: token)
            let used = usage(refused)
            #expect(refused.codes == "80006" && used.app == 85 && used.page == 117 && used.wait == 60)
            #expect(try await bench.get("me", token: bench.token(GraphBench.secondPage)).status == 200)
            bench.meta.showUsage(page: GraphBench.page, percent: nil)
            #expect(try await bench.get("me", token: token).status == 200)
            #expect(usage(try await bench.get("me")).app == nil, "nobody's use")
        }
    }
}
