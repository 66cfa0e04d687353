import ConnectorKit
import GatewayModel

/// Opens apps and connections for calls to their platform: the one place where the calls of sending, of checklists, of
/// connecting, of renewing, of catching up, of fetching files and of asking for names get their credentials and their transport.
struct PlatformDesk: Sendable {
    let surroundings: Surroundings
    let store: any Store
    let vault: AppVault
    let transport: any DownloadingTransport
    let traces: TraceLog

    struct Opened: Sendable {
        let connection: Connection
        let connector: any Connector
        let subject: OpenConnection
        let transport: any HTTPTransport
    }

    /// `nil` where connection, app or connector are not there any more.
    ///
    /// - Parameter customer: whom the calls are about, where they name them in an address: no trace shows that.
    func open(_ id: ID<Connection>, hiding customer: Address? = nil) async throws -> Opened? {
        guard let connection = try await store.read({ try $0.connection(id) }),
            let (app, access) = try await vault.app(connection.app),
            let connector = surroundings.connectors[connection.platform]
        else { return nil }
        return Opened(
            connection: connection, connector: connector,
            subject: subject(connection, of: app, access),
            transport: confined(access, connector, for: connection.id, hiding: customer))
    }

    func subject(_ connection: Connection, of app: PlatformApp, _ access: AppAccess) -> OpenConnection {
        OpenConnection(
            address: connection.address, app: access, settings: connection.settings,
            webhookAddress: { [surroundings] in surroundings.webhookAddress(of: app, path: $0) })
    }

    /// Reaches the app's hosts and no other. For calls before there is a connection.
    func confined(_ access: AppAccess, _ connector: any Connector) -> any HTTPTransport {
        ConfinedTransport(to: connector.hosts(of: access), over: transport)
    }

    /// Reaches the app's hosts and no other, and leaves a trace of every call.
    func confined(
        _ access: AppAccess, _ connector: any Connector, for connection: ID<Connection>, hiding customer: Address? = nil
    ) -> any HTTPTransport {
        TracedTransport(
            inner: confined(access, connector), tracer: tracer(access, connector, for: connection, hiding: customer))
    }

    /// Reaches whatever the policy of addresses permits, for a platform's files lie anywhere; leaves a trace of every
    /// call.
    func downloads(
        _ access: AppAccess, _ connector: any Connector, for connection: ID<Connection>
    ) -> any DownloadingTransport {
        TracedDownloads(
            inner: transport, tracer: tracer(access, connector, for: connection), hosts: connector.hosts(of: access))
    }

    private func tracer(
        _ access: AppAccess, _ connector: any Connector, for connection: ID<Connection>, hiding customer: Address? = nil
    ) -> CallTracer {
        let secrets = access.secrets.keys.flatMap { access.secrets.all($0) }
        return CallTracer(
            connection: connection,
            redaction: Redaction(connector.tracing, secrets: secrets, customer: customer?.value), log: traces)
    }
}
