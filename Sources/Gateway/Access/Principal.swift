public import GatewayModel

/// Who makes a request.
public struct Principal: Sendable, Equatable {
    public let key: ID<APIKey>
    public let level: PermissionLevel

    public init(key: ID<APIKey>, level: PermissionLevel) {
        self.key = key
        self.level = level
    }

    /// As messages, conversations and the audit log name it.
    public var name: String { key.description }

    /// Refuses whoever is below the level. Says nothing about outbound rights, which go by roles alone.
    public func require(_ needed: PermissionLevel, for subject: String) throws {
        guard level >= needed else {
            throw Refusal(
                .forbidden(subject: subject), "permission-missing",
                "This needs the permission level \(needed.rawValue); the caller has \(level.rawValue).")
        }
    }
}
