public import GatewayModel

/// Contact points and the roles that may send from them.
public protocol ContactPointRecords {
    func contactPoint(_ id: ContactPointID) throws -> ContactPoint?
    /// In the order of their ids.
    func contactPoints() throws -> [ContactPoint]
    func insert(_ contactPoint: ContactPoint) throws
    func update(_ contactPoint: ContactPoint) throws
    /// Removes it with its role lists. Only for one without connections and conversations.
    func delete(_ contactPoint: ContactPointID) throws
    func hasHistory(_ contactPoint: ContactPointID) throws -> Bool

    /// In the order of their ids, disabled ones included.
    func roles(_ right: ContactPointRight, of contactPoint: ContactPointID) throws -> [RoleID]
    func setRoles(_ roles: [RoleID], _ right: ContactPointRight, of contactPoint: ContactPointID) throws
    /// Whether an enabled role of the user or the service is in the list. An active user holds `everyone` besides.
    func holds(_ identity: Principal.Identity, _ right: ContactPointRight, of contactPoint: ContactPointID) throws
        -> Bool
    /// The contact points at which the user or the service holds the right.
    func contactPoints(_ right: ContactPointRight, heldBy identity: Principal.Identity) throws -> Set<ContactPointID>
}
