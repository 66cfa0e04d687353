public import GatewayModel

/// People, with the roles given to them.
public protocol UserRecords {
    func user(_ id: ID<User>) throws -> User?
    /// - Parameter email: in lower case.
    func user(email: String) throws -> User?
    /// In the order of their ids.
    func users(_ page: Page<ID<User>>) throws -> [User]
    func insert(_ user: User) throws
    /// Everything but when the password was set and when the person logged in.
    func update(_ user: User) throws
    /// Whether anybody can get in who may administer: a person who has a password, or a key.
    func hasAdministrator(at now: Timestamp) throws -> Bool

    /// The password as it is stored, hashed; `nil` where there is none.
    func password(of user: ID<User>) throws -> String?
    /// - Parameter moment: since when it is the password; `nil` takes both away.
    func setPassword(_ hash: String?, at moment: Timestamp?, of user: ID<User>) throws
    func setLastLogIn(_ moment: Timestamp, of user: ID<User>) throws
}
