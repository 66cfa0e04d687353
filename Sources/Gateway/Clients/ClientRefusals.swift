import ConnectorKit

extension Refusal {
    /// The same, as everything else is refused.
    init(_ refusal: ClientRefusal) {
        let kind: Kind =
            switch refusal.kind {
            case .malformed: .malformed
            case .unauthenticated: .unauthenticated
            case .forbidden: .forbidden(subject: "client")
            case .notFound: .notFound
            case .conflict: .conflict
            case .tooLarge: .tooLarge
            case .wrongType: .wrongType
            case .invalid: .invalid
            case .tooMany(let seconds): .tooMany(retryAfter: seconds)
            case .unavailable: .unavailable
            }
        self.init(
            kind, refusal.code, refusal.explanation, fields: refusal.fields.map { Field($0.name, $0.reason) })
    }
}

extension ClientRefusal {
    /// A refusal of the gateway's own, as a connector sees it.
    init(_ refusal: Refusal) {
        let kind: Kind =
            switch refusal.kind {
            case .malformed: .malformed
            case .unauthenticated: .unauthenticated
            case .forbidden: .forbidden
            case .notFound, .gone: .notFound
            case .conflict, .changed: .conflict
            case .tooLarge: .tooLarge
            case .wrongType: .wrongType
            case .invalid: .invalid
            case .tooMany(let seconds): .tooMany(retryAfter: seconds)
            case .overCap(_, _, _, let seconds): .tooMany(retryAfter: seconds)
            case .unavailable: .unavailable
            }
        self.init(
            kind, refusal.code, refusal.explanation, fields: refusal.fields.map { Field($0.name, $0.reason) })
    }

    /// Whatever went wrong; the client is told what may be told.
    init(_ error: any Error) {
        switch error {
        case let refusal as ClientRefusal: self = refusal
        case let refusal as Refusal: self.init(refusal)
        default:
            self.init(.unavailable, "unavailable", "The gateway cannot do this just now; nothing was changed.")
        }
    }
}
