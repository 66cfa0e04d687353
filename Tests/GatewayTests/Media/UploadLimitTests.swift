import ConnectorTestKit
import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("Uploads that are held to limits of their own")
struct UploadLimitTests {
    private static let png = MediaFetcherTests.png
    private static let gif = Array("GIF89a...".utf8)
    private static let limits = UploadLimits(["image/gif": 100, "image/png": 20])

    private func upload(
        _ bytes: [UInt8], declaredBytes: Int? = nil, to gateway: TestGateway, _ limits: UploadLimits = limits
    ) async throws -> Media {
        let upload = try gateway.parts.mediaUploads.begin(.inbound, declaredBytes: declaredBytes, limits: limits)
        try bytes.withUnsafeBytes { try upload.append($0) }
        let media = try await gateway.parts.mediaUploads.finish(upload, declaredType: nil, fileName: "a.gif")
        try await gateway.store.write { try gateway.parts.mediaUploads.keep(media, in: $0) }
        return media
    }

    @Test("What no platform carries may be taken of this uploader, and what one carries refused")
    func others() async throws {
        let gateway = try await TestGateway.make()
        let media = try await upload(Self.gif, to: gateway)
        #expect(media.direction == .inbound && media.type == "image/gif" && media.message == nil)
        let cases: [([UInt8], Int?, String)] = [
            (Array("%PDF-1.7".utf8), nil, "media-type"),
            (Self.png + [UInt8](repeating: 0, count: 20), nil, "media-too-large"),
            (Self.gif + [UInt8](repeating: 0, count: 100), nil, "media-too-large"), (Self.gif, 101, "media-too-large"),
            ([], nil, "media-empty"), (Array("<svg/>".utf8), nil, "media-type"),
        ]
        for (bytes, declaredBytes, code) in cases {
            let refusal = await #expect(throws: Refusal.self) {
                try await upload(bytes, declaredBytes: declaredBytes, to: gateway)
            }
            #expect(refusal?.code == code)
        }
        let refusal = await #expect(throws: Refusal.self) { try await upload(Array("%PDF-1.7".utf8), to: gateway) }
        #expect(refusal?.explanation.hasSuffix("Taken are: image/gif, image/png.") == true)
        #expect(try await gateway.parts.blobs.names(after: nil, limit: 9).count == 1)
        let nothing = await #expect(throws: Refusal.self) { try await upload(Self.gif, to: gateway, UploadLimits([:])) }
        #expect(nothing?.code == "no-media")
    }

    @Test("A customer's upload is nothing that we can send, and goes after a day if no message came")
    func inbound() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let sent = try await upload(Self.png, to: gateway)
        let unsent = try await upload(Self.png, to: gateway)
        let refusal = await #expect(throws: Refusal.self) { try await gateway.reply(media: [sent.id]) }
        #expect(refusal?.fields.map(\.name) == ["media[0]"])
        let message = try #require(try await gateway.transcript().first)
        try await gateway.store.write { transaction in
            var media = sent
            media.message = message.id
            try transaction.update(media)
        }
        gateway.pass(.seconds(24 * 3600 + 60))
        try await gateway.parts.mediaCleanUp.drain()
        let left = try await gateway.store.read { (try $0.media(sent.id), try $0.media(unsent.id)) }
        #expect(left.0 != nil && left.1 == nil)
        #expect(try await gateway.parts.blobs.names(after: nil, limit: 9).map(\.description) == [sent.id.description])
    }
}
