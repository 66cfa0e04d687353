import ConnectorKit
import Foundation
import GatewayModel
import Signing

/// From drafts to sessions and back, and to the app that they describe.
struct ConnectingDrafts: Sendable {
    private let surroundings: Surroundings
    private let vault: AppVault
    private let key: KeyRing

    init(_ surroundings: Surroundings, vault: AppVault, key: KeyRing) {
        self.surroundings = surroundings
        self.vault = vault
        self.key = key
    }

    func begin(
        _ purpose: Connecting.Purpose, in transaction: any StoreTransaction
    ) throws -> ConnectingDraft {
        switch purpose {
        case .reconnect(let id):
            guard let connection = try transaction.connection(id) else { throw Refusal.notFound("connection") }
            return try known(
                connection.app, .reconnect, contactPoint: nil, reconnected: connection.id, in: transaction)
        case .connect(let platform, let contactPoint, let app):
            _ = try surroundings.connectors.require(platform)
            guard let point = try transaction.contactPoint(contactPoint) else {
                throw Refusal.invalid("contactPoint", "there is no such contact point.")
            }
            guard point.archivedAt == nil else {
                throw Refusal(.conflict, "contact-point-archived", "The contact point is archived.")
            }
            if let app {
                guard try transaction.app(app)?.platform == platform else {
                    throw Refusal.invalid("app", "there is no such app on this platform.")
                }
                return try known(app, .connect, contactPoint: contactPoint, reconnected: nil, in: transaction)
            }
            let id: ID<PlatformApp> = surroundings.ids.next()
            return ConnectingDraft(
                purpose: .connect, platformName: platform.rawValue, contactPoint: contactPoint.rawValue,
                reconnected: nil, app: id.rawValue, newEndpoint: SecureRandom.token(18), state: SecureRandom.token(24))
        }
    }

    private func known(
        _ id: ID<PlatformApp>, _ purpose: ConnectingProgress.Purpose, contactPoint: ContactPointID?,
        reconnected: ID<Connection>?, in transaction: any StoreTransaction
    ) throws -> ConnectingDraft {
        guard let app = try transaction.app(id) else { throw Refusal.notFound("platform app") }
        return ConnectingDraft(
            purpose: purpose, platformName: app.platform.rawValue, contactPoint: contactPoint?.rawValue,
            reconnected: reconnected?.rawValue, app: id.rawValue, newEndpoint: nil, settings: app.settings,
            state: SecureRandom.token(24))
    }

    /// What the connector is told: what was entered stands before what is stored.
    func progress(
        of draft: ConnectingDraft, in transaction: any StoreTransaction
    ) throws -> ConnectingProgress {
        var secrets = AppSecrets()
        if draft.newEndpoint == nil {
            guard let sealed = try transaction.sealedSecrets(of: draft.appID) else {
                throw Refusal.notFound("platform app")
            }
            secrets = try vault.open(sealed, for: draft.appID)
        }
        let now = surroundings.clock.now
        for (key, text) in draft.secrets { secrets.set(text, for: key, at: now) }
        for (key, text) in draft.granted { secrets.set(text, for: key, at: now) }
        let app = try place(of: draft, in: transaction)
        return ConnectingProgress(
            purpose: draft.purpose,
            app: AppAccess(id: draft.appID, settings: draft.settings, secrets: secrets.opened(at: now)),
            answers: draft.answers, taken: Set(try transaction.addresses(on: draft.platform)),
            reconnected: try draft.reconnected.flatMap { try transaction.connection(ID(rawValue: $0))?.address },
            granted: Set(draft.granted.keys), state: draft.state, returnAddress: surroundings.returnAddress,
            webhookAddress: { [surroundings] in surroundings.webhookAddress(of: app, path: $0) })
    }

    /// The app as it is, or as it will be.
    private func place(of draft: ConnectingDraft, in transaction: any StoreTransaction) throws -> PlatformApp {
        if let endpoint = draft.newEndpoint {
            return PlatformApp(
                id: draft.appID, platform: draft.platform, label: "", endpoint: endpoint, settings: draft.settings,
                createdAt: surroundings.clock.now)
        }
        guard let app = try transaction.app(draft.appID) else { throw Refusal.notFound("platform app") }
        return app
    }

    /// Makes the app, or changes the one that is there, if anything was entered.
    func settle(
        _ draft: ConnectingDraft, label: String, by actor: String, with apps: PlatformApps,
        in transaction: any StoreTransaction
    ) throws -> PlatformApp {
        let given = draft.settings.merging(draft.secrets) { _, secret in secret }
        if let endpoint = draft.newEndpoint {
            return try apps.create(
                platform: draft.platform, label: Self.label(label, or: draft.platformName), settings: given,
                at: (draft.appID, endpoint), granted: draft.granted, by: actor, in: transaction)
        }
        let app = try place(of: draft, in: transaction)
        let changed = given.filter { app.settings[$0.key] != $0.value }
        guard !changed.isEmpty || !draft.granted.isEmpty else { return app }
        return try apps.update(
            draft.appID, label: nil, settings: changed, granted: draft.granted, by: actor, in: transaction)
    }

    /// A platform's own name for the account may be anything.
    private static func label(_ text: String, or standard: String) -> String {
        let line = String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
        let label = line.trimmingCharacters(in: .whitespaces).prefix(100)
        return label.isEmpty ? standard : String(label)
    }

    func sealed(_ draft: ConnectingDraft, as session: ConnectingSession) throws -> ConnectingSession {
        var session = session
        session.sealed = key.seal(Array(try JSONEncoder().encode(draft)), for: Self.place(of: session.id))
        return session
    }

    func open(_ session: ConnectingSession) throws -> ConnectingDraft {
        guard let opened = key.open(session.sealed, for: Self.place(of: session.id)) else {
            throw StoreFailure("\(session.id) does not open: this is not the master key it was sealed with.")
        }
        return try JSONDecoder().decode(ConnectingDraft.self, from: Data(opened))
    }

    private static func place(of session: ID<ConnectingSession>) -> String {
        SealedPlace.connectingSession.name(of: session.rawValue)
    }
}
