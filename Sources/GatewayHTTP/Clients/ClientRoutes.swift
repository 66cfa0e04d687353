import ConnectorKit
import Foundation
import Gateway
import GatewayModel
import HTTPTypes
import Hummingbird
import NIOCore

/// The addresses of clients that the gateway serves itself: `/clients/<platform>/<our address>/…`.
struct ClientRoutes: Sendable {
    let desk: ClientDesk
    let clients: ClientAddress

    func add(to router: Router<some RequestContext>) {
        for method in [HTTPRequest.Method.get, .head, .post] {
            router.on("clients/:platform/:address/**", method: method) { request, context in
                let parameters = context.parameters
                let platform = Platform(rawValue: parameters.get("platform") ?? "")
                let path = parameters.getCatchAll()
                let asked = method == .head ? HTTPRequest.Method.get : method
                guard
                    let route = desk.route(of: (platform: platform, method: asked.rawValue, path: path)),
                    let address = parameters.get("address")?.removingPercentEncoding
                else { throw Refusal.notFound("page") }
                let reply = try await desk.answer(
                    ClientRequest(
                        method: asked, path: path.map(String.init),
                        query: request.uri.queryParameters.reduce(into: [:]) { $0[String($1.key)] = String($1.value) },
                        authority: request.head.authority, headers: request.headers,
                        body: Self.body(of: request, within: route),
                        client: clients.of(request, context)),
                    on: platform, at: address)
                let response = Self.response(reply)
                return method == .head ? response.createHeadResponse() : response
            }
        }
    }

    /// Read as it comes, and no further than the route says.
    private static func body(of request: Request, within route: ClientRoute) -> ClientBody {
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        let reader = Reader(request.body, most: route.mostBytes, declared: declared)
        return ClientBody(declaredBytes: declared) { () async throws(ClientRefusal) in try await reader.next() }
    }

    /// Read by one caller, and by nobody once the route has answered.
    private final class Reader: @unchecked Sendable {
        private static let tooLarge = ClientRefusal(
            .tooLarge, "too-large", "The body is larger than this address takes.")
        private static let cutOff = ClientRefusal(.malformed, "malformed", "The body did not come whole.")

        private var pieces: Hummingbird.RequestBody.AsyncIterator
        private var left: Int
        private let isTooLarge: Bool

        init(_ body: Hummingbird.RequestBody, most: Int, declared: Int?) {
            pieces = body.makeAsyncIterator()
            left = most
            isTooLarge = (declared ?? 0) > most
        }

        func next() async throws(ClientRefusal) -> [UInt8]? {
            guard !isTooLarge else { throw Self.tooLarge }
            let piece: ByteBuffer?
            do { piece = try await pieces.next() } catch { throw Self.cutOff }
            guard let piece else { return nil }
            left -= piece.readableBytes
            guard left >= 0 else { throw Self.tooLarge }
            return Array(piece.readableBytesView)
        }
    }

    private static func response(_ reply: ClientReply) -> Response {
        let body: ResponseBody =
            switch reply.body {
            case .bytes(let bytes): bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            case .stream(let stream):
                ResponseBody { writer in
                    try await stream { try await writer.write(ByteBuffer(bytes: $0)) }
                    try await writer.finish(nil)
                }
            }
        return Response(status: HTTPResponse.Status(code: reply.status), headers: reply.headers, body: body)
    }
}
