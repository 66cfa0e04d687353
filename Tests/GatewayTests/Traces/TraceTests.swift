import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import Testing

@testable import Gateway

@Suite("Traces: every call to a platform")
struct TraceTests {
    @Test("A send leaves one on its connection, without its text, its recipient or a secret")
    func send() async throws {
        let gateway = try await TestGateway.make()
        _ = try await gateway.start("My PIN is 4711")
        try await gateway.drain()
        try await gateway.parts.traces.drain()
        let traces = try await gateway.traces()
        #expect(traces.count == 1)
        #expect(traces.first?.status == 200)
        #expect(traces.first?.failure == nil)
        let seen = "\(traces)"
        for hidden in ["4711", "PIN", TestGateway.secret] { #expect(!seen.contains(hidden)) }
        #expect(try await gateway.traces(of: gateway.setup.serviceConnection).isEmpty)
    }

    @Test("A call without an answer says why")
    func failure() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.notConnected)
        _ = try await gateway.start("Hello")
        try await gateway.drain()
        try await gateway.parts.traces.drain()
        let trace = try #require(try await gateway.traces().last)
        #expect(trace.status == nil)
        #expect(trace.failure == "notConnected: On purpose.")
    }

    @Test("A fetch leaves one for each hop, without the file, a signed address or what opened it")
    func files() async throws {
        let gateway = try await TestGateway.make()
        let signed = "https://content.test/signed-path/1?Expires=9&Signature=tell-tale"
        let leading = FakePlatform.Answer(
            result: .success(HTTPReply(status: 307, headers: [.location: signed], body: Array("elsewhere".utf8))))
        gateway.platform.giving(
            leading, MediaFetcherTests.file(MediaFetcherTests.png + Array("tell-tale".utf8)), .notConnected)
        let wires = (1...2).map { number in
            TestWire(
                id: "\(number)", to: TestGateway.salesNumber, from: TestGateway.customer,
                media: ["https://platform.test/files/\(number)?token=tell-tale"])
        }
        for wire in wires {
            try await gateway.deliver([wire])
            try await gateway.parts.mediaFetcher.drain()
        }
        try await gateway.parts.traces.drain()
        let traces = try await gateway.traces().reversed()
        #expect(
            traces.map(\.url) == [
                "https://platform.test/files/1?…", "https://content.test/…", "https://platform.test/files/2?…",
            ])
        #expect(traces.map(\.status) == [307, 200, nil])
        #expect(traces.map(\.failure) == [nil, nil, "notConnected: On purpose."])
        #expect(traces.allSatisfy { $0.method == "GET" && $0.request == nil && $0.reply == nil })
        let seen = "\(traces)"
        for hidden in ["tell-tale", "Signature", "signed-path", TestGateway.secret, "secret", "PNG"] {
            #expect(!seen.contains(hidden), "\(hidden)")
        }
        #expect(try await gateway.traces(of: gateway.setup.serviceConnection).isEmpty)
    }

    @Test("A store that fails loses none of them")
    func brokenStore() async throws {
        let gateway = try await TestGateway.make()
        _ = try await gateway.start("Hello")
        try await gateway.drain()
        gateway.store.breakWrites(1)
        await #expect(throws: (any Error).self) { try await gateway.parts.traces.drain() }
        try await gateway.parts.traces.drain()
        try await gateway.parts.traces.drain()
        #expect(try await gateway.traces().count == 1)
    }

    @Test("They are kept for a week, and no longer")
    func week() async throws {
        let gateway = try await TestGateway.make()
        _ = try await gateway.start("Hello")
        try await gateway.drain()
        try await gateway.parts.traces.drain()
        gateway.clock.advance(by: .seconds(7 * 24 * 3600 - 60))
        try await gateway.parts.pruner.drain()
        #expect(try await gateway.traces().count == 1)
        gateway.clock.advance(by: .seconds(120))
        try await gateway.parts.pruner.drain()
        #expect(try await gateway.traces().isEmpty)
    }
}

extension TestGateway {
    /// Newest first.
    fileprivate func traces(of connection: ID<Connection>? = nil) async throws -> [CallTrace] {
        let id = connection ?? setup.salesConnection
        return try await store.read { try $0.traces(of: id, Page(after: nil, limit: 100)) }
    }
}
