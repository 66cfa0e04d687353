import ConnectorKit
import GatewayModel

/// Opens apps and connections for calls to their platform: the one place where the calls of checklists, of connecting
/// and of catching up get their credentials and their confined transport.
struct PlatformDesk: Sendable {
    let surroundings: Surroundings
    let store: any Store
    let vault: AppVault
    let transport: any HTTPTransport
    let traces: TraceLog

    struct Opened: Sendable {
        let connection: Connection
        let connector: any Connector
        let subject: OpenConnection
        let transport: any HTTPTransport
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
            transport: confined(access, connector, for: connection.id))
    }

    /// Reaches the app's hosts and no other. For calls before there is a connection.
    func confined(_ access: AppAccess, _ connector: any Connector) -> any HTTPTransport {
        ConfinedTransport(to: connector.hosts(of: access), over: transport)
    }

    /// Reaches the app's hosts and no other, and leaves a trace of every call.
    func confined(
        _ access: AppAccess, _ connector: any Connector, for connection: ID<Connection>
    ) -> any HTTPTransport {
        let secrets = connector.settings.app.filter { $0.kind == .secret }.flatMap { access.secrets.all($0.key) }
        return TracedTransport(
            inner: confined(access, connector), connection: connection,
            redaction: Redaction(connector.tracing, secrets: secrets), log: traces)
    }
}
