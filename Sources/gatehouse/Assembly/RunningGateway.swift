import ConnectorKit
import CurlTransport
import Gateway
import GatewayHTTP
import GatewayModel
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import PhoneNumbers
import ServiceLifecycle
import Signing
import Storage
import UnixSignals

/// The whole gateway in this process: store, transport, worker and listeners, wired by hand.
struct RunningGateway {
    let settings: Settings
    let store: any DatabaseStore
    let parts: GatewayParts
    private let transport: CurlTransport
    private let monitoring: Monitoring
    private let testClock: TurnableClock?
    private let logger: Logger

    init(_ settings: Settings) async throws {
        self.settings = settings
        logger = settings.logger
        let key = try MasterKey(settings).ring(for: settings.database)
        let meters = Meters()
        store = try settings.database.open(for: .serving, meters: meters)
        transport = CurlTransport(policy: AddressPolicy(allowing: settings.allowedNetworks))
        testClock = settings.testClock.map { TurnableClock(ahead: $0) }
        let clock: any WallClock = testClock ?? SystemClock()
        let surroundings = Surroundings(
            clock: clock, ids: IDGenerator(node: store.nodeNumber ?? 0, after: try store.greatestID(), clock: clock),
            connectors: .standard(clock: clock), numberingPlans: PhoneNumberLibrary(), publicURL: settings.publicURL,
            sharesStore: !store.isExclusive)
        parts = GatewayParts(
            surroundings, store: store, blobs: try settings.blobs(in: store, ids: surroundings.ids),
            scanner: settings.mediaScanner.map { ClamdScanner($0) }, sealingKey: key, transport: transport,
            mediaURL: settings.mediaURL, rule: settings.retryRule,
            retention: settings.retention, meters: meters, alertMail: settings.mail?.alertMail,
            peopleRule: settings.people, bodies: EventDocuments(surroundings.connectors),
            duties: store.isExclusive
                ? nil : DutyTerms(node: store.nodeNumber ?? 0, lease: settings.testLease ?? DutyTerms.lease),
            logger: logger)
        monitoring = Monitoring(settings, parts)
        guard try await parts.vault.opensEverything() else {
            throw SettingFailure(
                "masterKey.file",
                "\(MasterKey(settings)) is not the key that the secrets in the database were sealed with.")
        }
        try await settings.settleFilePlace(in: store)
        try await store.write { [parts] transaction in
            try parts.contactPoints.prepare(in: transaction)
            try parts.mediaLinks.prepare(in: transaction)
            try parts.clients.prepare(in: transaction)
            try parts.people.prepare(in: transaction)
        }
        try await monitoring.exposition.begin()
    }

    /// Serves until told to stop.
    ///
    /// - Parameter ready: called once both listeners take requests.
    func run(ready: @escaping @Sendable () async throws -> Void) async throws {
        for warning in settings.warnings { logger.warning("\(warning)") }
        let listeners = try listenerServices(ready: ready)
        // Stopped from the end: first nobody can ask any more, then what is under way is finished.
        var configuration = ServiceGroupConfiguration(
            services: (parts.services + listeners + [parts.clientFeed.farewell, StopNotice()]).map {
                ServiceGroupConfiguration.ServiceConfiguration(service: $0)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.stopBudget
        try await ServiceGroup(configuration: configuration).run()
        await transport.shutdown()
        try store.close()
    }

    private func listenerServices(ready: @escaping @Sendable () async throws -> Void) throws -> [any Service] {
        let clients = ClientAddress { [settings] in settings.trusts($0) }
        let opensAPI: @Sendable (String) -> Bool = { [settings] in settings.opensAPI(to: $0) }
        let listeners = Listeners(parts, clients: clients, isAllowed: settings.apiNetworks.map { _ in opensAPI })
        let announcer = Announcer(expected: settings.publicAddress == settings.privateAddress ? 1 : 2, ready)
        if settings.publicAddress == settings.privateAddress {
            // What the world can reach shows no metrics. A caller on loopback is no exception: behind a reverse proxy
            // on this machine everybody is one.
            let router = Listeners.router()
            listeners.addPublicRoutes(to: router)
            try listeners.addPrivateRoutes(to: router)
            if let testClock { TestClockRoutes(clock: testClock).add(to: router) }
            Listeners.addHealth(to: router)
            return [application(router, .shared, at: settings.publicAddress, announcer)]
        }
        let publicRouter = Listeners.router()
        listeners.addPublicRoutes(to: publicRouter)
        let privateRouter = Listeners.router()
        listeners.addClientRoutes(to: privateRouter)
        try listeners.addPrivateRoutes(to: privateRouter)
        if let testClock { TestClockRoutes(clock: testClock).add(to: privateRouter) }
        Listeners.addHealth(to: privateRouter)
        Listeners.addMonitoring(
            readiness: monitoring.readiness, exposition: monitoring.exposition, to: privateRouter)
        return [
            application(publicRouter, .public, at: settings.publicAddress, announcer),
            application(privateRouter, .private, at: settings.privateAddress, announcer),
        ]
    }

    private func application(
        _ router: Router<GatewayRequestContext>, _ listener: OpenConnections.Listener, at address: ListenAddress,
        _ announcer: Announcer
    ) -> some Service {
        Application(
            router: router,
            // Who connects and says nothing, or too slowly, is not waited for.
            server: .http1(configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "Gatehouse",
                availableConnectionsDelegate: monitoring.openConnections.delegate(
                    of: listener, atMost: settings.mostConnections)),
            onServerRunning: { _ in await announcer.oneIsRunning() }, logger: logger)
    }
}

/// Tells the service manager that a stop has begun. The last of the services, so the first to be stopped.
private struct StopNotice: Service {
    func run() async throws {
        try? await gracefulShutdown()
        ServiceManager.stopping()
    }
}

/// Calls when the last of several listeners is up.
private actor Announcer {
    private var missing: Int
    private let ready: @Sendable () async throws -> Void

    init(expected: Int, _ ready: @escaping @Sendable () async throws -> Void) {
        missing = expected
        self.ready = ready
    }

    func oneIsRunning() async {
        missing -= 1
        guard missing == 0 else { return }
        do {
            try await ready()
        } catch {
            say("The gateway cannot go on: \(error)")
        }
    }
}
