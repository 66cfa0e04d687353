import Foundation
import Gateway
import GatewayModel
import HTTPTypes
import Hummingbird
import NIOCore

/// The addresses of files: `/media/<id>/<expiry>.<signature>/<name>`.
///
/// Whatever a file is, nothing in it can act: its type is the one that its bytes show, browsers are told not to guess
/// another, and a document is sandboxed without scripts.
struct MediaRoutes: Sendable {
    private static let pieceBytes = 64 << 10

    let store: any Store
    let blobs: any Blobs
    let links: MediaLinks

    func add(to router: Router<some RequestContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("media/:id/:ticket/:name", method: method) { _, context in
                let parameters = context.parameters
                let file = try await file(parameters.get("id") ?? "", ticket: parameters.get("ticket") ?? "")
                let response = Response(status: .ok, headers: headers(of: file.media), body: body(of: file))
                return method == .head ? response.createHeadResponse() : response
            }
        }
    }

    private struct File: Sendable {
        let media: Media
        let name: BlobName
        let byteCount: Int
    }

    /// The same answer for a wrong signature, an old link and a file that is not there: it tells nothing.
    private func file(_ id: String, ticket: String) async throws -> File {
        let nothing = Refusal(.notFound, "not-found", "There is no such file, or its link has run out.")
        guard let id = ID<Media>(id), let name = BlobName(id.description), try links.opens(id, ticket: ticket),
            let media = try await store.read({ try $0.media(id) }), media.state == .ready,
            let byteCount = try await blobs.byteCount(of: name)
        else { throw nothing }
        return File(media: media, name: name, byteCount: byteCount)
    }

    private func body(of file: File) -> ResponseBody {
        ResponseBody(contentLength: file.byteCount) { [blobs] writer in
            var offset = 0
            while offset < file.byteCount {
                guard let piece = try await blobs.read(file.name, from: offset, limit: Self.pieceBytes), !piece.isEmpty
                else { throw StoreFailure("The bytes of \(file.media.id) ended too early.") }
                try await writer.write(ByteBuffer(bytes: piece))
                offset += piece.count
            }
            try await writer.finish(nil)
        }
    }

    private func headers(of media: Media) -> HTTPFields {
        let type = media.type.flatMap { MediaType(rawValue: $0) } ?? .unknown
        var headers = HTTPFields()
        headers[.contentType] = type.mayBeShown ? type.rawValue : MediaType.unknown.rawValue
        headers[.contentDisposition] = ContentDisposition.text(
            type.mayBeShown ? "inline" : "attachment", name: type.fileName(media.fileName))
        headers[.xContentTypeOptions] = "nosniff"
        headers[.contentSecurityPolicy] = "sandbox; default-src 'none'"
        // Whoever has the link may show the picture: a phone's page, a panel of another origin.
        headers[.init("Cross-Origin-Resource-Policy")!] = "cross-origin"
        headers[.init("Referrer-Policy")!] = "no-referrer"
        headers[.cacheControl] = "private, max-age=300"
        return headers
    }
}

/// RFC 6266: a name in plain ASCII for old programs, and the whole one in UTF-8 (RFC 8187).
enum ContentDisposition {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_ ")

    static func text(_ kind: String, name: String) -> String {
        let ascii = String(name.map { plain.contains($0) ? $0 : "_" })
        let allowed = CharacterSet(charactersIn: String(plain.subtracting([" "])))
        let whole = name.addingPercentEncoding(withAllowedCharacters: allowed) ?? ascii
        return "\(kind); filename=\"\(ascii)\"; filename*=UTF-8''\(whole)"
    }
}
