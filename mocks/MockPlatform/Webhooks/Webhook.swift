public import HTTPTypes

/// A webhook ready to be sent, whichever platform signed it.
public struct Webhook: Sendable {
    public let operation: Operation
    /// What it is about, for the record; webhooks of the same subject are reordered among each other.
    public let subject: String
    /// Further names by which a fault may be meant for it.
    public let about: [String]
    public let method: HTTPRequest.Method
    public let url: String
    /// The parameters, for the record; `body` is what is sent.
    public let fields: FormFields
    public let headers: HTTPFields
    /// The same headers with a signature that does not fit.
    public let forgedHeaders: HTTPFields
    public let body: [UInt8]
    public let limits: LoopbackClient.TimeLimits

    public init(
        operation: Operation, subject: String, about: [String], method: HTTPRequest.Method, url: String,
        fields: FormFields, headers: HTTPFields, forgedHeaders: HTTPFields, body: [UInt8],
        limits: LoopbackClient.TimeLimits = .init()
    ) {
        self.operation = operation
        self.subject = subject
        self.about = about
        self.method = method
        self.url = url
        self.fields = fields
        self.headers = headers
        self.forgedHeaders = forgedHeaders
        self.body = body
        self.limits = limits
    }
}
