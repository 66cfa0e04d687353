import ConnectorKit
import Foundation
import HTTPTypes

/// A gateway that serves, with a number whose pace is lifted.
final class GatewayUnderTest: Sendable {
    let house: House
    let access: Access
    private let subject: Subject
    private let arrivals: Arrivals
    private let webhookURL: String
    /// Where the world reaches it.
    let worldPort: Int
    private let takenBefore: Int
    private let client = Client()

    /// On a fresh SQLite file.
    convenience init(sink: Subject) async throws {
        try await self.init(in: try House.onSQLite(), sink: sink)
    }

    /// - Parameters:
    ///   - access: where the house has been served before.
    ///   - sink: who plays the platform; from the first time on.
    ///   - environment: further settings.
    init(
        in house: House, access: Access? = nil, sink: Subject, environment further: [String: String] = [:]
    ) async throws {
        self.house = house
        // Metrics are served on a private listener of its own only.
        let (world, port) = (Port.next(), Port.next())
        let environment = house.environment.merging([
            "GATEHOUSE_PUBLIC_LISTEN": "127.0.0.1:\(world)", "GATEHOUSE_PRIVATE_LISTEN": "127.0.0.1:\(port)",
            "GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1", "GATEHOUSE_LOG_LEVEL": "error",
        ]) { $1 }.merging(further) { $1 }
        subject = try await Subject(
            "gatehouse", ["serve"], environment: environment, folder: house.folder, port: port,
            probe: "/openapi.json")
        if let access {
            self.access = access
        } else {
            self.access = try await Access.make(at: subject.url, in: house, sink: sink.url)
        }
        worldPort = world
        webhookURL = "http://127.0.0.1:\(world)" + self.access.webhookPath
        arrivals = Arrivals(at: sink)
        takenBefore = try await arrivals.count()
    }

    func webhook(_ index: Int) -> HTTPCall {
        let customer = TwilioForm.customer(index)
        return .form(
            webhookURL, TwilioForm.inbound(index, from: customer),
            signature: TwilioForm.signature(webhookURL, index, from: customer))
    }

    func notify(_ index: Int) -> HTTPCall {
        let body = #"{"to":"\#(TwilioForm.customer(index))","text":"\#(TwilioForm.outboundText(index))"}"#
        return HTTPCall(
            method: .post, url: subject.url + "/v1/contact-points/default/notifications", headers: access.headers,
            body: Array(body.utf8))
    }

    /// The log of events as it grows, as a stream.
    func listen(to event: String) -> HTTPCall {
        var headers = access.headers
        headers[.accept] = "text/event-stream"
        return HTTPCall(
            method: .get, url: subject.url + "/v1/events?type=\(event)", headers: headers, timeout: .seconds(3600),
            maximumReplyBytes: 1 << 40)
    }

    /// Waits until everything that was accepted has reached the platform.
    func untilAllSent(
        since begin: ContinuousClock.Instant, _ all: Int, counting messages: Int
    ) async throws -> Measurement {
        try await arrivals.wait(for: all, since: takenBefore)
        return Measurement(messages: messages, begin: begin, duration: ContinuousClock.now - begin, times: [])
    }

    /// A call that may take long.
    func send(_ method: HTTPRequest.Method, _ path: String, type: String, _ body: [UInt8]) async throws {
        var headers = access.headers
        headers[.contentType] = type
        try await client.send(
            HTTPCall(method: method, url: subject.url + path, headers: headers, body: body, timeout: .seconds(1800)))
    }

    func download(_ path: String, to sink: any DownloadSink) async throws {
        try await client.download(
            HTTPCall(
                method: .get, url: subject.url + path, headers: access.headers, timeout: .seconds(1800),
                maximumReplyBytes: 1 << 30),
            to: sink)
    }

    var url: String { subject.url }
    var worldURL: String { "http://127.0.0.1:\(worldPort)" }
    var usage: ProcessUsage { subject.usage }
    func peakMemory() throws -> Int { try subject.peakMemory() }
    func forgetPeakMemory() throws -> Int { try subject.forgetPeakMemory() }

    /// What it has had on the disk since its start.
    func diskUse() async throws -> DiskUse {
        let metrics = try await client.get(subject.url + "/metrics")
        let line = metrics.split(separator: "\n").first { $0.hasPrefix("gatehouse_commits_total ") }
        guard let commits = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
            throw BenchFailure("the gateway counts no commits")
        }
        return DiskUse(bytes: try house.bytesWritten(by: subject.usage), commits: Int(commits))
    }

    func stop() async {
        await stopServing()
        house.remove()
    }

    /// The house stays.
    func stopServing() async { await subject.stop() }
}
