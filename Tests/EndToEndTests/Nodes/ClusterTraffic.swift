import Foundation
import MockSMS
import Synchronization

/// Messages both ways, for whichever node takes them, until each is through.
struct ClusterTraffic: Sendable {
    static let recipients = 20

    let ledger = Ledger()
    private let mock: MockTwilio
    private let apis: [APIClient]
    private let deadline = ContinuousClock.now + .seconds(400)

    init(_ cluster: Cluster, _ apis: [APIClient]) {
        mock = cluster.house.mock
        self.apis = apis
    }

    static func recipient(_ number: Int) -> String { "+1415556\(1000 + number)" }

    /// Customers text, until so many were acknowledged. What was not may have been stored or not.
    func inbound(_ count: Int, atOnce: Int) async {
        await withDiscardingTaskGroup { group in
            for lane in 0..<atOnce {
                group.addTask {
                    var (number, acknowledged) = (0, 0)
                    while acknowledged < count / atOnce, ContinuousClock.now < deadline {
                        number += 1
                        let text = "in \(lane)/\(number)"
                        let receipt = try? await mock.text(
                            from: "+141555\(lane)\(1000 + number % 50)", to: Installation.number, body: text)
                        if receipt?.succeeded == true {
                            ledger.acknowledge(text, in: 1)
                            acknowledged += 1
                        } else {
                            try? await Task.sleep(for: .milliseconds(100))
                        }
                    }
                }
            }
        }
    }

    /// Each recipient gets so many, one accepted after the other, by turns on the nodes. Who got no answer asks the next
    /// node under the same key.
    func outbound(_ count: Int) async {
        await withDiscardingTaskGroup { group in
            for recipient in 0..<Self.recipients {
                group.addTask {
                    for number in 0..<count {
                        var node = recipient + number
                        while !(await accepted(recipient, number, by: apis[node % apis.count])) {
                            guard ContinuousClock.now < deadline else { return }
                            node += 1
                            try? await Task.sleep(for: .milliseconds(50))
                        }
                        ledger.accept("out \(recipient)/\(number)", in: 1)
                    }
                }
            }
        }
    }

    private func accepted(_ recipient: Int, _ number: Int, by api: APIClient) async -> Bool {
        let answer = try? await api.post(
            "/v1/contact-points/default/notifications",
            ["to": .string(Self.recipient(recipient)), "text": .string("out \(recipient)/\(number)")],
            idempotencyKey: "\(recipient)/\(number)")
        return answer?.status == 202
    }
}
