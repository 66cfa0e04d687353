public import GatewayModel

/// The gateway's answer to a request it does not carry out: what is wrong, where, and what to do.
///
/// Thrown inside a transaction, so nothing is half done. `GatewayHTTP` renders it as an RFC 9457 problem.
public struct Refusal: Error, Sendable, Equatable {
    public let kind: Kind
    /// A stable word for programs; becomes the problem's type.
    public let code: String
    public let explanation: String
    /// Which fields of the request are at fault.
    public let fields: [Field]

    public init(_ kind: Kind, _ code: String, _ explanation: String, fields: [Field] = []) {
        self.kind = kind
        self.code = code
        self.explanation = explanation
        self.fields = fields
    }

    public enum Kind: Sendable, Equatable {
        case malformed
        case unauthenticated
        /// - Parameter subject: what the audit log names.
        case forbidden(subject: String)
        case notFound
        case conflict
        case gone
        /// The request was for a document as it is no more.
        case changed
        case tooLarge
        case wrongType
        case invalid
        /// - Parameter retryAfter: seconds; `nil` where waiting does not help.
        case tooMany(retryAfter: Int?)
        /// Somebody has sent as much as a day allows. Noted as the day's, in a transaction of its own.
        /// - Parameter retryAfter: seconds.
        case overCap(SpendingSubject, day: Int, contactPoint: ContactPointID, retryAfter: Int)
        case unavailable
    }

    public struct Field: Sendable, Equatable {
        /// As in the request's body, path or query: `text`, `roles[2]`.
        public let name: String
        public let reason: String

        public init(_ name: String, _ reason: String) {
            self.name = name
            self.reason = reason
        }
    }

    /// The same as what is said of one message among many: `stop-list` is `stopList` there.
    var reason: StatusReason {
        let words = code.split(separator: "-")
        let name = words.dropFirst().reduce(words.first.map(String.init) ?? "") {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
        return StatusReason(code: name, explanation: explanation)
    }

    public static func notFound(_ what: String) -> Refusal {
        Refusal(.notFound, "not-found", "There is no such \(what).")
    }

    public static func invalid(_ field: String, _ reason: String) -> Refusal {
        Refusal(.invalid, "invalid", "The field \(field) is not right: \(reason)", fields: [Field(field, reason)])
    }
}
