/// Everything that is stored sealed, in whatever table: so that a new master key reaches all of it.
public protocol SealedRecords {
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

    /// What the seal of a row is bound to.
    public func name(of id: Int64) -> String {
        switch self {
        case .appSecrets: "platform_app/\(id)/secrets"
        case .quarantinedRequest: "quarantine/\(id)"
        case .connectingSession: "connecting_session/\(id)"
        case .subscriberSecret: "subscriber/\(id)/secret"
        }
    }
}
