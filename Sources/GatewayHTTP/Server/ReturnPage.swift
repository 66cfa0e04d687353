import HTTPTypes
import Hummingbird
import NIOCore

/// Where platforms send a browser back to while something is connected. The page does nothing by itself: what stands in
/// its address is the answer to the step that is asked, and goes to whoever began: by a click to the panel, which knows
/// what it has begun in this browser, or by hand to the command line or another program. So nobody can finish somebody
/// else's session by a link.
struct ReturnPage: Sendable {
    let panelURL: String

    func add(to router: Router<some RequestContext>) {
        router.on("connecting/returned", method: .get) { request, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                    .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
                    HTTPField.Name("Referrer-Policy")!: "no-referrer",
                ], body: ResponseBody(byteBuffer: ByteBuffer(string: page(with: request.uri.query ?? ""))))
        }
    }

    private func page(with query: String) -> String {
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Back at the gateway</title>
        <p>You are back. <a href="\(panelURL)/panel/connecting/returned?\(Self.escaped(query))">Go on in the control \
        panel</a>.
        <p>If you began elsewhere: copy the whole address of this page, as the browser shows it, and give it as the \
        answer to the step that sent you away.
        </html>
        """
    }

    private static func escaped(_ text: String) -> String {
        let entities: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]
        return text.map { entities[$0] ?? String($0) }.joined()
    }
}
