import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Testing

@testable import Gateway

@Suite("Files that customers send")
struct MediaFetcherTests {
    static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]

    static func file(_ bytes: [UInt8]) -> FakePlatform.Answer {
        FakePlatform.Answer(result: .success(HTTPReply(status: 200, headers: [.contentType: "x/y"], body: bytes)))
    }

    private static func received(_ gateway: TestGateway) async throws -> Media {
        try await gateway.deliver([
            TestWire(
                id: UUID().uuidString, to: TestGateway.salesNumber, from: TestGateway.customer,
                media: ["https://platform.test/files/1"])
        ])
        return try await media(gateway)
    }

    private static func media(_ gateway: TestGateway) async throws -> Media {
        let conversation = try #require(try await gateway.openConversation())
        return try await gateway.store.read { transaction in
            let message = try #require(try transaction.messages(of: conversation.id, Page(after: nil, limit: 9)).last)
            return try #require(try transaction.media(of: message.id).first)
        }
    }

    private static func blobs(_ gateway: TestGateway) async throws -> [String] {
        try await gateway.parts.blobs.names(after: nil, limit: 9).map(\.description)
    }

    @Test("It is stored with the message, fetched, looked at and kept")
    func ready() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.giving(Self.file(Self.png))
        let pending = try await Self.received(gateway)
        #expect(pending.state == .pending)
        #expect(pending.declaredType == "image/png")
        #expect(gateway.platform.fileCalls.isEmpty, "a webhook waits for no file")

        try await gateway.parts.mediaFetcher.drain()
        let media = try await Self.media(gateway)
        #expect(media.state == .ready)
        #expect(media.type == "image/png")
        #expect(media.byteCount == Self.png.count)
        #expect(media.hash?.count == 32)
        let bytes = try await gateway.parts.blobs.read(media.id.blobName, from: 0, limit: 100)
        #expect(bytes == Self.png)
        let call = try #require(gateway.platform.fileCalls.first)
        #expect(call.maximumReplyBytes == 2000)
        #expect(call.timeout == .seconds(60))
        #expect(try await gateway.events(.messageMediaChanged).map(\.value) == ["ready"])
        try await gateway.parts.mediaFetcher.drain()
        #expect(gateway.platform.fileCalls.count == 1, "and not again")
    }

    @Test(
        "What will not come is failed at once, with the reason, and nothing is kept",
        arguments: [
            (FakePlatform.Answer.status(404), "gone"), (file([UInt8](repeating: 0x89, count: 2001)), "tooLarge"),
            (file(Array("<html><script>".utf8)), "wrongType"), (file([0, 1, 2, 3]), "wrongType"),
            (file([0x50, 0x4b, 3, 4, 0]), "wrongType"), (file([]), "empty"),
        ] as [(FakePlatform.Answer, String)])
    func failed(_ answer: FakePlatform.Answer, code: String) async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.giving(answer)
        _ = try await Self.received(gateway)
        try await gateway.parts.mediaFetcher.drain()
        let media = try await Self.media(gateway)
        #expect(media.state == .failed)
        #expect(media.reason?.code == code)
        #expect(media.hash == nil)
        #expect(try await Self.blobs(gateway).isEmpty)
        #expect(try await gateway.events(.messageMediaChanged).map(\.value) == ["failed"])
        gateway.pass(.seconds(24 * 3600))
        try await gateway.parts.mediaFetcher.drain()
        #expect(gateway.platform.fileCalls.count == 1)
    }

    @Test("What may come later is asked for again, says why it waits, and is given up after three hours")
    func retries() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.giving(.status(503), .status(401), .notConnected, Self.file(Self.png))
        _ = try await Self.received(gateway)
        for (code, wait) in [("unavailable", 5), ("accessDenied", 20), ("unreachable", 80)] {
            try await gateway.parts.mediaFetcher.drain()
            let media = try await Self.media(gateway)
            #expect(media.state == .pending)
            #expect(media.reason?.code == code)
            gateway.pass(.seconds(wait - 1))
            try await gateway.parts.mediaFetcher.drain()
            #expect(try await Self.media(gateway).state == .pending, "not before \(wait) seconds")
            gateway.pass(.seconds(1))
        }
        try await gateway.parts.mediaFetcher.drain()
        #expect(try await Self.media(gateway).state == .ready)
        #expect(try await Self.media(gateway).reason == nil)

        gateway.platform.giving(.status(403), .status(403), .status(403), .status(403))
        gateway.platform.giving(.status(403), .status(403), .status(403), .status(403), Self.file(Self.png))
        _ = try await Self.received(gateway)
        for wait in [.zero] + MediaFetcher.waits {
            #expect(try await Self.media(gateway).state == .pending)
            gateway.pass(wait)
            try await gateway.parts.mediaFetcher.drain()
        }
        #expect(try await Self.media(gateway).state == .failed)
        #expect(try await Self.media(gateway).reason?.code == "accessDenied")
        #expect(gateway.platform.fileCalls.count == 4 + 8)
    }

    @Test("A process that died in the middle leaves nothing behind, and the next one fetches the file")
    func crash() async throws {
        let gateway = try await TestGateway.make()
        let pending = try await Self.received(gateway)
        let leased = try await gateway.store.write { try gateway.parts.mediaFetcher.lease(in: $0) }
        #expect(leased.map(\.media) == [pending.id])
        let draft = try gateway.parts.blobs.draft(pending.id.blobName)
        try Self.png.withUnsafeBytes { try draft.append($0) }

        let next = try gateway.restarted()
        try await next.prepareLinks()
        try await next.parts.mediaFetcher.drain()
        #expect(next.platform.fileCalls.isEmpty, "it is leased")
        next.platform.giving(Self.file(Self.png))
        try await next.parts.mediaFetcher.takeBack()
        try await next.parts.mediaFetcher.drain()
        #expect(try await Self.media(next).state == .ready)
        // By the clock of the disk, which is not turned by hand: 2090.
        try await next.parts.blobs.removeAbandoned(before: Timestamp(milliseconds: 3_786_912_000_000))
        let folder = try FileManager.default.contentsOfDirectory(
            atPath: next.directory.appending(path: "media").path)
        #expect(folder == [pending.id.description])
        draft.discard()
    }

    @Test("Uploads nobody sent go after a day, and bytes that no row tells of; nothing else does")
    func cleanUp() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.giving(Self.file(Self.png))
        let inbound = try await Self.received(gateway)
        try await gateway.parts.mediaFetcher.drain()
        let unused = try await gateway.upload(Self.png)
        let sent = try await gateway.upload(Self.png)
        try await gateway.reply(media: [sent.id])
        let erased = try await gateway.upload(Self.png)
        try await gateway.store.write { try $0.deleteMedia(erased.id) }
        gateway.pass(.seconds(24 * 3600 - 60))
        try await gateway.parts.mediaCleanUp.drain()
        #expect(try await Self.blobs(gateway).count == 4)
        gateway.pass(.seconds(120))
        let young = try await gateway.upload(Self.png)
        try await gateway.parts.mediaCleanUp.drain()
        #expect(
            try await Self.blobs(gateway) == [inbound.id, sent.id, young.id].map(\.description))
        #expect(try await gateway.store.read { try $0.media(unused.id) } == nil)
    }
}
