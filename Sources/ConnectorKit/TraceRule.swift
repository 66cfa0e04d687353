/// What of a platform's calls may be shown in a trace.
///
/// Traces are for finding out what went wrong, and are read by people who must not see secrets or what customers write.
/// So nothing is shown that is not named here: a value whose field is not among these is replaced by its length.
public struct TraceRule: Sendable, Hashable {
    /// Names of query, form and JSON fields whose values say nothing of a secret, a customer, or a message's text:
    /// statuses, error codes, counts, kinds.
    public let openFields: Set<String>

    public init(openFields: Set<String>) {
        self.openFields = openFields
    }

    /// Shows names only.
    public static let namesOnly = TraceRule(openFields: [])
}
