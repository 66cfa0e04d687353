import Foundation

/// What one measurement found.
struct Measurement: Sendable {
    let messages: Int
    let begin: ContinuousClock.Instant
    let duration: Duration
    /// Of each request; empty where only the whole was measured.
    let times: [Duration]

    var perSecond: Double { Double(messages) / (duration / .seconds(1)) }

    /// Milliseconds.
    var median: Double { at(0.50, of: times.sorted()) }
    var slowest: Double { at(0.99, of: times.sorted()) }

    func report(_ name: String, ratioTo other: Measurement? = nil) {
        let ratio = other.map { String(format: "  ratio %.2f", perSecond / $0.perSecond) } ?? "            "
        var line = name.padding(toLength: 46, withPad: " ", startingAt: 0)
        line += String(format: "%8.0f/s", perSecond) + ratio
        if !times.isEmpty {
            let sorted = times.sorted()
            line += String(format: "  p50 %.2f ms  p99 %.2f ms", at(0.50, of: sorted), at(0.99, of: sorted))
        }
        say(line)
    }

    private func at(_ share: Double, of sorted: [Duration]) -> Double {
        sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] / .milliseconds(1)
    }
}

extension [Double] {
    /// 0 where there is none.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
