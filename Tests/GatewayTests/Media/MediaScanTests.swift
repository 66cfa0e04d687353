import ConnectorTestKit
import Foundation
import GatewayModel
import Synchronization
import Testing

@testable import Gateway

/// Says of each file what the script says, once it has read all of it.
private final class TestScanner: VirusScanner {
    private let state = Mutex((script: [Result<ScanVerdict, ScanFailure>](), seen: [[UInt8]]()))

    var seen: [[UInt8]] { state.withLock { $0.seen } }

    func answer(_ results: Result<ScanVerdict, ScanFailure>...) { state.withLock { $0.script += results } }

    func scan(
        _ read: @Sendable (_ offset: Int, _ limit: Int) async throws -> [UInt8]?
    ) async throws(ScanFailure) -> ScanVerdict {
        var file: [UInt8] = []
        while let piece = try? await read(file.count, 4), !piece.isEmpty { file += piece }
        return try state.withLock { [file] state in
            state.seen.append(file)
            return state.script.isEmpty ? .success(.clean) : state.script.removeFirst()
        }.get()
    }
}

@Suite("Files before a virus scanner")
struct MediaScanTests {
    private static let png = MediaFetcherTests.png
    private static let unavailable = ScanFailure(.unavailable, "It is down.")

    private static func blobs(_ gateway: TestGateway) async throws -> Int {
        try await gateway.parts.blobs.names(after: nil, limit: 9).count
    }

    @Test("An upload is looked at whole; one that is clean is kept")
    func clean() async throws {
        let scanner = TestScanner()
        let gateway = try await TestGateway.make(scanner: scanner)
        let media = try await gateway.upload(Self.png)
        #expect(media.state == .ready && scanner.seen == [Self.png])
    }

    @Test(
        "One that is not clean, or of which nobody can say, is refused and not kept",
        arguments: [
            (Result.success(ScanVerdict.infected(name: "Eicar")), Refusal.Kind.invalid, "media-infected"),
            (.failure(unavailable), .unavailable, "media-not-scanned"),
            (.failure(ScanFailure(.tooLarge, "It is too large.")), .tooLarge, "media-too-large"),
        ] as [(Result<ScanVerdict, ScanFailure>, Refusal.Kind, String)])
    func refused(_ result: Result<ScanVerdict, ScanFailure>, _ kind: Refusal.Kind, _ code: String) async throws {
        let scanner = TestScanner()
        let gateway = try await TestGateway.make(scanner: scanner)
        scanner.answer(result)
        let refusal = await #expect(throws: Refusal.self) { try await gateway.upload(Self.png) }
        #expect(refusal?.kind == kind && refusal?.code == code)
        if code == "media-infected" { #expect(refusal?.explanation.contains("Eicar") == true) }
        #expect(try await Self.blobs(gateway) == 0)
        #expect(try await gateway.upload(Self.png).state == .ready, "and the next one passes")
    }

    @Test("What is of no type that is taken is not looked at")
    func wrongType() async throws {
        let scanner = TestScanner()
        let gateway = try await TestGateway.make(scanner: scanner)
        await #expect(throws: Refusal.self) { try await gateway.upload(Array("<html>".utf8)) }
        #expect(scanner.seen.isEmpty)
    }

    private static func received(_ gateway: TestGateway) async throws -> ID<Media> {
        try await gateway.deliver([
            TestWire(
                id: UUID().uuidString, to: TestGateway.salesNumber, from: TestGateway.customer,
                media: ["https://platform.test/files/1"])
        ])
        return try await media(gateway).id
    }

    private static func media(_ gateway: TestGateway) async throws -> Media {
        let message = try #require(try await gateway.transcript().last)
        return try #require(try await gateway.store.read { try $0.media(of: message.id).first })
    }

    @Test("A file of a customer's that is infected is not kept, and says so; it is not fetched again")
    func infected() async throws {
        let scanner = TestScanner()
        let gateway = try await TestGateway.make(scanner: scanner)
        gateway.platform.giving(MediaFetcherTests.file(Self.png))
        scanner.answer(.success(.infected(name: "Eicar")))
        _ = try await Self.received(gateway)
        try await gateway.parts.mediaFetcher.drain()
        let media = try await Self.media(gateway)
        #expect(media.state == .failed && media.reason?.code == "infected")
        #expect(media.reason?.explanation.contains("Eicar") == true)
        #expect(try await Self.blobs(gateway) == 0)
        gateway.pass(.seconds(24 * 3600))
        try await gateway.parts.mediaFetcher.drain()
        #expect(gateway.platform.fileCalls.count == 1)
    }

    @Test("While the scanner is down a customer's file waits, and nobody is given it")
    func down() async throws {
        let scanner = TestScanner()
        let gateway = try await TestGateway.make(scanner: scanner)
        gateway.platform.giving(MediaFetcherTests.file(Self.png), MediaFetcherTests.file(Self.png))
        scanner.answer(.failure(Self.unavailable))
        _ = try await Self.received(gateway)
        try await gateway.parts.mediaFetcher.drain()
        #expect(try await Self.media(gateway).state == .pending)
        #expect(try await Self.media(gateway).reason?.code == "notScanned")
        #expect(try await Self.blobs(gateway) == 0)
        gateway.pass(.seconds(5))
        try await gateway.parts.mediaFetcher.drain()
        #expect(try await Self.media(gateway).state == .ready && scanner.seen.count == 2)
    }
}
