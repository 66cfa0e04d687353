import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Synchronization
import Testing

extension Faults {
    @Suite("A subscriber that is down")
    struct SubscriberDown {
        @Test("For a day: each event comes afterwards, once, in the order of its conversation", .timeLimit(.minutes(5)))
        func day() async throws {
            let house = try await Installation(settings: Installation.testClock)
            let desk = Desk()
            let server = try LoopbackServer { desk.take($0) }
            let port = try await server.start()
            _ = try await house.api.post(
                "/v1/subscribers",
                ["label": "Desk", "url": .string("http://127.0.0.1:\(port)/"), "events": ["message.received"]]
            ).expect(201)
            let traffic = FaultTraffic(house, "down", customers: 5)
            await traffic.inbound(each: 4)
            try await eventually("it was tried") { desk.refused > 0 }
            for _ in 0..<24 {
                let before = desk.refused
                try await house.turnClock(by: .seconds(3600))
                try await eventually("it is tried again") { desk.refused > before }
            }
            desk.open()
            try await eventually("everything comes") {
                try await house.turnClock(by: .seconds(3600))
                return traffic.ledger.said.isSubset(of: desk.texts)
            }
            let lanes = Dictionary(grouping: desk.texts) { $0.split(separator: " ").dropLast().last ?? "" }
            let figures = FaultFigures(promised: traffic.ledger.said, found: Array(lanes.values))
            print("subscriber down for a day: \(figures), \(desk.refused) calls failed")
            #expect(figures.isPerfect)
            await house.end()
            await server.stop()
        }
    }
}

/// Closed until it is opened; then it keeps what it is told.
private final class Desk: Sendable {
    private struct State {
        var isOpen = false
        var refused = 0
        var texts: [String] = []
    }

    private let state = Mutex(State())

    var refused: Int { state.withLock { $0.refused } }
    var texts: [String] { state.withLock { $0.texts } }

    func open() { state.withLock { $0.isOpen = true } }

    func take(_ request: MockRequest) -> MockReply {
        let event = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body))
        return state.withLock { state in
            guard state.isOpen else {
                state.refused += 1
                return .response(MockResponse(status: .serviceUnavailable))
            }
            state.texts.append(event?["data"]["message"]["text"].string ?? "")
            return .response(MockResponse(status: .ok))
        }
    }
}
