import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes

/// Many callers, each with one request after the other.
struct Load: Sendable {
    let messages: Int
    let callers: Int

    /// - Parameter call: makes the request of each index. All are made before the clock starts: signing them is the
    ///   platform's work, not the gateway's.
    func measure(_ call: (Int) -> HTTPCall) async throws -> Measurement {
        let client = Client()
        let calls = (0..<messages).map(call)
        // The first requests open connections and fill caches; they are not counted.
        for index in 0..<callers { try await client.send(call(-1 - index)) }
        let next = Counter()
        let begin = ContinuousClock.now
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<callers {
                group.addTask { [messages] in
                    var times: [Duration] = []
                    while true {
                        let index = next.take()
                        guard index < messages else { return times }
                        let start = ContinuousClock.now
                        try await client.send(calls[index])
                        times.append(ContinuousClock.now - start)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Measurement(messages: messages, begin: begin, duration: ContinuousClock.now - begin, times: times)
    }
}

/// What one measurement found.
struct Measurement: Sendable {
    let messages: Int
    let begin: ContinuousClock.Instant
    let duration: Duration
    /// Of each request; empty where only the whole was measured.
    let times: [Duration]

    var perSecond: Double { Double(messages) / (duration / .seconds(1)) }

    /// Milliseconds.
    var median: Double { at(0.50, of: times.sorted()) }

    func report(_ name: String, ratioTo other: Measurement? = nil) {
        let ratio = other.map { String(format: "  ratio %.2f", perSecond / $0.perSecond) } ?? "            "
        var line = name.padding(toLength: 46, withPad: " ", startingAt: 0)
        line += String(format: "%8.0f/s", perSecond) + ratio
        if !times.isEmpty {
            let sorted = times.sorted()
            line += String(format: "  p50 %.2f ms  p99 %.2f ms", at(0.50, of: sorted), at(0.99, of: sorted))
        }
        say(line)
    }

    private func at(_ share: Double, of sorted: [Duration]) -> Double {
        sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] / .milliseconds(1)
    }
}

/// The client of all measurements: the gateway's own, on libcurl.
final class Client: Sendable {
    private let transport = CurlTransport(policy: .only([IPNetwork("127.0.0.1")!]))

    func send(_ call: HTTPCall) async throws {
        let reply = try await transport.exchange(call)
        guard (200..<300).contains(reply.status) else {
            throw BenchFailure("\(call.url) answered \(reply.status): \(String(decoding: reply.body, as: UTF8.self))")
        }
    }

    /// Hands the body of the answer to the sink.
    func download(_ call: HTTPCall, to sink: any DownloadSink) async throws {
        let reply = try await transport.download(call, to: sink)
        guard reply.status == 200 else { throw BenchFailure("\(call.url) answered \(reply.status)") }
    }

    func get(_ url: String) async throws -> String {
        String(decoding: try await transport.exchange(HTTPCall(method: .get, url: url)).body, as: UTF8.self)
    }
}

extension HTTPCall {
    /// A form, as platforms post it.
    static func form(_ url: String, _ body: [UInt8], signature: String? = nil) -> HTTPCall {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.init("X-Twilio-Signature")!] = signature
        return HTTPCall(method: .post, url: url, headers: headers, body: body)
    }
}

/// Seen at once, also where it goes into a file.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}

struct BenchFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
