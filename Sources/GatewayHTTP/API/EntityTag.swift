import Gateway
import HTTPTypes
import Hummingbird

/// Versions of what is shown and changed, as HTTP writes them (RFC 9110, sections 8.8.3 and 13.1.1): so that nobody
/// overwrites a change that somebody else has made meanwhile.
enum EntityTag {
    static func text(_ version: String) -> String { "\"\(version)\"" }

    /// The version in `If-Match`; `nil` without it, and for `*`.
    static func version(of request: Request) throws -> String? {
        guard let header = request.headers[.ifMatch], header != "*" else { return nil }
        guard header.count >= 3, header.first == "\"", header.last == "\"", !header.dropFirst().dropLast().contains("\"")
        else { throw Refusal.invalid("If-Match", "it must be one ETag, as it was given with what is changed.") }
        return String(header.dropFirst().dropLast())
    }
}
