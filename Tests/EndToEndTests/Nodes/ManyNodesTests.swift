import Foundation
import LoopbackPostgres
import MockPlatform
import MockSMS
import Testing

/// The real program, several times, on one PostgreSQL.
@Suite("Many nodes on one database", .serialized, .timeLimit(.minutes(15)))
struct ManyNodesTests {
    private static let pace = 40
    private static let toEach = 20
    private static let inboundCount = 400

    @Test("One is killed, one paused and continued, PostgreSQL restarted: nothing is lost, doubled or out of order")
    func faults() async throws {
        let cluster = try await Cluster(3, pace: Self.pace)
        // So that there is always something in flight; the mock has taken it by then.
        cluster.house.mock.faults.add(.answerLate(.milliseconds(500)), on: .createMessage, times: nil)
        var apis: [APIClient] = []
        for node in cluster.nodes { apis.append(try await cluster.api(node)) }
        let traffic = ClusterTraffic(cluster, apis)
        let total = ClusterTraffic.recipients * Self.toEach
        func through(_ part: Int) async throws {
            try await eventually("\(part) of 5 are through", within: .seconds(240)) {
                traffic.ledger.accepted.count >= total * part / 5
            }
        }

        async let inbound: Void = traffic.inbound(Self.inboundCount, atOnce: 4)
        async let outbound: Void = traffic.outbound(Self.toEach)
        try await through(1)
        let killed = try await cluster.holder(of: "sending", among: cluster.nodes)
        await killed.kill()
        var living = cluster.nodes.filter { $0 !== killed }
        let paused = try await cluster.holder(of: "sending", among: living)
        try await through(2)
        try await eventually("calls are under way") { try cluster.count("outbox WHERE state = 2") > 5 }
        paused.pause()
        let inFlight = try cluster.rows(
            "SELECT text FROM message WHERE id IN (SELECT message FROM outbox WHERE state = 2)")
        living.removeAll { $0 === paused }
        _ = try await cluster.holder(of: "sending", among: living)
        paused.goOn()
        try await through(3)
        cluster.server.kill()
        try cluster.server.restart()
        _ = await (inbound, outbound)

        try await eventually("everything accepted is sent", within: .seconds(240)) {
            try cluster.count("outbox") == 0
        }
        try checkInbound(cluster, traffic.ledger)
        try checkOutbound(cluster, traffic.ledger, inFlight: Set(inFlight))
        try checkPace(cluster)
        await cluster.end()
    }

    private func checkInbound(_ cluster: Cluster, _ ledger: Ledger) throws {
        let stored = try cluster.rows("SELECT text FROM message WHERE direction = 'inbound'")
        let lost = ledger.acknowledged.subtracting(stored)
        print(
            "many nodes: \(ledger.acknowledged.count) inbound acknowledged, \(lost.count) lost,",
            "\(stored.count - Set(stored).count) doubled")
        #expect(ledger.acknowledged.count == Self.inboundCount)
        #expect(lost.isEmpty)
        #expect(stored.count == Set(stored).count)
    }

    private func checkOutbound(_ cluster: Cluster, _ ledger: Ledger, inFlight: Set<String>) throws {
        let messages = cluster.house.mock.messages(newest: .max).filter { $0.direction != .inbound }.reversed()
        let bodies = messages.map(\.body)
        let lost = ledger.accepted.subtracting(bodies)
        let doubled = Dictionary(grouping: bodies, by: \.self).filter { $0.value.count > 1 }.keys
        let marked = try cluster.rows(
            """
            SELECT text FROM message WHERE id IN (SELECT message FROM attempt WHERE is_possible_duplicate = 1)
            """)
        print(
            "many nodes: \(ledger.accepted.count) outbound accepted, \(lost.count) lost, \(doubled.count) doubled;",
            "\(inFlight.count) were in flight on the paused node, \(marked.count) sent again as possible duplicates")
        #expect(ledger.accepted.count == ClusterTraffic.recipients * Self.toEach)
        #expect(lost.isEmpty)
        #expect(inFlight.isSuperset(of: doubled))
        #expect(Set(marked).isSuperset(of: doubled))
        // Accepted once by us, whatever the callers repeated.
        let accepted = try cluster.rows("SELECT text FROM message WHERE direction = 'outbound'")
        #expect(accepted.count == ledger.accepted.count)
        for recipient in 0..<ClusterTraffic.recipients {
            var seen: [String] = []
            for body in messages.filter({ $0.to == ClusterTraffic.recipient(recipient) }).map(\.body)
            where !seen.contains(body) { seen.append(body) }
            #expect(seen == (0..<Self.toEach).map { "out \(recipient)/\($0)" })
        }
    }

    /// In no time did more leave than the pace allows, whichever node decided it.
    private func checkPace(_ cluster: Cluster) throws {
        let starts = try cluster.rows("SELECT started_at FROM attempt ORDER BY started_at").compactMap { Int64($0) }
        var worst = 0.0
        for first in starts.indices {
            for last in first..<starts.count {
                let allowed = Double(Self.pace) * (1 + Double(starts[last] - starts[first]) / 1000)
                worst = max(worst, Double(last - first + 1) - allowed)
            }
        }
        print("many nodes: \(starts.count) attempts, at most \(worst.rounded(.up)) beyond the pace")
        #expect(worst <= 1)
    }

    @Test(
        "What one node stores is sent and told by another; who stops gives the duties back; nobody moves files meanwhile"
    )
    func together() async throws {
        let cluster = try await Cluster(2, lease: 20)
        let (first, second) = (cluster.nodes[0], cluster.nodes[1])
        #expect(try cluster.holds(first, "sending"))
        let api = try await cluster.api(second)
        let stream = try EventStream(of: second, token: api.token ?? "")
        try await eventually("the stream is open") { !stream.text.isEmpty }

        _ = try await cluster.house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155560001", "text": "by the first"]
        ).expect(202)
        _ = try await api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155560002", "text": "by the second"]
        ).expect(202)
        try await eventually("the first sends both") {
            Set(cluster.house.mock.messages().map(\.body)).isSuperset(of: ["by the first", "by the second"])
        }
        try await eventually("the second tells of both") {
            stream.text.components(separatedBy: "message.created").count > 2
        }
        stream.end()

        let settings = ["GATEHOUSE_DATABASE_URL": cluster.server.url("cluster")]
        let move = try await GatewayProcess.run(
            ["media", "move"], environment: settings, folder: cluster.house.folder)
        #expect(move.status != 0 && move.output.contains("stop it first"), "\(move.output)")

        #expect(await first.stop() == 0)
        // At once, and not after the lease: the fence has gone up by one.
        _ = try await cluster.holder(of: "sending", among: [second])
        #expect(try cluster.rows("SELECT fence FROM duty WHERE name = 'sending'") == ["2"])
        _ = try await api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155560002", "text": "alone"]
        ).expect(202)
        try await eventually("the second sends it") {
            cluster.house.mock.messages().contains { $0.body == "alone" }
        }
        await cluster.end()
    }
}

/// Server-sent events of a node, as curl reads them.
private final class EventStream {
    private let process = Process()
    private let output: URL

    var text: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    init(of node: GatewayProcess, token: String) throws {
        output = node.folder.appending(path: "stream-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = [
            "-sN", "-H", "Accept: text/event-stream", "-H", "Authorization: Bearer \(token)", "-H",
            "Last-Event-ID: 0", node.url + "/v1/events",
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
    }

    deinit { end() }

    func end() {
        if process.isRunning { process.terminate() }
    }
}
