import Foundation
import MockPlatform
import MockSMS
import Testing

/// Ten thousand status callbacks at once, as after a campaign: out of order, repeated, and some ahead of the answer that
/// tells the gateway the message's name at the platform.
@Suite("A storm of status callbacks")
struct StatusStormTests {
    /// What the platform says of one message, in whatever order it comes, and where that must end.
    private static let fates: [(reports: [Message.Status], end: String)] = [
        ([.sending, .sent, .delivered], "delivered"),
        ([.queued, .sending, .sent], "sent"),
        ([.sent, .delivered, .read], "read"),
        ([.sending, .sent, .undelivered], "failed"),
        ([.queued, .sending, .failed], "failed"),
        ([.sending, .sent, .delivered, .read], "read"),
    ]
    private static let messages = 2000
    /// The gateway hears of these from callbacks before it hears the answer to its own call.
    private static let answeredLate = 100
    private static let callbacks = 10_000

    @Test("Each message ends in its right state", .timeLimit(.minutes(5)))
    func storm() async throws {
        var configuration = MockTwilioConfiguration()
        // The mock reports nothing by itself: this test says what and when.
        configuration.pace.untilSent = .seconds(24 * 3600)
        let house = try await Installation(configuration: configuration)
        for index in 0..<Self.answeredLate {
            house.mock.faults.add(.answerLate(.seconds(3)), on: .createMessage, for: Self.recipient(index))
        }

        let ids = try await accept(house.api)
        try await eventually("the platform has every message") {
            house.mock.messages(newest: .max).count == Self.messages
        }
        let storm = Self.storm(over: house.mock.messages(newest: .max))
        #expect(storm.count == Self.callbacks)
        let early = storm.filter { Self.index(of: $0.to).map { $0 < Self.answeredLate } ?? false }.count
        #expect(early > Self.answeredLate)
        try await rain(storm, from: house.mock)

        var wrong: [String] = []
        for (index, id) in ids {
            let status = try await house.api.get("/v1/messages/\(id)").expect(200)["message"]["status"].string
            let end = Self.fates[index % Self.fates.count].end
            if status != end { wrong.append("\(id) is \(status ?? "-") instead of \(end)") }
        }
        print("\(storm.count) callbacks for \(ids.count) messages, \(wrong.count) of them in a wrong state")
        #expect(wrong.isEmpty)
        await house.end()
    }

    /// - Returns: the gateway's ids by the message's number.
    private func accept(_ api: APIClient) async throws -> [Int: String] {
        let all = try await withThrowingTaskGroup(of: [Int: String].self) { group in
            for lane in 0..<16 {
                group.addTask {
                    var ids: [Int: String] = [:]
                    for index in stride(from: lane, to: Self.messages, by: 16) {
                        let answer = try await api.post(
                            "/v1/contact-points/default/notifications",
                            ["to": .string(Self.recipient(index)), "text": "Your parcel is on its way."]
                        ).expect(202)
                        ids[index] = answer["results"][0]["message"].string
                    }
                    return ids
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
        #expect(all.count == Self.messages)
        return all
    }

    private struct Callback: Sendable {
        let sid: String
        let to: String
        let status: Message.Status
    }

    /// Every report once, then repetitions until there are enough, all of it shuffled.
    private static func storm(over messages: [Message]) -> [Callback] {
        var chance = SplitMix(state: 20_261_123)
        let once = messages.flatMap { message in
            fates[(index(of: message.to) ?? 0) % fates.count].reports.map {
                Callback(sid: message.sid, to: message.to, status: $0)
            }
        }
        let again = (0..<max(0, callbacks - once.count)).map { _ in once[Int.random(in: 0..<once.count, using: &chance)]
        }
        return (once + again).shuffled(using: &chance)
    }

    private func rain(_ storm: [Callback], from mock: MockTwilio) async throws {
        let refused = await withTaskGroup(of: Int.self) { group in
            for lane in 0..<64 {
                group.addTask {
                    var refused = 0
                    for index in stride(from: lane, to: storm.count, by: 64) {
                        let callback = storm[index]
                        let deliveries = await mock.report(
                            callback.sid, as: callback.status,
                            error: [.failed, .undelivered].contains(callback.status) ? 30003 : nil)
                        if deliveries.last?.succeeded != true { refused += 1 }
                    }
                    return refused
                }
            }
            return await group.reduce(0, +)
        }
        #expect(refused == 0)
    }

    private static func recipient(_ index: Int) -> String { "+1415\(5_550_000 + index)" }

    private static func index(of recipient: String) -> Int? {
        Int(recipient.dropFirst("+1415".count)).map { $0 - 5_550_000 }
    }
}

/// The same chance in every run, so that a failure can be looked at twice.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
