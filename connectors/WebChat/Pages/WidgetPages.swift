import ConnectorKit
import HTTPTypes

/// What is served to browsers before anything is said: the script, the page in the frame, and what that needs.
struct WidgetPages {
    let files: WidgetFiles
    let host: any ClientHost
    let settings: ChatSettings

    /// The one script that a site names. Kept for five minutes, so that a new version is everywhere soon.
    func loader(_ request: ClientRequest) throws(ClientRefusal) -> ClientReply {
        guard let file = files["loader.js"] else { throw Self.missing }
        let tag = "\"\(files.version)\""
        var headers: HTTPFields = [
            .contentType: file.type, .cacheControl: "public, max-age=300", .eTag: tag, .xContentTypeOptions: "nosniff",
        ]
        // A site whose policy isolates it takes only what says that it may be taken.
        headers[.init("Cross-Origin-Resource-Policy")!] = "cross-origin"
        if request.headers[.ifNoneMatch] == tag { return ClientReply(status: 304, headers: headers) }
        return ClientReply(headers: headers, body: .bytes(file.bytes))
    }

    /// The page in the frame. Nothing in it but our own files can run, and only the sites that may can put it into a
    /// frame.
    func frame() throws(ClientRefusal) -> ClientReply {
        guard let file = files["frame.html"] else { throw Self.missing }
        let page = String(decoding: file.bytes, as: UTF8.self)
            .replacing("{{assets}}", with: "assets/\(files.version)/")
        var headers: HTTPFields = [
            .contentType: file.type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: policy,
        ]
        headers[.init("Referrer-Policy")!] = "no-referrer"
        headers[.init("Permissions-Policy")!] = "camera=(), microphone=(), geolocation=(), payment=()"
        return ClientReply(headers: headers, body: .bytes(Array(page.utf8)))
    }

    private var policy: String {
        let media = host.mediaOrigin == host.origin ? "" : " \(host.mediaOrigin)"
        var parts = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
            "img-src 'self' blob:\(media)", "media-src 'self' blob:\(media)", "base-uri 'none'", "form-action 'none'",
        ]
        let domains = settings.allowedDomains
        if !domains.isEmpty {
            parts.append("frame-ancestors " + (["'self'"] + domains.flatMap(\.sources)).joined(separator: " "))
        }
        return parts.joined(separator: "; ")
    }

    func asset(_ name: String, of version: String) throws(ClientRefusal) -> ClientReply {
        guard let file = files[name] else { throw Self.missing }
        // A page of before a deploy still gets a file, if not its own; it must not be kept as its own.
        let isCurrent = version == files.version
        return ClientReply(
            headers: [
                .contentType: file.type,
                .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-store",
                .xContentTypeOptions: "nosniff",
            ], body: .bytes(file.bytes))
    }

    private static let missing = ClientRefusal(.notFound, "not-found", "There is no such file.")
}
