import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes

/// A gateway that serves on a fresh database, with a number whose pace is lifted.
final class GatewayUnderTest: Sendable {
    private let subject: Subject
    private let sink: Subject
    private let folder: URL
    private let headers: HTTPFields
    private let webhookURL: String
    private let takenBefore: Int
    private let client = Client()

    init(sink: Subject) async throws {
        self.sink = sink
        folder = FileManager.default.temporaryDirectory.appending(path: "gatehouse-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let port = Int.random(in: 30_000..<40_000)
        let environment = [
            "GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path,
            "GATEHOUSE_PUBLIC_LISTEN": "127.0.0.1:\(port)", "GATEHOUSE_PRIVATE_LISTEN": "127.0.0.1:\(port)",
            "GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1", "GATEHOUSE_LOG_LEVEL": "error",
        ]
        subject = try await Subject(
            "gatehouse", ["serve"], environment: environment, port: port, probe: "/openapi.json")
        let token = try await Self.makeKey(environment)
        headers = [.authorization: "Bearer \(token)", .contentType: "application/json"]
        webhookURL = try await Self.connect(subject.url, headers, sink: sink.url)
        takenBefore = Int(try await client.get(sink.url + "/taken")) ?? 0
    }

    func webhook(_ index: Int) -> HTTPCall {
        let customer = TwilioForm.customer(index)
        return .form(
            webhookURL, TwilioForm.inbound(index, from: customer),
            signature: TwilioForm.signature(webhookURL, index, from: customer))
    }

    func notify(_ index: Int) -> HTTPCall {
        let body = #"{"to":"\#(TwilioForm.customer(index))","text":"Your order \#(index) is ready to be picked up."}"#
        return HTTPCall(
            method: .post, url: subject.url + "/v1/contact-points/default/notifications", headers: headers,
            body: Array(body.utf8))
    }

    /// Waits until everything that was accepted has reached the platform.
    func untilAllSent(
        since begin: ContinuousClock.Instant, _ all: Int, counting messages: Int
    ) async throws -> Measurement {
        while (Int(try await client.get(sink.url + "/taken")) ?? 0) - takenBefore < all {
            guard ContinuousClock.now - begin < .seconds(300) else { throw BenchFailure("messages are stuck") }
            try await Task.sleep(for: .milliseconds(5))
        }
        return Measurement(messages: messages, begin: begin, duration: ContinuousClock.now - begin, times: [])
    }

    /// A call that may take long.
    func send(_ method: HTTPRequest.Method, _ path: String, type: String, _ body: [UInt8]) async throws {
        var headers = headers
        headers[.contentType] = type
        try await client.send(
            HTTPCall(method: method, url: subject.url + path, headers: headers, body: body, timeout: .seconds(1800)))
    }

    func download(_ path: String, to sink: any DownloadSink) async throws {
        try await client.download(
            HTTPCall(
                method: .get, url: subject.url + path, headers: headers, timeout: .seconds(1800),
                maximumReplyBytes: 1 << 30),
            to: sink)
    }

    func peakMemory() throws -> Int { try subject.peakMemory() }
    func forgetPeakMemory() throws -> Int { try subject.forgetPeakMemory() }

    func stop() async {
        await subject.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func makeKey(_ environment: [String: String]) async throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = Subject.folder.appending(path: "gatehouse")
        process.arguments = ["api-key", "create", "--label", "Bench", "--level", "administrator"]
        process.environment = environment
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        guard let token = output.split(separator: "\n").last else { throw BenchFailure("no key: \(output)") }
        return String(token)
    }

    /// - Returns: where Twilio would post messages.
    private static func connect(_ url: String, _ headers: HTTPFields, sink: String) async throws -> String {
        let transport = CurlTransport(policy: .only([IPNetwork("127.0.0.1")!]))
        func call(_ method: HTTPRequest.Method, _ path: String, _ body: String) async throws -> [String: Any] {
            let reply = try await transport.exchange(
                HTTPCall(method: method, url: url + path, headers: headers, body: Array(body.utf8)))
            guard (200..<300).contains(reply.status),
                let json = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
            else { throw BenchFailure("\(path): \(String(decoding: reply.body, as: UTF8.self))") }
            return json
        }
        _ = try await call(.post, "/v1/roles", #"{"label":"Bench"}"#)
        let keys = try await call(.get, "/v1/api-keys", "")["items"] as? [[String: Any]] ?? []
        // Beside it stands the first administrator's.
        let own = keys.first { $0["label"] as? String == "Bench" }
        let key = "/v1/api-keys/\(own?["id"] as? String ?? "")"
        _ = try await call(.patch, key, #"{"roles":["bench"]}"#)
        _ = try await call(.put, key + "/sending-cap", "{}")
        _ = try await call(
            .put, "/v1/contact-points/default/outbound-roles",
            #"{"startConversation":[],"sendNotification":["bench"]}"#)
        _ = try await call(
            .put, "/v1/contact-points/default/conversation-roles", #"{"read":["bench"],"answer":["bench"]}"#)
        let settings =
            #"{"accountSid":"\#(TwilioForm.accountSid)","authToken":"\#(TwilioForm.authToken)","apiBase":"\#(sink)"}"#
        let app = try await call(
            .post, "/v1/platform-apps", #"{"platform":"sms","label":"Bench","settings":\#(settings)}"#)
        _ = try await call(
            .post, "/v1/contact-points/default/connections",
            #"{"app":"\#(app["id"] as? String ?? "")","address":"\#(TwilioForm.number)","pacing":{"unitsPerSecond":100000,"burst":100000}}"#
        )
        let webhooks = app["webhooks"] as? [[String: Any]] ?? []
        await transport.shutdown()
        guard let webhook = webhooks.first(where: { $0["purpose"] as? String == "events" })?["url"] as? String else {
            throw BenchFailure("no webhook address")
        }
        return webhook
    }
}
