import Foundation
import Gateway
import Synchronization

/// How late timers expire with many open conversations, what one costs, and what messages feel of it.
struct TimerBench {
    /// Seconds over which due times are spread.
    private static let spread = 60

    let conversations: Int
    let engine: Engine
    let server: DatabaseServer

    static func table(conversations: Int) -> Table {
        Table(
            title: "Timers of \(conversations.grouped) open conversations",
            remark:
                "In this process, beside messages that 16 callers store all the while. Of those that are spread, as "
                + "many are due in \(spread) seconds as if all were due within ten minutes.",
            columns: ["", "late p50 ms", "late p99 ms", "messages p99 ms", "a quiet p99 ms", "µs for each, alone"])
    }

    /// - Returns: rows of the table.
    func rows() async throws -> [[String]] {
        let due = min(conversations, conversations * Self.spread / 600)
        say("\n\(conversations) open conversations on \(engine.rawValue), messages from 16 callers all the while\n")
        let spread = try await measure(
            due: due, within: .seconds(Self.spread), "\(due) due, spread over \(Self.spread) seconds")
        let atOnce = try await measure(due: conversations, within: .zero, "all due at the same moment")
        return [spread + [""], atOnce + [try await costOfEach()]]
    }

    private func place() throws -> House {
        switch engine {
        case .sqlite: try House.onSQLite()
        case .postgres: try House.on(server)
        }
    }

    /// With nothing else to do, and no pauses.
    private func costOfEach() async throws -> String {
        let cost = try await OpenConversations.make(conversations, due: conversations, within: .zero, in: try place())
        try await cost.shorten()
        try await cost.timekeeper.drain()
        cost.clock.jump()
        let begin = ContinuousClock.now
        try await cost.timekeeper.drain()
        let duration = ContinuousClock.now - begin
        let each = duration / .microseconds(1) / Double(conversations)
        report(
            "nothing else to do, and no pauses",
            [
                String(format: "%.1f s", duration / .seconds(1)),
                String(format: "%.0f µs for each that expired", each),
            ])
        cost.remove()
        return String(format: "%.0f", each)
    }

    private func measure(due: Int, within spread: Duration, _ name: String) async throws -> [String] {
        let house = try await OpenConversations.make(conversations, due: due, within: spread, in: try place())
        let load = MessageLoad(house)
        let found = Mutex<[String]>([])
        try await house.serve {
            let looking = try await timed(load) { try await house.untilAllAreLookedAt() }
            let quiet = try await load.during { try await Task.sleep(for: .seconds(3)) }
            let shorter = try await timed(load) {
                try await house.shorten()
                try await house.untilAllAreLookedAt()
            }
            house.clock.jump()
            let expiring = try await timed(load) { try await house.untilExpired(due) }
            say(name)
            report("  at the start all are looked at", [looking.text])
            report("  nobody is due", ["         messages " + quiet.text])
            report("  all are timed anew, to be due sooner", [shorter.text])
            report("  they expire", [expiring.text])
            let lateness = Spread(try await house.lateness())
            report("  after they were due", [lateness.text])
            let figures = [lateness.at(0.5), lateness.at(0.99), expiring.messages.at(0.99), quiet.at(0.99)]
            found.withLock {
                $0 = ["\(engine.rawValue), \(name)"] + figures.map { String(format: "%.1f", $0) }
            }
        }
        house.remove()
        return found.withLock { $0 }
    }

    private func timed(
        _ load: MessageLoad, _ work: @escaping @Sendable () async throws -> Void
    ) async throws -> (seconds: Double, messages: Spread, text: String) {
        let begin = ContinuousClock.now
        let messages = try await load.during(work)
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        return (seconds, messages, String(format: "%5.1f s, messages %@", seconds, messages.text))
    }

    private func report(_ name: String, _ values: [String]) {
        say(name.padding(toLength: 42, withPad: " ", startingAt: 0) + values.joined(separator: "  "))
    }
}

/// How a number of durations is spread.
struct Spread: Sendable {
    private let sorted: [Duration]

    init(_ durations: [Duration]) { sorted = durations.sorted() }

    var text: String {
        guard let last = sorted.last else { return "none" }
        return String(
            format: "p50 %.1f ms  p99 %.1f ms  max %.1f ms  (%d)", at(0.5), at(0.99), last / .milliseconds(1),
            sorted.count)
    }

    /// Milliseconds.
    func at(_ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] / .milliseconds(1)
    }
}
