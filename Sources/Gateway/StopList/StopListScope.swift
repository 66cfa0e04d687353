public import GatewayModel

/// Whose stop lists somebody works on.
public enum StopListScope: Sendable, Equatable {
    case contactPoint(ContactPointID)
    case everyContactPoint

    /// As the audit log names it.
    var subject: String {
        switch self {
        case .contactPoint(let id): "contact-point/\(id)"
        case .everyContactPoint: "contact-points"
        }
    }

    /// As files are named.
    public var fileName: String {
        switch self {
        case .contactPoint(let id): "stop-list-\(id)"
        case .everyContactPoint: "stop-lists"
        }
    }
}
