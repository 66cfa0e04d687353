import Foundation
import HTTPTypes
import MockPlatform
import Synchronization

/// A shop that is none: a page of another origin that carries the chat, under a policy as strict as a careful site's.
public final class MockShop: Sendable {
    private static let files = ["/": "shop.html", "/shop.css": "shop.css", "/shop.js": "shop.js"]
    private static let types = ["html": "text/html", "css": "text/css", "js": "text/javascript"]

    private let server = Mutex<(LoopbackServer, port: Int)?>(nil)
    private let loader = Mutex("")

    public init() {}

    /// - Parameter port: 0 lets the system choose one.
    public func start(port: Int = 0) async throws {
        let server = try LoopbackServer { [weak self] request in
            self?.answer(request) ?? .text("", type: "text/plain", status: .serviceUnavailable)
        }
        let bound = try await server.start(port: port)
        self.server.withLock { $0 = (server, bound) }
    }

    public func stop() async {
        await server.withLock { $0?.0 }?.stop()
    }

    public var baseURL: String { "http://127.0.0.1:\(server.withLock { $0?.port } ?? 0)" }

    /// Puts the chat on the page.
    ///
    /// - Parameter loader: the address of its script.
    public func embed(_ loader: String) {
        self.loader.withLock { $0 = loader }
    }

    private func answer(_ request: MockRequest) -> MockReply {
        if request.path == "/favicon.ico" { return .text("", type: "image/x-icon", status: .noContent) }
        guard let name = Self.files[request.path], let url = Bundle.module.url(forResource: name, withExtension: nil),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { return .text("There is no such page.\n", type: "text/plain", status: .notFound) }
        let loader = loader.withLock { $0 }
        return .response(
            MockResponse(
                status: .ok,
                headers: [
                    .contentType: (Self.types[String(name.split(separator: ".").last ?? "")] ?? "text/plain")
                        + "; charset=utf-8",
                    .contentSecurityPolicy: Self.policy(for: loader), .cacheControl: "no-store",
                ], body: Array(text.replacing("{{loader}}", with: loader).utf8)))
    }

    /// What the manual tells sites to write.
    private static func policy(for loader: String) -> String {
        let pieces = loader.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        let gateway = pieces.count > 2 ? "\(pieces[0])//\(pieces[2])" : ""
        return """
            default-src 'none'; script-src 'self' \(gateway); style-src 'self'; img-src 'self'; frame-src \(gateway); \
            base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            """
    }
}
