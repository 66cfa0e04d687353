import ConnectorKit
import Foundation
import HTTPTypes
import MockPlatform
import Synchronization
import Testing

/// Uploads that are repeated because nobody heard the answer to the first.
@Suite("Uploads under an idempotency key")
struct RepeatedUploadTests {
    private static let loopback = ["GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1,::1"]

    private static func png(_ count: Int) -> [UInt8] {
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    }

    private static func upload(
        _ bytes: [UInt8], _ key: String, _ query: String = "", type: String = "image/png", to api: APIClient
    ) async throws -> APIClient.Answer {
        try await api.call(
            .post, "/v1/media" + query, body: bytes, contentType: type,
            headers: [.init("Idempotency-Key")!: key])
    }

    private static func files(_ house: Installation) throws -> Int {
        try FileManager.default.contentsOfDirectory(
            atPath: house.folder.appending(path: "gatehouse.sqlite.media").path
        ).count
    }

    @Test("The same bytes make one file and get one answer; other bytes or another name are refused")
    func bytes() async throws {
        let house = try await Installation(settings: Self.loopback)
        let picture = Self.png(300_000)
        let first = try await Self.upload(picture, "one", "?fileName=a.png", to: house.api).expect(201)
        let again = try await Self.upload(picture, "one", "?fileName=a.png", to: house.api).expect(201)
        #expect(again.json == first.json)
        #expect(try Self.files(house) == 1)
        for (bytes, query) in [
            (Self.png(300_001), "?fileName=a.png"), (Array(picture.dropLast()), "?fileName=a.png"),
            (picture, "?fileName=b.png"), (picture, ""), ([], "?fileName=a.png"),
            (Self.png(6_000_000), "?fileName=a.png"), (Array("no picture at all".utf8), "?fileName=a.png"),
        ] {
            let other = try await Self.upload(bytes, "one", query, to: house.api)
            #expect(other.status == 422, "\(bytes.count) bytes, \(query): \(other.json)")
            #expect(other.problem == "idempotency-key-reused")
        }
        let address = try await house.api.post("/v1/media", ["url": "https://x.example/"], idempotencyKey: "one")
        #expect(address.problem == "idempotency-key-reused")
        #expect(try Self.files(house) == 1)
        let second = try await Self.upload(picture, "two", "?fileName=a.png", to: house.api).expect(201)
        #expect(second["id"] != first["id"])
        await house.end()
    }

    @Test("Many at once under one key make one file")
    func together() async throws {
        let house = try await Installation(settings: Self.loopback)
        let picture = Self.png(200_000)
        let answers = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<12 {
                group.addTask { [api = house.api] in
                    try await Self.upload(picture, "many", to: api).expect(201)["id"].string
                }
            }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(try Self.files(house) == 1)
        await house.end()
    }

    @Test("A refusal is not kept, and a restart forgets no answer")
    func refused() async throws {
        let house = try await Installation(settings: Self.loopback)
        for bytes in [Array("<html></html>".utf8), Self.png(27_000_000)] {
            let refused = try await Self.upload(bytes, "bad", to: house.api)
            #expect([413, 415].contains(refused.status))
        }
        #expect(try Self.files(house) == 0)
        let taken = try await Self.upload(Self.png(10), "bad", to: house.api).expect(201)
        await house.gateway.kill()
        try await house.restart()
        #expect(try await Self.upload(Self.png(10), "bad", to: house.api).expect(201)["id"] == taken["id"])
        let long = try await Self.upload(Self.png(10), String(repeating: "k", count: 256), to: house.api)
        #expect(long.status == 422)
        await house.end()
    }

    @Test("An address is fetched once under a key, whatever lies there later")
    func addresses() async throws {
        let house = try await Installation(settings: Self.loopback)
        let calls = Mutex(0)
        let place = try LoopbackServer { _ in
            let call = calls.withLock { count in
                count += 1
                return count
            }
            return call == 1
                ? .response(MockResponse(status: .ok, headers: [.contentType: "image/png"], body: Self.png(9)))
                : .response(MockResponse(status: .gone))
        }
        let url = "http://127.0.0.1:\(try await place.start())/picture"
        let body: JSONValue = ["url": .string(url), "fileName": "a.png"]
        let first = try await house.api.post("/v1/media", body, idempotencyKey: "one").expect(201)
        let again = try await house.api.post("/v1/media", body, idempotencyKey: "one").expect(201)
        #expect(again.json == first.json)
        #expect(calls.withLock { $0 } == 1)
        let other = try await house.api.post("/v1/media", ["url": .string(url)], idempotencyKey: "one")
        #expect(other.problem == "idempotency-key-reused")
        #expect(calls.withLock { $0 } == 1)
        let gone = try await house.api.post("/v1/media", body, idempotencyKey: "two")
        #expect(gone.status == 422 && gone.problem == "media-not-taken")
        await place.stop()
        await house.end()
    }
}
