/// Whether a connection sends what goes out at its contact point, or leaves that to another one.
///
/// One that does not send still receives. What is to be answered from it is diverted to the connection it names, which
/// is of the same contact point and platform and sends itself; while it names none, nothing can be sent in its place.
public enum Sending: Sendable, Hashable {
    /// It sends and receives.
    case standard
    /// Our choice: it lacks something that answers need, as toll-free numbers lack pictures.
    case incomingOnly(divertsTo: ID<Connection>?)
    /// The carrier lets nothing out from it.
    case blockedOutbound(divertsTo: ID<Connection>?)

    /// Without the connection that sends in its place, which ``SendingMode/standard`` has not.
    public init(_ mode: SendingMode, divertsTo connection: ID<Connection>? = nil) {
        self =
            switch mode {
            case .standard: .standard
            case .incomingOnly: .incomingOnly(divertsTo: connection)
            case .blockedOutbound: .blockedOutbound(divertsTo: connection)
            }
    }

    public var mode: SendingMode {
        switch self {
        case .standard: .standard
        case .incomingOnly: .incomingOnly
        case .blockedOutbound: .blockedOutbound
        }
    }

    /// What sends in its place.
    public var divertsTo: ID<Connection>? {
        switch self {
        case .standard: nil
        case .incomingOnly(let connection), .blockedOutbound(let connection): connection
        }
    }
}

/// The kinds of ``Sending``, by the names that they have outside.
public enum SendingMode: String, Sendable, CaseIterable {
    case standard
    case incomingOnly
    case blockedOutbound
}
