import Foundation
import HTTPTypes
import MockPlatform
import Testing

@Suite struct LoopbackClientTests {
    @Test func aSilentServerIsGivenUp() async throws {
        let clock = MockClock(standingAt: .now)
        let server = try LoopbackServer { _ in
            try? await clock.sleep(for: .seconds(1))
            return .cut
        }
        let port = try await server.start()
        let client = LoopbackClient()
        let limits = LoopbackClient.TimeLimits(connect: .seconds(5), exchange: .milliseconds(50))
        await #expect(throws: LoopbackClient.Failure.noAnswer("timedOut")) {
            try await client.send(.get, to: "http://127.0.0.1:\(port)/", limits: limits)
        }
        clock.advance(by: .seconds(1))
        await server.stop()
    }

    @Test func aStoppedServerIsNotConnectedTo() async throws {
        let server = try LoopbackServer { _ in .text("hi", type: "text/plain") }
        let port = try await server.start()
        let client = LoopbackClient()
        let url = "http://127.0.0.1:\(port)/"
        let answer = try await client.send(.get, to: url)
        #expect(answer.status == .ok)
        await server.stop()
        // The kept connection is dead, which must not be taken for an answer that failed to come.
        var failure: LoopbackClient.Failure?
        do throws(LoopbackClient.Failure) {
            _ = try await client.send(.get, to: url)
        } catch {
            failure = error
        }
        guard case .notConnected = failure else {
            Issue.record("the failure was \(String(describing: failure))")
            return
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func everyRequestEndsWhenTheServerGoesInTheMiddle() async throws {
        for _ in 0..<10 {
            let answered = Journal<Int>()
            let server = try LoopbackServer { _ in .text("hi", type: "text/plain") }
            let port = try await server.start()
            let client = LoopbackClient()
            try await withThrowingTaskGroup { group in
                for lane in 0..<100 {
                    group.addTask {
                        // Until the first failure, which must come: a request that nobody answers is not waited for.
                        while (try? await client.send(.get, to: "http://127.0.0.1:\(port)/")) != nil {
                            answered.append(lane)
                        }
                    }
                }
                _ = try await answered.wait(for: 300)
                await server.stop()
                try await group.waitForAll()
            }
            client.close()
        }
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080/a?b=c#d", "127.0.0.1", 8080, "/a?b=c"),
        ("https://user:p@ss@h.test", "h.test", 443, "/"),
        ("http://[::1]:81?x", "[::1]", 81, "/?x"),
    ])
    func addressesAreCutExactly(url: String, host: String, port: Int, target: String) throws {
        let address = try #require(WebAddress(url))
        #expect((address.host, address.effectivePort, address.target) == (host, port, target))
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com/", "http://", "http://h:0/", "http://h:99999/", "http://a b/",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(WebAddress(text) == nil)
    }
}
