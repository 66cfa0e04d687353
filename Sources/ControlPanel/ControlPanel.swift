import HTTPTypes
public import Hummingbird
import NIOCore

/// The control panel: pages that do what they do by the public API, and nothing else.
///
/// Every address below `/panel` is the same page. Its modules are served below `/panel/files/<version>/`, so that a
/// browser keeps them until they change, and never has those of two versions together.
public struct ControlPanel: Sendable {
    /// Below the address of the API.
    public static let path = "/panel"

    /// Nothing from elsewhere, nothing inline, and no page of anybody's around it. A frame may show what this origin
    /// serves: the preview of a client.
    private let policy: String
    private let files: PanelFiles

    /// - Parameter mediaOrigin: where customers' files are served from, which may be no other than the public address.
    public init(mediaOrigin: String) {
        files = .packaged
        policy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: \(mediaOrigin); "
            + "media-src 'self' blob: \(mediaOrigin); font-src 'self'; connect-src 'self'; frame-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
            + "trusted-types shared-stream"
    }

    public func add(to router: some RouterMethods<some RequestContext>) {
        router.get("/") { _, _ in Response(status: .seeOther, headers: [.location: Self.path + "/"]) }
        router.get("panel") { _, _ in page }
        router.get("panel/**") { _, _ in page }
        router.get("panel/files/:version/**") { _, context in
            let name = context.parameters.getCatchAll().joined(separator: "/")
            guard let file = files[name] else {
                return Response(status: .notFound, headers: [.cacheControl: "no-store"])
            }
            // An older page asks for files that are no more: it is told so, and loads itself anew.
            guard context.parameters.get("version") == files.version else {
                return Response(status: .gone, headers: [.cacheControl: "no-store"])
            }
            return Response(
                status: .ok,
                headers: [
                    .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable",
                    .xContentTypeOptions: "nosniff",
                ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
        }
    }

    private var page: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-cache",
                .contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff",
                HTTPField.Name("Referrer-Policy")!: "no-referrer",
                HTTPField.Name("Cross-Origin-Opener-Policy")!: "same-origin",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: files.page)))
    }
}
