public import GatewayModel

/// Roles and API keys.
public protocol AccessRecords {
    func role(_ id: RoleID) throws -> Role?
    /// In the order of their ids.
    func roles() throws -> [Role]
    func insert(_ role: Role) throws
    func update(_ role: Role) throws

    func apiKey(_ id: ID<APIKey>) throws -> APIKey?
    func apiKey(hash: [UInt8]) throws -> APIKey?
    func apiKeys() throws -> [APIKey]
    func insert(_ key: APIKey, hash: [UInt8]) throws
    /// Label, level, roles, expiry and revocation.
    func update(_ key: APIKey) throws
    func setLastUsed(_ moment: Timestamp, of key: ID<APIKey>) throws
}
