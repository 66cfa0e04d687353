internal import HTTPTypes
internal import MockPlatform

/// A request to the Graph API, read.
struct GraphRequest {
    let method: HTTPRequest.Method
    let version: GraphVersion?
    /// The path behind the version.
    let segments: [String]
    let parameters: GraphParameters
    let token: String?

    init(_ request: MockRequest) throws(GraphError) {
        method = request.method
        (version, segments) = Self.split(request.path)
        parameters = try GraphParameters(request)
        token = parameters["access_token"] ?? Self.bearer(request)
    }

    static func split(_ path: String) -> (version: GraphVersion?, segments: [String]) {
        let segments = path.split(separator: "/").map(String.init)
        guard let version = segments.first.flatMap(GraphVersion.init(segment:)) else { return (nil, segments) }
        return (version, Array(segments.dropFirst()))
    }

    private static func bearer(_ request: MockRequest) -> String? {
        let words = (request.headers[.authorization] ?? "").split(separator: " ")
        guard words.count == 2, ["bearer", "oauth"].contains(words[0].lowercased()) else { return nil }
        return String(words[1])
    }
}
