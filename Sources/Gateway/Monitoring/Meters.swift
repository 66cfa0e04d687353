import Synchronization

/// Counts and measures. Cheap enough for every message: a lock that is held for an addition.
public final class Meters: Sendable {
    /// Of one metric; what comes beyond is counted under `other`, so that no mistake can fill the memory.
    static let mostSeries = 500

    private struct Series: Hashable {
        let metric: Metric
        let labels: [String]
    }

    private struct Distribution {
        var counts: [Int]
        var sum = 0.0
    }

    private struct State {
        var values: [Series: Double] = [:]
        var distributions: [Series: Distribution] = [:]
        var seriesCount: [Metric: Int] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// - Parameter labels: in the order of ``Metric/labels``.
    public func count(_ metric: Metric, _ labels: String..., by number: Int = 1) {
        state.withLock { state in
            let series = Self.series(metric, labels, isKnown: { state.values[$0] != nil }, &state.seriesCount)
            state.values[series, default: 0] += Double(number)
        }
    }

    /// Notes a value of a histogram.
    public func note(_ value: Double, of metric: Metric, _ labels: String...) {
        state.withLock { state in
            let series = Self.series(metric, labels, isKnown: { state.distributions[$0] != nil }, &state.seriesCount)
            let bounds = metric.buckets
            var own =
                state.distributions[series] ?? Distribution(counts: Array(repeating: 0, count: bounds.count + 1))
            own.counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
            own.sum += value
            state.distributions[series] = own
        }
    }

    public func note(_ duration: Duration, of metric: Metric, _ labels: String...) {
        let (seconds, attoseconds) = duration.components
        let value = Double(seconds) + Double(attoseconds) / 1e18
        switch labels.count {
        case 0: note(value, of: metric)
        default: note(value, of: metric, labels[0])
        }
    }

    /// Everything counted so far, as samples of each metric.
    func samples() -> [Metric: [MetricSample]] {
        let (values, distributions) = state.withLock { ($0.values, $0.distributions) }
        var samples: [Metric: [MetricSample]] = [:]
        for (series, value) in values {
            samples[series.metric, default: []].append(MetricSample(labels: series.labels, value: value))
        }
        for (series, own) in distributions {
            var below = 0
            let bounds = series.metric.buckets.map { "\($0)" } + ["+Inf"]
            for (bound, count) in zip(bounds, own.counts) {
                below += count
                samples[series.metric, default: []].append(
                    MetricSample(suffix: "_bucket", labels: series.labels, bound: bound, value: Double(below)))
            }
            samples[series.metric, default: []].append(
                MetricSample(suffix: "_sum", labels: series.labels, value: own.sum))
            samples[series.metric, default: []].append(
                MetricSample(suffix: "_count", labels: series.labels, value: Double(below)))
        }
        return samples
    }

    private static func series(
        _ metric: Metric, _ labels: [String], isKnown: (Series) -> Bool, _ seriesCount: inout [Metric: Int]
    ) -> Series {
        let series = Series(metric: metric, labels: labels)
        if isKnown(series) { return series }
        guard seriesCount[metric, default: 0] < mostSeries else {
            return Series(metric: metric, labels: labels.map { _ in "other" })
        }
        seriesCount[metric, default: 0] += 1
        return series
    }
}

/// One line of what is exposed.
struct MetricSample {
    var suffix = ""
    let labels: [String]
    var bound: String?
    let value: Double
}
