import Foundation
import Gateway
import HTTPTypes
import Hummingbird

/// An error as RFC 9457 wants it.
struct Problem: Encodable {
    /// `urn:gatehouse:problem:` and the refusal's code.
    let type: String
    let title: String
    let status: Int
    let detail: String
    /// Which fields of the request are at fault, and why.
    let errors: [FieldError]?
    /// Seconds, for the header.
    private let retryAfter: Int?

    private enum CodingKeys: CodingKey {
        case type, title, status, detail, errors
    }

    struct FieldError: Encodable {
        let field: String
        let reason: String
    }

    static let schema = Schema.named(
        "Problem",
        .object([
            .init("type", .string()), .init("title", .string()), .init("status", .integer()),
            .init("detail", .string()),
            .init(
                "errors", .array(.object([.init("field", .string()), .init("reason", .string())])), isRequired: false),
        ]))

    init(_ refusal: Refusal) {
        type = "urn:gatehouse:problem:\(refusal.code)"
        status = Self.status(of: refusal.kind)
        title = Self.title(of: refusal.kind)
        detail = refusal.explanation
        retryAfter =
            switch refusal.kind {
            case .tooMany(let seconds): seconds
            case .overCap(_, _, _, let seconds): seconds
            default: nil
            }
        errors = refusal.fields.isEmpty ? nil : refusal.fields.map { FieldError(field: $0.name, reason: $0.reason) }
    }

    func response() -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = (try? encoder.encode(self)) ?? Data()
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        if status == 503 { headers[.retryAfter] = "5" }
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static func status(of kind: Refusal.Kind) -> Int {
        switch kind {
        case .malformed: 400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .conflict: 409
        case .gone: 410
        case .changed: 412
        case .tooLarge: 413
        case .wrongType: 415
        case .invalid: 422
        case .tooMany, .overCap: 429
        case .unavailable: 503
        }
    }

    private static func title(of kind: Refusal.Kind) -> String {
        switch kind {
        case .malformed: "The request cannot be read"
        case .unauthenticated: "Who is asking?"
        case .forbidden: "Not allowed"
        case .notFound: "Not found"
        case .conflict: "Not possible as things stand"
        case .gone: "No longer there"
        case .changed: "It is another meanwhile"
        case .tooLarge: "Too large"
        case .wrongType: "Wrong content type"
        case .invalid: "Some fields are not right"
        case .tooMany: "Too many requests"
        case .overCap: "Enough for today"
        case .unavailable: "Not possible just now"
        }
    }
}
