internal import HTTPTypes
internal import MockPlatform

/// One endpoint: what it is for, who may call it, and what it counts against.
struct XRoute: Sendable {
    /// With which credentials a call is made.
    enum Demand: Sendable {
        /// None, or such as the endpoint checks by itself.
        case none
        /// Of an account, by OAuth 1.0a or, in v2, by OAuth 2.0.
        case user
        /// Of an account, by OAuth 1.0a only.
        case signed
        /// The app's own.
        case app
        case userOrApp
    }

    typealias Act = @Sendable (MockX) -> @Sendable (XCall) async throws(XError) -> XAnswer

    let method: HTTPRequest.Method
    let segments: [Substring]
    let operation: MockPlatform.Operation
    let demand: Demand
    /// What an OAuth 2.0 token must have been given.
    let scopes: Set<String>
    /// Parts of the API of which an app must have been given one; empty where everybody may call.
    let access: Set<XAccess>
    let limit: XLimit?
    let act: Act

    /// - Parameter path: with names behind colons for what differs.
    init(
        _ method: HTTPRequest.Method, _ path: String, _ operation: MockPlatform.Operation, by demand: Demand,
        scopes: Set<String> = [], access: Set<XAccess> = [], limit: XLimit? = nil, _ act: @escaping Act
    ) {
        self.method = method
        segments = Self.segments(path)
        self.operation = operation
        self.demand = demand
        self.scopes = scopes
        self.access = access
        self.limit = limit
        self.act = act
    }

    var isV2: Bool { segments.first == "2" }

    static let all = signingRoutes + messageRoutes + mediaRoutes + userRoutes + webhookRoutes + activityRoutes

    /// - Returns: the endpoint, and what stands in the places of its path.
    static func find(_ method: HTTPRequest.Method, _ path: String) -> (XRoute, [String: String])? {
        let segments = segments(path)
        for route in all where route.method == method {
            if let places = route.places(in: segments) { return (route, places) }
        }
        return nil
    }

    private func places(in given: [Substring]) -> [String: String]? {
        guard given.count == segments.count else { return nil }
        var places: [String: String] = [:]
        for (segment, text) in zip(segments, given) {
            if segment.hasPrefix(":") {
                places[String(segment.dropFirst())] = String(text)
            } else if segment != text {
                return nil
            }
        }
        return places
    }

    /// What ends in `.json`, as v1.1 has it, is the same without.
    private static func segments(_ path: String) -> [Substring] {
        var segments = path.split(separator: "/")
        if let last = segments.last, last.hasSuffix(".json") {
            segments[segments.count - 1] = last.dropLast(".json".count)
        }
        return segments
    }
}
