import Foundation
import Gateway
import GatewayModel
import HTTPTypes
import Hummingbird
import NIOCore

/// `/v1/media`
struct MediaOperations {
    let uploads: MediaUploads
    let links: MediaLinks

    var all: [Operation] { [upload, show] }

    private var upload: Operation {
        Operation(
            method: .post, path: "/v1/media",
            summary:
                "Upload a file to send: its bytes as they are, or as application/json an address to fetch it from",
            tag: "Media", level: .agent,
            query: [
                QueryParameter(
                    name: "fileName", description: "The name it is given out under.", schema: .string(length: 1...200))
            ],
            request: MediaAddress.schema, mostRawBytes: uploads.limits.mostBytes,
            answer: .init(status: 201, schema: MediaView.schema),
            work: .upload { call, body in
                let fileName = try call.query["fileName"].map(FileName.check)
                if body.isJSON {
                    let request: MediaAddress = try call.decode()
                    return uploaded(
                        try await uploads.fetch(
                            request.url, fileName: try request.fileName.map(FileName.check) ?? fileName))
                }
                let upload = try uploads.begin(declaredBytes: body.declaredBytes)
                do {
                    for try await piece in body.pieces {
                        try piece.withUnsafeReadableBytes { try upload.append($0) }
                    }
                } catch {
                    upload.discard()
                    throw error
                }
                return uploaded(try await uploads.finish(upload, declaredType: body.type, fileName: fileName))
            })
    }

    private func uploaded(_ media: Media) -> Operation.Uploaded {
        Operation.Uploaded(
            keep: { transaction in
                try uploads.keep(media, in: transaction)
                return try .json(MediaView(media, links), status: 201)
            }, discard: { await uploads.discard(media) })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/media/{id}", summary: "Show a file, with a new link to it", tag: "Media",
            level: .agent, answer: .init(status: 200, schema: MediaView.schema),
            work: .read { call, transaction in
                guard let media = try transaction.media(call.id("file")) else { throw Refusal.notFound("file") }
                // What a customer has given and not sent is nobody's yet.
                guard media.direction == .outbound || media.message != nil else { throw Refusal.notFound("file") }
                if let message = try media.message.flatMap({ try transaction.message($0) }) {
                    try call.principal.require(.read, of: message.contactPoint, in: transaction)
                }
                return try .json(MediaView(media, links))
            })
    }
}

/// A file on the web.
struct MediaAddress: RequestBody {
    let url: String
    let fileName: String?

    static let schema = Schema.named(
        "MediaAddress",
        .object([
            .init("url", .string(length: 1...2000), description: "http or https, on the public internet."),
            .init("fileName", .string(length: 1...200), isRequired: false),
        ]))
}

enum FileName {
    static func check(_ text: String) throws -> String {
        guard (1...200).contains(text.count), !text.contains("/"), !text.contains("\\"),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw Refusal.invalid("fileName", "it must have 1 to 200 characters, and no slash among them.") }
        return text
    }
}
