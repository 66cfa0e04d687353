import Foundation
public import GatewayModel
import Synchronization

/// What a monitoring system reads: everything counted, and what is asked of the store at that moment.
///
/// Source of the form: "Exposition formats" of the Prometheus documentation, text format 0.0.4.
public final class Exposition: Sendable {
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    private static let mostConnections = 500

    /// A gauge of somebody else: its labels, and its value now.
    public typealias Gauge = @Sendable () -> [(labels: [String], value: Double)]

    private let store: any Store
    private let clock: any WallClock
    private let meters: Meters
    private let gauges: [Metric: Gauge]
    private let position: Mutex<Int64?>

    /// - Parameter gauges: what only the program knows: connections, memory, build.
    public init(store: any Store, clock: any WallClock, meters: Meters, gauges: [Metric: Gauge]) {
        self.store = store
        self.clock = clock
        self.meters = meters
        self.gauges = gauges
        position = Mutex(nil)
    }

    /// From here on messages are counted. To be called at the start.
    public func begin() async throws {
        let newest = try await store.read { try $0.newestEventPosition() }
        position.withLock { $0 = $0 ?? newest }
    }

    public func text() async throws -> String {
        try await begin()
        try await countMessages()
        var samples = meters.samples()
        for (metric, gauge) in gauges {
            samples[metric] = gauge().map { MetricSample(labels: $0.labels, value: $0.value) }
        }
        let now = clock.now
        let sizes = try await store.read { try $0.outboxSizes(limit: Self.mostConnections) }
        for size in sizes {
            let labels = [size.connection.description]
            samples[.outboxMessages, default: []].append(MetricSample(labels: labels, value: Double(size.waiting)))
            samples[.outboxHeld, default: []].append(MetricSample(labels: labels, value: Double(size.held)))
            let age = size.oldest.map { max(0, Double((now - $0).components.seconds)) } ?? 0
            samples[.outboxOldestSeconds, default: []].append(MetricSample(labels: labels, value: max(age, 0)))
        }
        return Metric.allCases.map { Self.block(of: $0, samples[$0] ?? []) }.joined()
    }

    /// The log of events knows what became of messages: nothing is counted twice, nor what was undone.
    private func countMessages() async throws {
        let from = position.withLock { $0 ?? 0 }
        let (counts, newest) = try await store.read { (try $0.eventCounts(after: from), try $0.newestEventPosition()) }
        // Of two that ask at once, one counts.
        guard
            position.withLock({ position in
                guard position == from else { return false }
                position = newest
                return true
            })
        else { return }
        for count in counts {
            switch count.kind {
            case .messageReceived: meters.count(.messages, "inbound", "received", by: count.count)
            case .messageCreated: meters.count(.messages, "outbound", "queued", by: count.count)
            case .messageStatusChanged: meters.count(.messages, "outbound", count.value ?? "", by: count.count)
            default: break
            }
        }
    }

    static func block(of metric: Metric, _ samples: [MetricSample]) -> String {
        var text = "# HELP \(metric.rawValue) \(metric.help)\n# TYPE \(metric.rawValue) \(metric.kind.rawValue)\n"
        if samples.isEmpty && metric.labels.isEmpty && metric.kind != .histogram {
            return text + "\(metric.rawValue) 0\n"
        }
        let lines = samples.sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
        for sample in lines {
            var labels = zip(metric.labels, sample.labels).map { "\($0)=\"\(escaped($1))\"" }
            if let bound = sample.bound { labels.append("le=\"\(bound)\"") }
            let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
            text += "\(metric.rawValue)\(sample.suffix)\(list) \(number(sample.value))\n"
        }
        return text
    }

    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
