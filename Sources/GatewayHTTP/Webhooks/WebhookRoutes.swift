import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes
import Hummingbird
import NIOCore

/// The addresses that platforms call, `/hooks/<platform>/<endpoint>/<route>`, and the one beside them at which the
/// gateway calls itself to see whether they can.
struct WebhookRoutes: Sendable {
    /// The largest batch any platform sends is about 3 MB.
    static let mostBytes = 4 << 20

    let inbound: InboundFlow
    let reach: PublicReach
    let clients: ClientAddress

    func add(to router: Router<some RequestContext>) {
        addReachability(to: router)
        for method in [HTTPRequest.Method.get, .post] {
            router.on("hooks/:platform/:endpoint/:route", method: method) { request, context in
                let parameters = context.parameters
                let (platform, endpoint, route) = (
                    Platform(rawValue: parameters.get("platform") ?? ""), parameters.get("endpoint") ?? "",
                    parameters.get("route") ?? ""
                )
                guard try await inbound.expects(method, platform: platform, endpoint: endpoint, route: route) else {
                    throw Refusal.notFound("webhook address")
                }
                let buffer = try await request.body.collect(upTo: Self.mostBytes)
                let reply = try await inbound.receive(
                    InboundFlow.Call(
                        platform: platform, endpoint: endpoint, route: route, method: method,
                        target: request.uri.string, headers: request.headers,
                        body: Array(buffer.readableBytesView), client: clients.of(request, context)))
                return Self.response(reply)
            }
        }
    }

    private func addReachability(to router: Router<some RequestContext>) {
        router.get("\(PublicReach.path)/:word") { [reach] _, context in
            guard let answer = try await reach.answer(to: context.parameters.get("word") ?? "") else {
                throw Refusal.notFound("page")
            }
            return Response(
                status: .ok, headers: [.contentType: "text/plain", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: answer)))
        }
    }

    private static func response(_ reply: WebhookReply) -> Response {
        var headers = HTTPFields()
        if let contentType = reply.contentType { headers[.contentType] = contentType }
        return Response(
            status: HTTPResponse.Status(code: reply.status), headers: headers,
            body: reply.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(string: reply.body)))
    }
}
