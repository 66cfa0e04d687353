import ConnectorKit
import Foundation
import HTTPTypes

/// What a long stop list costs: sends beside it, and the list itself as a file, in time and memory.
///
/// Two gateways of the same build, one with an empty list, are measured in turns: from one minute to the next a machine
/// changes by more than is asked about here.
struct StopListBench {
    private static let path = "/v1/contact-points/default/stop-list.csv"
    private static let turns = 5

    let load: Load
    let entries: Int

    func run(into report: Report) async throws {
        let empty = try await Sender(load)
        let full = try await Sender(load)
        // A tenth first: what grows with the list shows beside it.
        let passages = [
            ("import", try await takeOver(0..<entries / 10, on: full.gateway)),
            ("import", try await takeOver(entries / 10..<entries + entries / 10, on: full.gateway)),
        ]
        // The first fills caches, and has the import's pages written back.
        for sender in [empty, full] { _ = try await sender.measure() }
        var table = Table(
            title: "Sending beside a long stop list",
            remark: "Outbound until 202, on SQLite; two gateways, in turns.",
            columns: ["", "ms p50, empty list", "ms p50, \((entries + entries / 10).grouped) entries", "ratio"])
        var ratios: [Double] = []
        for turn in 1...Self.turns {
            let (short, long) = try await pair(empty, full, fullFirst: turn.isMultiple(of: 2))
            ratios.append(long.median / short.median)
            table.rows.append(
                ["turn \(turn)"] + [short.median, long.median, ratios[turn - 1]].map { String(format: "%.2f", $0) })
        }
        table.rows.append(["median", "", "", String(format: "%.2f", ratios.median)])
        report.figures.stopList = ratios.median
        report.add(table)
        await empty.stop()
        report.add(Self.table(of: passages + [("export", try await export(from: full.gateway))]))
        await full.stop()
    }

    private func pair(
        _ empty: Sender, _ full: Sender, fullFirst: Bool
    ) async throws -> (empty: Measurement, full: Measurement) {
        if fullFirst {
            let long = try await full.measure()
            return (try await empty.measure(), long)
        }
        return (try await empty.measure(), try await full.measure())
    }

    private typealias Passage = (lines: Int, duration: Duration, grown: Int)

    private func takeOver(_ numbers: Range<Int>, on gateway: GatewayUnderTest) async throws -> Passage {
        let lines = numbers.map {
            "default,phone,+1212\(5_000_000 + $0),customer,customer,2026-01-31T09:30:00.000Z\r\n"
        }
        let body = Array(("contactPoint,kind,address,source,actor,since\r\n" + lines.joined()).utf8)
        return try await passage(lines.count, on: gateway) {
            try await gateway.send(.post, Self.path, type: "text/csv", body)
        }
    }

    private func export(from gateway: GatewayUnderTest) async throws -> Passage {
        let sink = LineCounter()
        let export = try await passage(entries + entries / 10, on: gateway) {
            try await gateway.download(Self.path, to: sink)
        }
        guard sink.count == export.lines + 1 else { throw BenchFailure("\(sink.count) lines were exported") }
        return export
    }

    private func passage(
        _ lines: Int, on gateway: GatewayUnderTest, _ work: () async throws -> Void
    ) async throws -> Passage {
        let before = try gateway.forgetPeakMemory()
        let begin = ContinuousClock.now
        try await work()
        return (lines, ContinuousClock.now - begin, try gateway.peakMemory() - before)
    }

    private static func table(of passages: [(name: String, passage: Passage)]) -> Table {
        Table(
            title: "The stop list as a file", columns: ["", "lines", "lines/s", "s", "memory grown by, MiB"],
            rows: passages.map { name, passage in
                let seconds = passage.duration / .seconds(1)
                return [
                    name, passage.lines.grouped, Int(Double(passage.lines) / seconds).grouped,
                    String(format: "%.1f", seconds), "\(passage.grown)",
                ]
            })
    }
}

/// A gateway that is sent to, once and again, and the platform behind it.
private final class Sender {
    let gateway: GatewayUnderTest
    private let platform: Subject
    private let load: Load
    private var sent = 0

    init(_ load: Load) async throws {
        self.load = load
        platform = try await Subject.bareServer()
        gateway = try await GatewayUnderTest(sink: platform)
    }

    /// Nothing is under way any more when it returns.
    func measure() async throws -> Measurement {
        let measurement = try await load.measure(gateway.notify)
        sent += load.messages + load.callers
        _ = try await gateway.untilAllSent(since: .now, sent, counting: sent)
        return measurement
    }

    func stop() async {
        await gateway.stop()
        await platform.stop()
    }
}
