/// Everything that is stored sealed, in whatever table: so that a new master key reaches all of it.
public protocol SealedRecords {
    /// `nil` until it was made.
    func sealed(_ secret: OwnSecret) throws -> [UInt8]?
    /// Once for each: another attempt fails.
    func insert(_ secret: OwnSecret, sealed: [UInt8]) throws

    /// Rows in the order of their ids.
    func sealed(in place: SealedPlace, after id: Int64, limit: Int) throws -> [(id: Int64, sealed: [UInt8])]
    /// Replaces a seal, unless somebody has changed it since it was read.
    ///
    /// - Returns: whether it was replaced.
    func replace(_ old: [UInt8], with new: [UInt8], in place: SealedPlace, id: Int64) throws -> Bool
}

/// The one list of columns that hold seals. Whoever adds such a column adds a case here.
public enum SealedPlace: Sendable, CaseIterable {
    case appSecrets
    case quarantinedRequest
    case connectingSession
    case subscriberSecret
    case ownSecret
    case secondFactor

    /// What the seal of a row is bound to.
    public func name(of id: Int64) -> String {
        switch self {
        case .appSecrets: "platform_app/\(id)/secrets"
        case .quarantinedRequest: "quarantine/\(id)"
        case .connectingSession: "connecting_session/\(id)"
        case .subscriberSecret: "subscriber/\(id)/secret"
        case .ownSecret: "own_secret/\(id)"
        case .secondFactor: "second_factor/\(id)"
        }
    }
}

/// A secret that the gateway makes for itself. The numbers stand in stored rows and never change.
public enum OwnSecret: Int64, Sendable, CaseIterable {
    /// What links to files are signed with.
    case mediaLinks = 1
    /// What browsers that somebody has logged in with are known by.
    case knownDevices = 2
    /// What proves that a call of the public URL arrived here.
    case publicReach = 3
    /// What clients that the gateway serves are known by.
    case clientTickets = 4
}
