import ConnectorKit
import Foundation
import HTTPTypes

/// Open chats: what each takes of the memory, and how long an answer takes from the agent's request to the visitor's page;
/// beside a bare server that writes the same into as many streams.
struct ChatBench {
    /// Answers in a second.
    private static let rate = 500.0
    private static let patience = Duration.seconds(120)

    let chats: Int

    func run(into report: Report) async throws {
        say("\n\(chats) open chats, \(Int(Self.rate)) answers a second")
        var table = Table(
            title: "Open chats",
            remark:
                "\(chats.grouped) pages hold a stream each; \(Int(Self.rate)) answers a second go to one after the other. "
                + "The time is from when an answer was due to be posted until its event has come over the page's socket.",
            columns: ["", "KB an open chat", "p50 ms", "p99 ms", "not heard"])
        table.rows.append(try await bare())
        table.rows.append(try await gateway())
        report.add(table)
    }

    private func gateway() async throws -> [String] {
        let sink = try await Subject.bareServer()
        let gateway = try await GatewayUnderTest(
            in: try House.onSQLite(), sink: sink, environment: ["GATEHOUSE_CONNECTIONS_MOST": "\(chats + 1000)"])
        let house = ChatHouse(gateway: gateway)
        try await house.open()
        let tickets = try await house.visitors(chats)
        let conversations = try await house.conversations()
        guard conversations.count == chats else { throw BenchFailure("\(conversations.count) conversations are open") }
        let row = try await measure(
            "Gatehouse on SQLite", gateway.usage, port: gateway.worldPort, tickets.map(house.stream)
        ) { house.answer(conversations[$0 % chats]) }
        await gateway.stop()
        await sink.stop()
        return row
    }

    private func bare() async throws -> [String] {
        let server = try await Subject.bareServer()
        let row = try await measure(
            "the library alone", server.usage, port: server.port,
            (0..<chats).map { "GET /streams/\($0) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" }
        ) {
            HTTPCall(
                method: .post, url: "\(server.url)/streams/\($0 % chats)",
                body: Array(#"{"text":"\#(EventReaders.text())"}"#.utf8))
        }
        // Its streams end with it; it has nothing else to finish, and would wait for them.
        await server.kill()
        return row
    }

    private func measure(
        _ name: String, _ usage: ProcessUsage, port: Int, _ requests: [String],
        _ answer: @escaping @Sendable (Int) -> HTTPCall
    ) async throws -> [String] {
        let before = try usage.memory()
        let readers = EventReaders()
        defer { readers.stop() }
        try readers.open(port: port, requests: requests)
        try await until { readers.openCount == chats }
        try await Task.sleep(for: .seconds(3))
        let memory = Double(try usage.memory() - before) / Double(chats) / 1024
        // The first answers to all; they are not counted.
        try await post(answer, from: 0)
        try await until { readers.heard >= chats }
        _ = readers.take()
        try await post(answer, from: chats)
        try? await until { readers.heard >= chats }
        let times = readers.take().sorted()
        func at(_ share: Double) -> String {
            times.isEmpty
                ? "–"
                : String(
                    format: "%.1f", times[min(times.count - 1, Int(Double(times.count) * share))] / .milliseconds(1))
        }
        say("\(name): \(String(format: "%.1f", memory)) KB a chat, p50 \(at(0.5)) ms, p99 \(at(0.99)) ms")
        return [name, String(format: "%.1f", memory), at(0.5), at(0.99), "\(chats - times.count)"]
    }

    /// The text is written when the answer is due, so that waiting counts.
    private func post(_ answer: @escaping @Sendable (Int) -> HTTPCall, from first: Int) async throws {
        let client = Client()
        let gap = Duration.seconds(1 / Self.rate)
        let begin = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<chats {
                let due = begin + gap * Double(index)
                if due > .now { try await Task.sleep(until: due, tolerance: .zero, clock: .continuous) }
                let call = answer(first + index)
                group.addTask { try await client.send(call) }
            }
            try await group.waitForAll()
        }
    }

    private func until(_ holds: () -> Bool) async throws {
        let end = ContinuousClock.now + Self.patience
        while !holds() {
            guard ContinuousClock.now < end else { throw BenchFailure("not all chats are reached") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
