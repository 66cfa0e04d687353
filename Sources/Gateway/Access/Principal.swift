public import GatewayModel

/// Who makes a request: a user, or a service that acts for nobody but itself.
public struct Principal: Sendable, Equatable {
    public enum Identity: Sendable, Hashable {
        /// By a session of the person's own, or by a key that acts for the person.
        case user(ID<User>)
        case service(ID<APIKey>)
    }

    public let identity: Identity
    public let level: PermissionLevel

    public init(_ identity: Identity, level: PermissionLevel) {
        self.identity = identity
        self.level = level
    }

    /// As messages, conversations and the audit log name it.
    public var name: String {
        switch identity {
        case .user(let id): id.description
        case .service(let id): id.description
        }
    }

    /// Refuses whoever is below the level. Says nothing about outbound rights, which go by roles alone.
    public func require(_ needed: PermissionLevel, for subject: String) throws {
        guard level >= needed else {
            throw Refusal(
                .forbidden(subject: subject), "permission-missing",
                "This needs the permission level \(needed.rawValue); the caller has \(level.rawValue).")
        }
    }

    /// Refuses whoever holds no role of the list; being an administrator is no way round.
    ///
    /// Asked in the transaction of what it allows, so that a role taken away stops the very next request.
    public func require(
        _ right: ContactPointRight, of contactPoint: ContactPointID, in transaction: any StoreTransaction
    ) throws {
        guard try transaction.contactPoint(contactPoint) != nil else { throw Refusal.notFound("contact point") }
        guard try transaction.holds(identity, right, of: contactPoint) else {
            let (problem, list) =
                switch right {
                case .startConversation, .sendNotification: ("outbound-right-missing", "outbound roles")
                case .read, .answer: ("conversation-right-missing", "conversation roles")
                }
            throw Refusal(
                .forbidden(subject: "contact-point/\(contactPoint)/\(right.rawValue)"), problem,
                """
                The caller holds no role with the right \(right.rawValue) on the contact point "\(contactPoint)". \
                An administrator grants it in the contact point's \(list).
                """)
        }
    }
}
