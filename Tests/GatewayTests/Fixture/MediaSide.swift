import GatewayModel
import Testing

@testable import Gateway

/// Files that somebody sends.
extension TestGateway {
    func upload(_ bytes: [UInt8], limits: UploadLimits? = nil) async throws -> Media {
        let upload = try parts.mediaUploads.begin(declaredBytes: nil, limits: limits)
        try bytes.withUnsafeBytes { try upload.append($0) }
        let media = try await parts.mediaUploads.finish(upload, declaredType: nil, fileName: nil)
        try await store.write { [parts] in try parts.mediaUploads.keep(media, in: $0) }
        return media
    }

    @discardableResult
    func reply(_ text: String? = nil, media: [ID<Media>]) async throws -> Message {
        let id = try #require(try await openConversation()).id
        return try await store.write { [parts, setup] in
            try parts.outbound.reply(to: id, text: text, media: media, by: setup.agent, in: $0)
        }
    }

    func prepareLinks() async throws {
        try await store.write { [parts] in try parts.mediaLinks.prepare(in: $0) }
    }
}
