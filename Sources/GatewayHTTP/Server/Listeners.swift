import ControlPanel
import Foundation
public import Gateway
public import Hummingbird

/// The two faces of the gateway: one for the world, one for the API. They may share an address.
public struct Listeners: Sendable {
    private let gateway: GatewayParts
    private let clients: ClientAddress
    private let isAllowed: (@Sendable (String) -> Bool)?

    /// - Parameter isAllowed: whether the API is open to an address; `nil` where it is open to all that reach it.
    public init(
        _ gateway: GatewayParts, clients: ClientAddress, isAllowed: (@Sendable (String) -> Bool)? = nil
    ) {
        self.gateway = gateway
        self.clients = clients
        self.isAllowed = isAllowed
    }

    /// Webhooks and files: what platforms on the internet must reach.
    public func addPublicRoutes(to router: Router<some RequestContext>) {
        ReturnPage(panelURL: gateway.people.rule.panelURL).add(to: router)
        WebhookRoutes(inbound: gateway.inbound, reach: gateway.publicReach, clients: clients).add(to: router)
        addClientRoutes(to: router)
        MediaRoutes(store: gateway.store, blobs: gateway.blobs, links: gateway.mediaLinks).add(to: router)
    }

    /// What the gateway's own clients are served. On the private listener, too: the panel shows their previews, which a
    /// page of the same origin may frame and no other.
    public func addClientRoutes(to router: Router<some RequestContext>) {
        ClientRoutes(desk: gateway.clients, clients: clients).add(to: router)
    }

    /// The API and the panel: for back-end systems and people of ours.
    public func addPrivateRoutes(to router: Router<some RequestContext>) throws {
        let routes = router.group()
        if let isAllowed { routes.add(middleware: AddressRule(clients: clients, isAllowed: isAllowed)) }
        let clock = gateway.surroundings.clock
        let panelURL = gateway.people.rule.panelURL
        let cookies = BrowserCookies(panelURL: panelURL)
        let operations = Operations(gateway: gateway, cookies: cookies).all
        let runner = OperationRunner(
            store: gateway.store,
            admission: Admission(
                store: gateway.store, callers: gateway.people.callers, clock: clock,
                failures: FailureLimiter(most: 60, clock: clock), cookies: cookies, panelURL: panelURL),
            clock: clock, clients: clients, caps: gateway.sendingCaps, changed: { gateway.bell.ring() })
        for operation in operations { runner.add(operation, to: routes) }
        ControlPanel(mediaOrigin: gateway.mediaLinks.baseURL).add(to: routes)
        let document = try JSONEncoder().encode(
            OpenAPIDocument(operations: operations, sessionCookie: cookies.sessionName).json)
        routes.get("openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
        }
    }

    /// Whether the process answers at all. Tells nothing, so anybody may ask.
    public static func addHealth(to router: Router<some RequestContext>) {
        router.get("healthz") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "ok\n")))
        }
    }

    /// Readiness and metrics: for the private listener only.
    public static func addMonitoring(
        readiness: Readiness, exposition: Exposition, to router: Router<some RequestContext>
    ) {
        MonitoringRoutes(readiness: readiness, exposition: exposition).add(to: router)
    }

    /// A router that answers errors with problem documents.
    public static func router() -> Router<GatewayRequestContext> {
        let router = Router(context: GatewayRequestContext.self)
        router.add(middleware: ProblemMiddleware())
        return router
    }
}
