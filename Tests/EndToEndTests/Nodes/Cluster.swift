import Foundation
import LoopbackPostgres
import MockSMS
import Testing

/// Gateways on one PostgreSQL, a balancer in front of them, and a mock Twilio behind.
final class Cluster {
    private static let database = "cluster"

    /// One that nobody else uses: it is killed.
    let server: PostgresServer
    let balancer: Balancer
    /// With the first node.
    let house: Installation
    private(set) var nodes: [GatewayProcess]
    private let settings: [String: String]

    /// - Parameter pace: segments a second.
    init(_ count: Int, pace: Int = 10_000, lease: Int = 2) async throws {
        server = try PostgresServer(isDurable: true)
        try server.execute("CREATE DATABASE \(Self.database)")
        balancer = try Balancer()
        try await balancer.start()
        settings = [
            "GATEHOUSE_DATABASE_URL": server.url(Self.database), "GATEHOUSE_PUBLIC_URL": balancer.url,
            "GATEHOUSE_MEDIA_STORE": "database", "GATEHOUSE_TEST_LEASE": "\(lease)",
            "GATEHOUSE_SENDS_LOOK_UP_INTERVAL": "1", "GATEHOUSE_LOG_LEVEL": "notice",
        ]
        house = try await Installation(pace: pace, settings: settings)
        nodes = [house.gateway]
        balancer.add(house.port)
        for _ in 1..<count { try await add() }
    }

    func add() async throws {
        let port = try Program.freePort()
        nodes.append(try await GatewayProcess.serve(in: house.folder, port: port, settings: settings))
        balancer.add(port)
    }

    /// A caller of one node.
    func api(_ node: GatewayProcess) async throws -> APIClient {
        try await APIClient.knowing(node.url, token: house.api.token ?? "")
    }

    /// The first column of the rows.
    func rows(_ statement: String) throws -> [String] { try server.execute(statement, in: Self.database) }

    func count(_ condition: String) throws -> Int {
        Int(try rows("SELECT count(*) FROM \(condition)").first ?? "") ?? 0
    }

    /// Whether the node has the duty, by what the database says and what the node has said.
    func holds(_ node: GatewayProcess, _ duty: String) throws -> Bool {
        guard let fence = try rows("SELECT fence FROM duty WHERE name = '\(duty)' AND holder IS NOT NULL").first else {
            return false
        }
        return node.log.contains("duty=\(duty) fence=\(fence)\n") || node.log.contains("duty=\(duty) fence=\(fence) ")
    }

    /// Waits until one of the nodes has the duty.
    func holder(of duty: String, among nodes: [GatewayProcess]) async throws -> GatewayProcess {
        var holder: GatewayProcess?
        try await eventually("\(duty) is taken over") {
            holder = try nodes.first { try holds($0, duty) }
            return holder != nil
        }
        return try #require(holder)
    }

    func end() async {
        for node in nodes.dropFirst() { await node.stop() }
        await balancer.stop()
        await house.end()
    }
}
