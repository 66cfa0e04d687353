public import ConnectorKit
public import GatewayModel
public import Signing
import Synchronization

/// Platform apps with their secrets open, kept at hand: every webhook and every send needs one.
///
/// A change made through this process is seen at once; one made by another is seen within ``freshness``.
public final class AppVault: Sendable {
    static let freshness = Duration.seconds(2)

    private let store: any Store
    private let key: KeyRing
    private let clock: any WallClock
    private let kept = Mutex<[Lookup: Kept]>([:])

    private enum Lookup: Hashable {
        case endpoint(String)
        case id(ID<PlatformApp>)
    }

    private struct Kept {
        let app: PlatformApp
        let access: AppAccess
        let readAt: Timestamp
    }

    public init(store: any Store, key: KeyRing, clock: any WallClock) {
        self.store = store
        self.key = key
        self.clock = clock
    }

    /// The app whose webhook addresses have this unguessable part.
    public func app(endpoint: String) async throws -> (app: PlatformApp, access: AppAccess)? {
        try await find(.endpoint(endpoint)) { try $0.app(endpoint: endpoint) }
    }

    public func app(_ id: ID<PlatformApp>) async throws -> (app: PlatformApp, access: AppAccess)? {
        try await find(.id(id)) { try $0.app(id) }
    }

    /// As it is stored at this moment, whatever is at hand.
    func access(to app: PlatformApp, in transaction: any StoreTransaction) throws -> AppAccess? {
        guard let sealed = try transaction.sealedSecrets(of: app.id) else { return nil }
        let secrets = try open(sealed, for: app.id).opened(at: clock.now)
        return AppAccess(id: app.id, settings: app.settings, secrets: secrets)
    }

    /// Whether the master key is the one that the stored secrets were sealed with.
    public func opensEverything() async throws -> Bool {
        try await store.read { [key] transaction in
            let apps = try transaction.apps().allSatisfy { app in
                guard let sealed = try transaction.sealedSecrets(of: app.id) else { return true }
                return (try? AppSecrets(sealed: sealed, with: key, for: app.id)) != nil
            }
            let subscribers = try transaction.subscribers().allSatisfy { subscriber in
                guard let sealed = try transaction.sealedSecret(of: subscriber.id) else { return true }
                return (try? SubscriberSecret(sealed: sealed, with: key, for: subscriber.id)) != nil
            }
            return apps && subscribers
        }
    }

    /// Forgets what is at hand, after a change.
    func forget() {
        kept.withLock { $0.removeAll() }
    }

    func seal(_ secrets: AppSecrets, for app: ID<PlatformApp>) throws -> [UInt8] {
        try secrets.sealed(with: key, for: app)
    }

    func open(_ sealed: [UInt8], for app: ID<PlatformApp>) throws -> AppSecrets {
        try AppSecrets(sealed: sealed, with: key, for: app)
    }

    private func find(
        _ lookup: Lookup, _ read: @escaping @Sendable (any StoreTransaction) throws -> PlatformApp?
    ) async throws -> (app: PlatformApp, access: AppAccess)? {
        let now = clock.now
        if let found = kept.withLock({ $0[lookup] }), found.readAt <= now, now - found.readAt < Self.freshness {
            return (found.app, found.access)
        }
        let row = try await store.read { transaction -> (PlatformApp, [UInt8])? in
            guard let app = try read(transaction), let sealed = try transaction.sealedSecrets(of: app.id) else {
                return nil
            }
            return (app, sealed)
        }
        guard let (app, sealed) = row else { return nil }
        let secrets = try open(sealed, for: app.id).opened(at: now)
        let access = AppAccess(id: app.id, settings: app.settings, secrets: secrets)
        kept.withLock { $0[lookup] = Kept(app: app, access: access, readAt: now) }
        return (app, access)
    }
}
