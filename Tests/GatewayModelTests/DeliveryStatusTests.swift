import GatewayModel
import Testing

@Suite("Delivery status")
struct DeliveryStatusTests {
    private static let ends: Set<DeliveryStatus> = [.refused, .failed, .expired, .canceled]

    /// From each status, every status that a report may move it to.
    private static let table: [DeliveryStatus: Set<DeliveryStatus>] = [
        .received: ends.union([.sending, .unknown, .sent, .delivered, .read]),
        .queued: ends.union([.sending, .unknown, .sent, .delivered, .read]),
        .held: ends.union([.sending, .unknown, .sent, .delivered, .read]),
        .sending: ends.union([.sent, .delivered, .read]),
        .unknown: ends.union([.sent, .delivered, .read]),
        .sent: ends.union([.delivered, .read]),
        .delivered: [.read],
        .read: [],
        .refused: [],
        .failed: [],
        .expired: [],
        .canceled: [],
    ]

    @Test("The whole table", arguments: DeliveryStatus.allCases)
    func mayBecome(from: DeliveryStatus) throws {
        let allowed = try #require(Self.table[from])
        for to in DeliveryStatus.allCases {
            #expect(from.mayBecome(to) == allowed.contains(to), "\(from) to \(to)")
        }
    }

    @Test("Final are the four ends, and only they", arguments: DeliveryStatus.allCases)
    func isFinal(status: DeliveryStatus) {
        #expect(status.isFinal == Self.ends.contains(status))
    }

    @Test("In whatever order reports come, the end is the same")
    func order() {
        let reports: [DeliveryStatus] = [.sent, .delivered, .read]
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [2, 2, 1, 1, 0, 0]]
        for order in orders {
            var status = DeliveryStatus.sending
            for index in order where status.mayBecome(reports[index]) { status = reports[index] }
            #expect(status == .read)
        }
    }
}
