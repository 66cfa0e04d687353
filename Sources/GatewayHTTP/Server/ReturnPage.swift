import HTTPTypes
import Hummingbird
import NIOCore

/// Where platforms send a browser back to while something is connected. The page does nothing by itself: what stands in
/// its address is the answer to the step that is asked, and goes to whoever began, by the API, the panel or the command
/// line. So nobody can finish somebody else's session by a link.
struct ReturnPage: Sendable {
    func add(to router: Router<some RequestContext>) {
        router.on("connecting/returned", method: .get) { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                    .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
                    HTTPField.Name("Referrer-Policy")!: "no-referrer",
                ], body: ResponseBody(byteBuffer: ByteBuffer(string: Self.page)))
        }
    }

    private static let page = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Back at the gateway</title>
        <p>You are back. Copy the whole address of this page, as the browser shows it, and give it as the answer to the \
        step that sent you away.
        </html>
        """
}
