import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Files that we send")
struct MediaSendTests {
    private static let png = MediaFetcherTests.png

    private static func pdf(_ count: Int) -> [UInt8] {
        Array("%PDF-".utf8) + [UInt8](repeating: 0x20, count: count - 5)
    }

    private static func conversing() async throws -> TestGateway {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        return gateway
    }

    @Test("A file leaves as a link made at that moment, alone or with a text")
    func links() async throws {
        let gateway = try await Self.conversing()
        let files = [try await gateway.upload(Self.png), try await gateway.upload(Self.pdf(50))]
        let message = try await gateway.reply("Here", media: files.map(\.id))
        gateway.pass(.seconds(3600))
        try await gateway.drain()
        let links = gateway.platform.sends.flatMap(\.media)
        #expect(links.count == 2)
        for (link, file) in zip(links, files) {
            let pieces = link.split(separator: "/").map(String.init)
            #expect(pieces[3] == file.id.description)
            #expect(try gateway.parts.mediaLinks.opens(file.id, ticket: pieces[4]))
            gateway.pass(.seconds(0))
        }
        gateway.pass(MediaLinks.lifeForPlatforms - .seconds(1))
        let last = links[1].split(separator: "/").map(String.init)[4]
        #expect(try gateway.parts.mediaLinks.opens(files[1].id, ticket: last))
        gateway.pass(.seconds(2))
        #expect(try !gateway.parts.mediaLinks.opens(files[1].id, ticket: last))
        let kept = try await gateway.store.read { try $0.media(of: message.id) }
        #expect(kept.map(\.id) == files.map(\.id))
        #expect(kept.map(\.position) == [0, 1])
    }

    @Test("What the platform does not carry is refused with the field and the reason, and stays an upload")
    func refused() async throws {
        let gateway = try await Self.conversing()
        let file = try await gateway.upload(Self.png)
        let large = try await gateway.upload(Self.png + [UInt8](repeating: 0, count: 900))
        let second = try await gateway.upload(Self.png + [UInt8](repeating: 0, count: 900))
        // As if another platform carried more.
        let document = try await gateway.upload(Self.pdf(101), limits: UploadLimits(["application/pdf": 200]))
        let unknown = ID<Media>(rawValue: 1)
        let cases: [([ID<Media>], String, String)] = [
            ([file.id, large.id, second.id], "media", "at most 2 files"), ([file.id, file.id], "media", "twice"),
            ([large.id, second.id], "media", "together"), ([document.id], "media[0]", "at most 100"),
            ([file.id, unknown], "media[1]", "no such upload"),
        ]
        for (ids, field, reason) in cases {
            let refusal = await #expect(throws: Refusal.self) { try await gateway.reply("Hi", media: ids) }
            #expect(refusal?.fields.first?.name == field)
            #expect(refusal?.explanation.contains(reason) == true, "\(refusal?.explanation ?? "")")
        }
        #expect(try await gateway.store.read { try $0.media(file.id) }?.message == nil)
        try await gateway.reply(media: [file.id])
        await #expect(throws: Refusal.self) { try await gateway.reply(media: [file.id]) }
        try await gateway.drain()
        #expect(gateway.platform.sends.count == 1)
    }

    @Test("An upload no platform carries is refused with what is taken, and nothing is kept")
    func uploads() async throws {
        let gateway = try await TestGateway.make()
        let cases: [([UInt8], Refusal.Kind)] = [
            (Array("GIF89a...".utf8), .wrongType), ([1, 2, 3], .wrongType), ([], .invalid),
            (Self.png + [UInt8](repeating: 0, count: 1000), .tooLarge), (Self.pdf(101), .tooLarge),
        ]
        for (bytes, kind) in cases {
            let refusal = await #expect(throws: Refusal.self) { try await gateway.upload(bytes) }
            #expect(refusal?.kind == kind)
        }
        #expect(throws: Refusal.self) { try gateway.parts.mediaUploads.begin(declaredBytes: 1001) }
        #expect(try await gateway.parts.blobs.names(after: nil, limit: 9).isEmpty)
    }
}
