import ConnectorKit
import Foundation
import HTTPTypes

/// What events cost that many hear of: readers of the stream, and a subscriber who is called.
struct FanOutBench {
    private static let readers = 20

    let load: Load
    let field: Field
    let indices: Counter

    func run(into report: Report) async throws {
        var table = Table(
            title: "Events to many",
            remark:
                "Inbound messages as above; each is an event `message.received`. \(Self.readers) readers follow the "
                + "log as a stream, then one webhook subscriber is called, at most eight calls at once.",
            columns: ["", "a second", "to nobody listening"])
        for (who, gateway) in field.gateways where !who.isFull {
            let alone = report.figures.inbound[who]?.answeredPerSecond ?? 0
            func row(_ name: String, _ perSecond: Double, messages: Double? = nil) -> [String] {
                let ratio = messages.map { String(format: "%.2f", $0 / alone) } ?? ""
                return ["\(who.name(stored: 0)), \(name)", String(format: "%.0f", perSecond), ratio]
            }
            let read = try await readersOf(gateway)
            table.rows.append(row("messages beside \(Self.readers) readers", read.messages, messages: read.messages))
            table.rows.append(row("events to all readers together", read.events))
            let called = try await subscriberOf(gateway)
            table.rows.append(row("messages beside a subscriber", called.messages, messages: called.messages))
            table.rows.append(row("events until the subscriber has them", called.events))
        }
        report.add(table)
    }

    private typealias Rates = (messages: Double, events: Double)

    private func readersOf(_ gateway: GatewayUnderTest) async throws -> Rates {
        let counters = (0..<Self.readers).map { _ in EventCounter() }
        let client = Client()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for counter in counters {
                // A stream has no end; that it is cut off at the end of the measurement is as it should be.
                group.addTask { try? await client.download(gateway.listen(to: "message.received"), to: counter) }
            }
            try await untilAllListen(counters, gateway)
            let before = counters.map(\.count)
            let all = load.messages + load.callers
            let measured = try await messages(to: gateway)
            let deadline = ContinuousClock.now + .seconds(300)
            while zip(counters, before).contains(where: { $0.count - $1 < all }) {
                guard ContinuousClock.now < deadline else { throw BenchFailure("readers do not hear of everything") }
                try await Task.sleep(for: .milliseconds(5))
            }
            let seconds = (ContinuousClock.now - measured.begin) / .seconds(1)
            group.cancelAll()
            return (measured.perSecond, Double(load.messages * Self.readers) / seconds)
        }
    }

    /// A stream begins where the log ends when it is opened: a message that all have heard of shows that all are there.
    private func untilAllListen(_ counters: [EventCounter], _ gateway: GatewayUnderTest) async throws {
        let client = Client()
        for _ in 0..<200 {
            try await client.send(gateway.webhook(indices.take()))
            try await Task.sleep(for: .milliseconds(100))
            if counters.allSatisfy({ $0.count > 0 }) { return try await settle(counters) }
        }
        throw BenchFailure("readers hear nothing")
    }

    /// Until nobody hears anything more.
    private func settle(_ counters: [EventCounter]) async throws {
        var last: [Int] = []
        while last != counters.map(\.count) {
            last = counters.map(\.count)
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    private func subscriberOf(_ gateway: GatewayUnderTest) async throws -> Rates {
        let arrivals = Arrivals(at: field.bare)
        let taken = try await arrivals.count()
        try await gateway.send(
            .post, "/v1/subscribers", type: "application/json",
            Array(#"{"label":"Bench","url":"\#(field.bare.url)/events","events":["message.received"]}"#.utf8))
        let measured = try await messages(to: gateway)
        try await arrivals.wait(for: load.messages + load.callers, since: taken)
        let seconds = (ContinuousClock.now - measured.begin) / .seconds(1)
        return (measured.perSecond, Double(load.messages) / seconds)
    }

    private func messages(to gateway: GatewayUnderTest) async throws -> Measurement {
        let first = indices.take(load.messages + load.callers) + load.callers
        return try await load.measure { gateway.webhook(first + $0) }
    }
}
