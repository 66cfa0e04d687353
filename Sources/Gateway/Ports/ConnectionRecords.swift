public import GatewayModel

/// Platform apps with their sealed secrets, and connections.
public protocol ConnectionRecords {
    func app(_ id: ID<PlatformApp>) throws -> PlatformApp?
    func app(endpoint: String) throws -> PlatformApp?
    func apps() throws -> [PlatformApp]
    func insert(_ app: PlatformApp, sealedSecrets: [UInt8]) throws
    func update(_ app: PlatformApp, sealedSecrets: [UInt8]) throws
    func sealedSecrets(of app: ID<PlatformApp>) throws -> [UInt8]?
    func delete(_ app: ID<PlatformApp>) throws

    func connection(_ id: ID<Connection>) throws -> Connection?
    func connection(_ platform: Platform, at address: Address) throws -> Connection?
    /// In the order in which they were made.
    ///
    /// - Parameter state: only those in this state.
    func connections(in state: ConnectionState?, _ page: Page<ID<Connection>>) throws -> [Connection]
    func connections(of contactPoint: ContactPointID) throws -> [Connection]
    func connections(of app: ID<PlatformApp>) throws -> [Connection]
    func insert(_ connection: Connection) throws
    func update(_ connection: Connection) throws
    func delete(_ connection: ID<Connection>) throws
}
