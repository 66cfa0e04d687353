import ConnectorKit
import GatewayModel

/// Opens apps and connections for calls to their platform: the one place where the calls of checklists, of connecting
/// and of catching up get their credentials and their confined transport.
struct PlatformDesk: Sendable {
    let surroundings: Surroundings
    let store: any Store
    let vault: AppVault
    let transport: any HTTPTransport

    struct Opened: Sendable {
        let connection: Connection
        let connector: any Connector
        let subject: OpenConnection
        let transport: ConfinedTransport
    }

    /// `nil` where connection, app or connector are not there any more.
    func open(_ id: ID<Connection>) async throws -> Opened? {
        guard let connection = try await store.read({ try $0.connection(id) }),
            let (app, access) = try await vault.app(connection.app),
            let connector = surroundings.connectors[connection.platform]
        else { return nil }
        return Opened(
            connection: connection, connector: connector,
            subject: OpenConnection(
                address: connection.address, app: access, settings: connection.settings,
                webhookAddress: { [surroundings] in surroundings.webhookAddress(of: app, path: $0) }),
            transport: confined(access, connector))
    }

    func confined(_ access: AppAccess, _ connector: any Connector) -> ConfinedTransport {
        ConfinedTransport(to: connector.hosts(of: access), over: transport)
    }
}
