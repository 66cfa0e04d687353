import Signing

/// A form with a file in it (RFC 7578).
struct MultipartBody {
    let contentType: String
    let bytes: [UInt8]

    /// - Parameter fields: names and values of digits and letters.
    init(fields: [(name: String, value: String)], file: [UInt8], named name: String) {
        // Random, so that no file has it in it.
        let boundary = "gatehouse-\(SecureRandom.token(18))"
        var head = ""
        for field in fields {
            head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n"
        }
        head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"piece\"\r\n"
        head += "Content-Type: application/octet-stream\r\n\r\n"
        contentType = "multipart/form-data; boundary=\(boundary)"
        bytes = Array(head.utf8) + file + Array("\r\n--\(boundary)--\r\n".utf8)
    }
}
