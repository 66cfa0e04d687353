import Foundation
import MockSMS
import Testing

@Suite("The log of events as a stream", .timeLimit(.minutes(5)))
struct EventStreamTests {
    @Test("Whoever reconnects with Last-Event-ID misses nothing and hears nothing twice; filters apply")
    func reconnecting() async throws {
        let house = try await Installation()
        let phone = house.mock.phone("+14155550100")
        for text in ["one", "two"] { #expect(try await phone.text(text, to: Installation.number).succeeded) }
        // The first run of the checklist may add an event at any moment: each list is the beginning of a later one.
        let first = try await listen(house.api, lastEventID: "0")
        let page = try await house.api.get("/v1/events?limit=200").expect(200)
        let all = page["items"].array.compactMap { $0["id"].string }
        #expect(ids(first).count >= 3)
        #expect(all.starts(with: ids(first)))
        #expect(first.contains("data: {"))
        // Heard up to the second; a message comes while nobody listens.
        #expect(try await phone.text("three", to: Installation.number).succeeded)
        let rest = try await listen(house.api, lastEventID: all[1])
        let more = try await house.api.get("/v1/events?limit=200").expect(200)["items"].array
        #expect(ids(rest).count >= 2)
        #expect(more.compactMap { $0["id"].string }.dropFirst(2).starts(with: ids(rest)))
        let received = try await listen(house.api, lastEventID: "0", query: "?type=message.received")
        #expect(
            ids(received) == more.filter { $0["type"] == "message.received" }.compactMap { $0["id"].string })
        #expect(ids(received).count == 3)
        #expect(
            ids(try await listen(house.api, lastEventID: nil, query: "?type=message.received")).isEmpty,
            "without an id, only what is new")
        await house.end()
    }

    private func ids(_ stream: String) -> [String] {
        stream.split(separator: "\n").filter { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
    }

    /// What comes within two seconds.
    private func listen(_ api: APIClient, lastEventID: String?, query: String = "") async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments =
            [
                "-sN", "--max-time", "2", "-H", "Accept: text/event-stream", "-H",
                "Authorization: Bearer \(api.token ?? "")",
            ] + (lastEventID.map { ["-H", "Last-Event-ID: \($0)"] } ?? []) + [api.url + "/v1/events" + query]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}
