import ConnectorKit
import Foundation
import HTTPTypes

/// What a long stop list costs: sends beside it, and the list itself as a file, in time and memory.
struct StopListBench {
    private static let path = "/v1/contact-points/default/stop-list.csv"

    let gateway: GatewayUnderTest
    let load: Load
    let entries: Int

    func run() async throws {
        // The first measurement fills caches; the second is the one to compare with.
        _ = try await notify(round: 1)
        let empty = try await notify(round: 2)
        empty.report("outbound: until 202, stop list empty")
        // A tenth first: what grows with the list shows beside it.
        let small = try await takeOver(0..<entries / 10)
        let large = try await takeOver(entries / 10..<entries + entries / 10)
        report("import, \(entries / 10) lines", small)
        report("import, \(entries) lines", large, ratioTo: small)
        let full = try await notify(round: 3)
        full.report("outbound: until 202, \(entries + entries / 10) on the stop list")
        say(
            String(
                format: "send p50 with the long list to p50 with the empty one: ratio %.2f", full.median / empty.median)
        )
        try await export()
    }

    /// Nothing is under way any more when it returns.
    private func notify(round: Int) async throws -> Measurement {
        let measurement = try await load.measure(gateway.notify)
        let all = round * (load.messages + load.callers)
        _ = try await gateway.untilAllSent(since: .now, all, counting: all)
        return measurement
    }

    private typealias Passage = (lines: Int, duration: Duration, grown: Int)

    private func takeOver(_ numbers: Range<Int>) async throws -> Passage {
        let lines = numbers.map {
            "default,phone,+1212\(5_000_000 + $0),customer,customer,2026-01-31T09:30:00.000Z\r\n"
        }
        let body = Array(("contactPoint,kind,address,source,actor,since\r\n" + lines.joined()).utf8)
        return try await passage(lines.count) {
            try await gateway.send(.post, Self.path, type: "text/csv", body)
        }
    }

    private func export() async throws {
        let sink = LineCounter()
        let export = try await passage(entries + entries / 10) {
            try await gateway.download(Self.path, to: sink)
        }
        guard sink.count == export.lines + 1 else { throw BenchFailure("\(sink.count) lines were exported") }
        report("export, \(export.lines) lines", export)
    }

    private func passage(_ lines: Int, _ work: () async throws -> Void) async throws -> Passage {
        let before = try gateway.forgetPeakMemory()
        let begin = ContinuousClock.now
        try await work()
        return (lines, ContinuousClock.now - begin, try gateway.peakMemory() - before)
    }

    private func report(_ name: String, _ passage: Passage, ratioTo other: Passage? = nil) {
        func rate(_ passage: Passage) -> Double { Double(passage.lines) / (passage.duration / .seconds(1)) }
        let ratio = other.map { String(format: "  ratio %.2f", rate(passage) / rate($0)) } ?? "            "
        say(
            name.padding(toLength: 46, withPad: " ", startingAt: 0) + String(format: "%8.0f/s", rate(passage)) + ratio
                + String(format: "  %.1f s, peak memory grown by %d MiB", passage.duration / .seconds(1), passage.grown)
        )
    }
}
