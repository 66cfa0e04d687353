public import ConnectorKit
public import GatewayModel
import HTTPTypes
import Synchronization

/// Where clients of connectors that serve them come in: finds the connection that a request is for, and hands both to the
/// connector.
public final class ClientDesk: Sendable {
    /// What administrators change is seen at once by those who are connected, and within this by everybody else.
    private static let freshness = Duration.seconds(1)

    private let surroundings: Surroundings
    private let store: any Store
    private let vault: AppVault
    private let key: OwnKey
    private let tools: ClientTools
    private let kept = Mutex<[Address: Kept]>([:])

    private struct Kept {
        let entrance: Entrance?
        let readAt: Timestamp
    }

    /// A connection with all that a request needs of it.
    struct Entrance: Sendable {
        let connection: Connection
        let label: String
        let settings: ClientSettingsDocument
    }

    init(_ surroundings: Surroundings, store: any Store, vault: AppVault, key: OwnKey, tools: ClientTools) {
        self.surroundings = surroundings
        self.store = store
        self.vault = vault
        self.key = key
        self.tools = tools
    }

    /// Reads the key that vouches for clients, or makes it. Once, before the first request.
    public func prepare(in transaction: any StoreTransaction) throws {
        try key.prepare(in: transaction)
    }

    /// Which route is called; asked before a body is read, for anybody on the internet may call.
    public func route(of request: (platform: Platform, method: String, path: [Substring])) -> ClientRoute? {
        guard let connector = surroundings.connectors[request.platform] as? any ServesClients else { return nil }
        return connector.clientRoutes.first { $0.method.rawValue == request.method && $0.matches(request.path) }
    }

    /// - Parameter address: the last part of where it was called, before the path: ours.
    /// - Throws: ``Refusal``.
    public func answer(_ request: ClientRequest, on platform: Platform, at address: String) async throws -> ClientReply
    {
        guard let connector = surroundings.connectors[platform] as? any ServesClients,
            let address = connector.address(from: address), let entrance = try await entrance(connector, at: address),
            let (app, access) = try await vault.app(entrance.connection.app)
        else { throw Refusal.notFound("address of clients") }
        let connection = entrance.connection
        let subject = OpenConnection(
            address: connection.address, app: access, settings: connection.settings,
            webhookAddress: { [surroundings] in surroundings.webhookAddress(of: app, path: $0) })
        let host = GatewayClientHost(
            connection: subject, app: app, entrance: entrance, connector: connector, surroundings: surroundings,
            store: store, key: key, tools: tools)
        do throws(ClientRefusal) {
            return try await connector.answer(request, by: host)
        } catch {
            throw Refusal(error)
        }
    }

    private func entrance(_ connector: any ServesClients, at address: Address) async throws -> Entrance? {
        let now = surroundings.clock.now
        if let found = kept.withLock({ $0[address] }), found.readAt <= now, now - found.readAt < Self.freshness {
            return found.entrance
        }
        let entrance = try await store.read { transaction -> Entrance? in
            guard let connection = try transaction.connection(connector.platform, at: address),
                let contactPoint = try transaction.contactPoint(connection.contactPoint),
                contactPoint.archivedAt == nil
            else { return nil }
            return Entrance(
                connection: connection, label: contactPoint.label,
                settings: try ClientSettingsDesk.settings(of: connector, at: contactPoint.id, in: transaction))
        }
        // What is not there is not kept: addresses can be made up without end.
        kept.withLock { $0[address] = entrance.map { Kept(entrance: $0, readAt: now) } }
        return entrance
    }
}

/// What a host does its work with.
struct ClientTools: Sendable {
    let inbound: InboundFlow
    let conversations: Conversations
    let uploads: MediaUploads
    let transcripts: Transcripts
    let transcriptMailer: TranscriptMailer
    let links: MediaLinks
    let mediaURL: String
    let feed: ClientFeed
    let limits: ClientLimits
    let availability: Availability
    let typing: CustomerTyping
}
