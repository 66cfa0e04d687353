private import Foundation
internal import MockPlatform

/// What an upload says, wherever it stands: in the query, a form, the parts of a multipart form, or JSON.
struct UploadFields {
    private var texts: [String: String] = [:]
    private(set) var media: [UInt8]?
    private(set) var mediaType = ""

    init(_ request: MockRequest) {
        for field in request.query.fields { texts[field.name] = field.value }
        if let form = MultipartForm(request) {
            for part in form.parts {
                if part.name == "media" {
                    media = part.bytes
                    mediaType = part.contentType
                } else {
                    texts[part.name] = String(decoding: part.bytes, as: UTF8.self)
                }
            }
        } else if request.isForm {
            for field in request.form.fields { texts[field.name] = field.value }
        } else {
            for member in JSON(parsing: request.body)?.members ?? [] {
                texts[member.name] = member.value.text ?? member.value.number.map { String($0) }
                if member.value.isTrue { texts[member.name] = "true" }
            }
        }
        guard media == nil, let data = texts["media_data"] ?? texts["media"] else { return }
        media = Data(base64Encoded: data).map { Array($0) }
    }

    subscript(name: String) -> String? {
        texts[name]
    }

    /// The type of the file, by its first bytes where nothing says it.
    var type: String {
        if let named = texts["media_type"] { return named }
        if !mediaType.isEmpty, mediaType != "application/octet-stream" { return mediaType }
        let start = media?.prefix(4) ?? []
        if start.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if start.starts(with: "GIF8".utf8) { return "image/gif" }
        return "image/jpeg"
    }
}
