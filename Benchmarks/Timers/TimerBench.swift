import ArgumentParser
import Foundation
import Gateway

/// `bench timers`: how late timers expire with many open conversations, what one costs, and what messages feel of it.
struct TimerBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timers", abstract: "Measure the timers of many open conversations.")

    @Option(help: "Open conversations.") var conversations = 100_000
    @Option(
        help: "Seconds over which due times are spread: as densely as if all were due within ten minutes.")
    var spread = 60

    func run() async throws {
        let due = min(conversations, conversations * spread / 600)
        say("\n\(conversations) open conversations, messages coming in from 16 callers all the while\n")
        try await measure(due: due, within: .seconds(spread), "\(due) due, spread over \(spread) seconds")
        try await measure(due: conversations, within: .zero, "all due at the same moment")
        let cost = try await OpenConversations.make(conversations, due: conversations, within: .zero)
        try await cost.shorten()
        try await cost.timekeeper.drain()
        cost.clock.jump()
        let begin = ContinuousClock.now
        try await cost.timekeeper.drain()
        let duration = ContinuousClock.now - begin
        report(
            "nothing else to do, and no pauses",
            [
                String(format: "%.1f s", duration / .seconds(1)),
                String(format: "%.0f µs for each that expired", duration / .microseconds(1) / Double(conversations)),
            ])
        cost.remove()
    }

    private func measure(due: Int, within spread: Duration, _ name: String) async throws {
        let house = try await OpenConversations.make(conversations, due: due, within: spread)
        let load = MessageLoad(house)
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
            let lateness = try await house.lateness().sorted()
            report("  after they were due", [Spread(lateness).text])
        }
        house.remove()
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
        func at(_ share: Double) -> Double {
            sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] / .milliseconds(1)
        }
        return String(
            format: "p50 %.1f ms  p99 %.1f ms  max %.1f ms  (%d)", at(0.5), at(0.99), last / .milliseconds(1),
            sorted.count)
    }
}
