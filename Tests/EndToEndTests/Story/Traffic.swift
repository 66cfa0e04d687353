import Foundation
import MockSMS
import Synchronization

/// What the gateway has given its word for.
final class Ledger: Sendable {
    private struct State {
        var said: Set<String> = []
        var acknowledged: Set<String> = []
        var accepted: Set<String> = []
        var counts: [Int: Int] = [:]
        var inboundCounts: [Int: Int] = [:]
        var refused = 0
    }

    private let state = Mutex(State())

    /// Texts of inbound messages that a customer has sent, whatever was answered.
    var said: Set<String> { state.withLock { $0.said } }
    /// Texts of inbound messages that were answered with 200.
    var acknowledged: Set<String> { state.withLock { $0.acknowledged } }
    /// Texts of outbound messages that were answered with 202.
    var accepted: Set<String> { state.withLock { $0.accepted } }

    /// Both ways.
    func count(of round: Int) -> Int { state.withLock { $0.counts[round] ?? 0 } }
    func inboundCount(of round: Int) -> Int { state.withLock { $0.inboundCounts[round] ?? 0 } }

    func say(_ text: String) { state.withLock { _ = $0.said.insert(text) } }

    /// What was asked of a gateway that was still there, and neither acknowledged nor accepted; in all rounds.
    var refused: Int { state.withLock { $0.refused } }

    func refuse() { state.withLock { $0.refused += 1 } }

    func acknowledge(_ text: String, in round: Int) {
        state.withLock {
            $0.acknowledged.insert(text)
            $0.inboundCounts[round, default: 0] += 1
            $0.counts[round, default: 0] += 1
        }
    }

    func accept(_ text: String, in round: Int) {
        state.withLock {
            $0.accepted.insert(text)
            $0.counts[round, default: 0] += 1
        }
    }
}

/// Messages both ways, many at once, until they are through or the gateway is gone.
struct Traffic: Sendable {
    private let mock: MockTwilio
    private let api: APIClient
    private let gateway: GatewayProcess
    private let round: Int
    private let ledger: Ledger

    init(_ house: Installation, round: Int, ledger: Ledger) {
        mock = house.mock
        api = house.api
        gateway = house.gateway
        self.round = round
        self.ledger = ledger
    }

    /// Customers text; each has several messages, so that conversations grow.
    func inbound(_ count: Int, atOnce: Int) async {
        await spread(count, over: atOnce) { index in
            let text = "in \(round)/\(index)"
            guard
                let receipt = try? await mock.text(
                    from: "+1415555\(1000 + index % 500)", to: Installation.number, body: text), receipt.succeeded
            else { return false }
            ledger.acknowledge(text, in: round)
            return true
        }
    }

    func outbound(_ count: Int, atOnce: Int) async {
        await spread(count, over: atOnce) { index in
            let text = "out \(round)/\(index)"
            guard
                let answer = try? await api.post(
                    "/v1/contact-points/default/notifications",
                    ["to": .string("+1415556\(1000 + index % 500)"), "text": .string(text)]), answer.status == 202
            else { return false }
            ledger.accept(text, in: round)
            return true
        }
    }

    /// Stops a lane when the gateway is gone. What fails before that is not tried again: it is nobody's word.
    private func spread(_ count: Int, over lanes: Int, _ work: @escaping @Sendable (Int) async -> Bool) async {
        await withDiscardingTaskGroup { group in
            for lane in 0..<lanes {
                group.addTask {
                    for index in stride(from: lane, to: count, by: lanes) {
                        if await work(index) { continue }
                        guard gateway.isServing else { return }
                        ledger.refuse()
                    }
                }
            }
        }
    }
}
