public import HTTPTypes

/// A request as a platform's mock receives it: the whole body read, the target split at the question mark.
public struct MockRequest: Sendable {
    public let method: HTTPRequest.Method
    /// The path and query, exactly as they came over the wire.
    public let target: String
    /// Percent-decoded.
    public let path: String
    public let query: FormFields
    public let headers: HTTPFields
    public let body: [UInt8]
    /// The host that was called, with its port where one is written.
    public let authority: String?

    public init(
        method: HTTPRequest.Method, target: String, headers: HTTPFields = [:], body: [UInt8] = [],
        authority: String? = nil
    ) {
        self.method = method
        self.target = target
        self.authority = authority
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = PercentCoding.decode(parts.first ?? "")
        query = parts.count > 1 ? FormFields(decoding: parts[1]) : FormFields()
        self.headers = headers
        self.body = body
    }

    /// The body read as a form.
    public var form: FormFields {
        FormFields(decoding: String(decoding: body, as: UTF8.self))
    }

    /// The media type in lower case, without parameters.
    public var mediaType: String {
        (headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    }
}
