import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct UserCallbackTests {
    private func run(_ test: (GraphBench) async throws -> Void) async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            var app = GraphBench.app
            app.deauthorizeURL = bench.gateway.baseURL + "/deauthorize"
            app.dataDeletionURL = bench.gateway.baseURL + "/deletion"
            bench.meta.put(app)
            try await test(bench)
        }
    }

    private func signed(_ secret: String) -> String {
        SignedRequest.make(
            user: GraphBench.owner, issued: Date(timeIntervalSince1970: 1_790_000_000),
            expires: Date(timeIntervalSince1970: 1_790_003_600), secret: secret)
    }

    @Test func removingTheAppTellsIt() async throws {
        try await run { bench async throws in
            let none = await bench.meta.removeApp(GraphBench.app.id, of: GraphBench.owner)
            #expect(none.isEmpty, "it was never allowed anything")
            let token = bench.token()
            let told = await bench.meta.removeApp(GraphBench.app.id, of: GraphBench.owner)
            #expect(told.map(\.outcome) == [.answered(status: 200)])
            let request = bench.gateway.received.entries[0]
            #expect(request.path == "/deauthorize" && request.mediaType == "application/x-www-form-urlencoded")
            #expect(request.form["signed_request"] == signed(GraphBench.app.secret))
            #expect(try await bench.get("me", token: token).codes == "190/458")
        }
    }

    @Test func aDataDeletionIsAnsweredWithAPlaceToLook() async throws {
        try await run { bench in
            let answers: [(MockReply, Int)] = [
                (.json(["url": "https://gw.example/status", "confirmation_code": "abc"]), 0),
                (.json(["url": "https://gw.example/status"]), 1), (.status(200), 1), (.status(500), 1),
            ]
            for (answer, problems) in answers {
                bench.meta.recorder.problems.clear()
                bench.gateway.answer(answer)
                await bench.meta.requestDataDeletion(by: GraphBench.owner, from: GraphBench.app.id)
                #expect(bench.meta.recorder.problems.entries.count == problems)
                #expect(bench.gateway.received.entries.last?.path == "/deletion")
            }
        }
    }

    @Test func aCallbackMayBeForged() async throws {
        try await run { bench in
            bench.meta.faults.add(.wrongSignature, on: .dataDeletion)
            await bench.meta.requestDataDeletion(by: GraphBench.owner, from: GraphBench.app.id)
            let form = bench.gateway.received.entries[0].form
            #expect(form["signed_request"] == signed("not " + GraphBench.app.secret))
        }
    }

    @Test func withoutAnAddressNobodyIsTold() async throws {
        try await GraphBench.run { bench in
            _ = bench.token()
            #expect(await bench.meta.removeApp(GraphBench.app.id, of: GraphBench.owner).isEmpty)
            #expect(await bench.meta.requestDataDeletion(by: GraphBench.owner, from: GraphBench.app.id).isEmpty)
        }
    }
}
