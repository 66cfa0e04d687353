import ConnectorKit
public import GatewayModel
import Signing

/// Platform apps: the credentials and the webhook address that connections share.
public struct PlatformApps: Sendable {
    private let surroundings: Surroundings
    private let vault: AppVault

    public init(_ surroundings: Surroundings, vault: AppVault) {
        self.surroundings = surroundings
        self.vault = vault
    }

    /// To be called once a change is committed: from then on everybody sees it.
    public func changed() {
        vault.forget()
    }

    /// - Parameters:
    ///   - place: id and endpoint, where they had to be known before.
    ///   - granted: secrets that the platform gave, by the connector's own keys.
    public func create(
        platform: Platform, label: String, settings given: [String: String],
        at place: (id: ID<PlatformApp>, endpoint: String)? = nil, granted: [String: String] = [:], by actor: String,
        in transaction: any StoreTransaction
    ) throws -> PlatformApp {
        let connector = try surroundings.connectors.require(platform)
        let now = surroundings.clock.now
        let (settings, texts) = try SettingsCheck.check(given, against: connector.settings.app)
        let app = PlatformApp(
            id: place?.id ?? surroundings.ids.next(), platform: platform, label: label,
            endpoint: place?.endpoint ?? SecureRandom.token(18),
            settings: settings, createdAt: now)
        var secrets = AppSecrets()
        for (key, text) in texts { secrets.set(text, for: key, at: now) }
        for (key, text) in granted { secrets.set(text, for: key, at: now) }
        try transaction.insert(app, sealedSecrets: try vault.seal(secrets, for: app.id))
        try audit(
            "create", app, by: actor, after: describe(app, changed: Array(texts.keys) + granted.keys), in: transaction)
        return app
    }

    /// Changes label, settings or secrets; what is neither given nor removed stays. A replaced secret is honoured for another day.
    ///
    /// Connections that waited for new credentials are tried again.
    public func update(
        _ id: ID<PlatformApp>, label: String?, settings given: [String: String],
        removing removed: Set<String> = [], granted: [String: String] = [:], by actor: String,
        in transaction: any StoreTransaction
    ) throws -> PlatformApp {
        guard let before = try transaction.app(id), let sealed = try transaction.sealedSecrets(of: id) else {
            throw Refusal.notFound("platform app")
        }
        let connector = try surroundings.connectors.require(before.platform)
        var secrets = try vault.open(sealed, for: id)
        let known = Set(connector.settings.app.map(\.key).filter { before.settings[$0] != nil || secrets.has($0) })
        let (settings, texts) = try SettingsCheck.check(
            given, known: known, removing: removed, against: connector.settings.app)
        var app = before
        for key in removed {
            app.settings[key] = nil
            secrets.remove(key)
        }
        if let label { app.label = label }
        app.settings.merge(settings) { _, new in new }
        for (key, text) in texts { secrets.set(text, for: key, at: surroundings.clock.now) }
        for (key, text) in granted { secrets.set(text, for: key, at: surroundings.clock.now) }
        try transaction.update(app, sealedSecrets: try vault.seal(secrets, for: id))
        try audit(
            "update", app, by: actor, before: describe(before, changed: []),
            after: describe(app, changed: Array(texts.keys) + granted.keys),
            in: transaction)
        for connection in try transaction.connections(of: id) {
            try transaction.setCheckDue(surroundings.clock.now, of: connection.id)
            try Connections(surroundings).reconnected(connection, in: transaction)
        }
        return app
    }

    /// Keeps what the platform granted for one connection, which is tried again if it waited for that.
    func keep(
        _ granted: [String: Secret], of id: ID<PlatformApp>, for connection: ID<Connection>, by actor: String,
        in transaction: any StoreTransaction
    ) throws {
        guard let app = try transaction.app(id), let sealed = try transaction.sealedSecrets(of: id) else {
            throw Refusal.notFound("platform app")
        }
        var secrets = try vault.open(sealed, for: id)
        for (key, secret) in granted { secrets.set(secret.reveal(), for: key, at: surroundings.clock.now) }
        try transaction.update(app, sealedSecrets: try vault.seal(secrets, for: id))
        try audit("update", app, by: actor, after: describe(app, changed: granted.keys), in: transaction)
        if let connection = try transaction.connection(connection) {
            try Connections(surroundings).reconnected(connection, in: transaction)
        }
    }

    /// Keeps what the platform granted for one connection in place of what it was renewed with.
    ///
    /// Nothing of it is honoured any longer, for nobody signs with it. What is lost makes the checklist look at once; and
    /// so does what was gained, where the connection may have waited for it.
    /// - Parameter access: what it was renewed with.
    /// - Returns: `false` where something else stands there by now: somebody has signed in anew, and that counts.
    func renew(
        _ granted: [String: Secret], forgetting lost: Set<String>, for connection: ID<Connection>,
        replacing access: AppAccess, by actor: String, in transaction: any StoreTransaction
    ) throws -> Bool {
        guard let app = try transaction.app(access.id), let sealed = try transaction.sealedSecrets(of: app.id) else {
            return false
        }
        let keys = Set(granted.keys).union(lost)
        let now = surroundings.clock.now
        var secrets = try vault.open(sealed, for: app.id)
        let there = secrets.opened(at: now)
        guard keys.allSatisfy({ there.current($0) == access.secrets.current($0) }) else { return false }
        for key in keys { secrets.remove(key) }
        for (key, secret) in granted { secrets.set(secret.reveal(), for: key, at: now) }
        try transaction.update(app, sealedSecrets: try vault.seal(secrets, for: app.id))
        try audit("renew", app, by: actor, after: describe(app, changed: keys), in: transaction)
        if let connection = try transaction.connection(connection), !lost.isEmpty || connection.state != .connected {
            try transaction.setCheckDue(now, of: connection.id)
        }
        return true
    }

    public func delete(_ id: ID<PlatformApp>, by actor: String, in transaction: any StoreTransaction) throws {
        guard let app = try transaction.app(id) else { throw Refusal.notFound("platform app") }
        guard try transaction.connections(of: id).isEmpty else {
            throw Refusal(.conflict, "in-use", "Connections still use this platform app.")
        }
        try transaction.delete(id)
        try audit("delete", app, by: actor, before: describe(app, changed: []), in: transaction)
    }

    private func describe(_ app: PlatformApp, changed secrets: some Sequence<String>) -> String {
        let settings = app.settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return ([app.label] + settings + secrets.sorted().map { "\($0): ‹secret›" }).joined(separator: "; ")
    }

    private func audit(
        _ action: String, _ app: PlatformApp, by actor: String, before: String? = nil, after: String? = nil,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "platform-app.\(action)",
                subject: "platform-app/\(app.id)", before: before, after: after))
    }
}
