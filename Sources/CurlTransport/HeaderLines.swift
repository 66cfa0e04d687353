import CCurl
import ConnectorKit
import HTTPTypes

extension HTTPCall {
    /// The headers as libcurl takes them. The caller frees the list.
    func headerLines() -> UnsafeMutablePointer<curl_slist>? {
        var lines: UnsafeMutablePointer<curl_slist>?
        for field in headers where !HTTPField.Name.writtenByTransport.contains(field.name) {
            // To libcurl, `Name:` takes a header away; `Name;` is one without a value.
            lines = curl_slist_append(lines, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // What libcurl would add of itself: a content type that may be wrong, and a wait before a long body.
        if headers[.contentType] == nil { lines = curl_slist_append(lines, "Content-Type:") }
        return curl_slist_append(lines, "Expect:")
    }
}

extension HTTPField.Name {
    /// What describes the connection rather than the request, and the encodings that nobody here would undo.
    fileprivate static let writtenByTransport: Set<HTTPField.Name> = {
        var names: Set<HTTPField.Name> = [
            .acceptEncoding, .connection, .contentLength, .expect, .te, .trailer, .transferEncoding, .upgrade,
        ]
        for text in ["Host", "Keep-Alive", "HTTP2-Settings"] {
            if let name = HTTPField.Name(text) { names.insert(name) }
        }
        return names
    }()
}
