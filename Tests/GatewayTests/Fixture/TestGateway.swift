import ConnectorKit
import ConnectorTestKit
import Foundation
import Gateway
import GatewayHTTP
import GatewayModel
import Logging
import Signing
import Storage

/// A whole gateway over a database of its own, with two contact points of one number each, and nobody else in it.
final class TestGateway: Sendable {
    static let sales = ContactPointID("sales")!
    static let service = ContactPointID("service")!
    static let salesNumber = "+15550001"
    static let serviceNumber = "+15550002"
    static let secret = "correct horse battery"
    static let sealingKey = SealingKey(Array(repeating: 7, count: SealingKey.byteCount))!

    let directory: URL
    let clock: ManualClock
    let store: BreakableStore
    let statements: StatementCounter
    let platform: FakePlatform
    let parts: GatewayParts
    let setup: Setup

    /// What stands in the database from the start.
    struct Setup: Sendable {
        var app: PlatformApp
        var salesConnection: ID<Connection>
        var serviceConnection: ID<Connection>
        /// A service that may send from both contact points.
        var agent: Principal
        var agentKey: ID<APIKey>
    }

    /// - Parameter connectors: must have the platform `test`.
    static func make(
        _ choices: Connections.Choices = Connections.Choices(),
        connectors: [any Connector] = [TestConnector()], plans: any NumberingPlans = AnyNumber(),
        rule: RetryRule = RetryRule(), transport: (any DownloadingTransport)? = nil, duties: DutyTerms? = nil,
        scanner: (any VirusScanner)? = nil,
        change: @escaping @Sendable (inout ContactPoint) -> Void = { _ in }
    ) async throws -> TestGateway {
        let directory = FileManager.default.temporaryDirectory.appending(path: "gateway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let clock = ManualClock()
        let platform = FakePlatform()
        let (store, statements, parts) = try open(
            directory, clock, platform, connectors, rule, transport, plans, duties, scanner)
        let setup = try await store.write { transaction in
            try parts.mediaLinks.prepare(in: transaction)
            try parts.clients.prepare(in: transaction)
            try parts.people.prepare(in: transaction)
            return try prepare(parts, choices, change, in: transaction)
        }
        clock.advance(by: .seconds(60))
        return TestGateway(directory, clock, store, statements, platform, parts, setup)
    }

    /// The same database, served by a new process after the old one died.
    func restarted(
        connectors: [any Connector] = [TestConnector()], rule: RetryRule = RetryRule(),
        transport: (any DownloadingTransport)? = nil
    ) throws -> TestGateway {
        let copy = FileManager.default.temporaryDirectory.appending(path: "gateway-\(UUID().uuidString)")
        try TestEngine.current.copy(from: directory, to: copy)
        let (store, statements, parts) = try Self.open(copy, clock, platform, connectors, rule, transport)
        return TestGateway(copy, clock, store, statements, platform, parts, setup)
    }

    private init(
        _ directory: URL, _ clock: ManualClock, _ store: BreakableStore, _ statements: StatementCounter,
        _ platform: FakePlatform, _ parts: GatewayParts, _ setup: Setup
    ) {
        self.directory = directory
        self.clock = clock
        self.store = store
        self.statements = statements
        self.platform = platform
        self.parts = parts
        self.setup = setup
    }

    deinit {
        TestEngine.current.remove(directory)
    }

    private static func open(
        _ directory: URL, _ clock: ManualClock, _ platform: FakePlatform, _ connectors: [any Connector],
        _ rule: RetryRule, _ transport: (any DownloadingTransport)? = nil, _ plans: any NumberingPlans = AnyNumber(),
        _ duties: DutyTerms? = nil, _ scanner: (any VirusScanner)? = nil
    ) throws -> (BreakableStore, StatementCounter, GatewayParts) {
        let database = try TestEngine.current.open(for: directory)
        let statements = StatementCounter(database)
        let store = BreakableStore(statements)
        let surroundings = Surroundings(
            clock: clock,
            ids: IDGenerator(node: database.nodeNumber ?? 0, after: try database.greatestID(), clock: clock),
            connectors: InstalledConnectors(connectors), numberingPlans: plans, publicURL: "https://gateway.test")
        let parts = GatewayParts(
            surroundings, store: store, blobs: try FolderBlobs(directory.appending(path: "media").path),
            scanner: scanner,
            sealingKey: KeyRing([sealingKey]), transport: transport ?? platform, rule: rule,
            bodies: EventDocuments(surroundings.connectors), duties: duties,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return (store, statements, parts)
    }

    private static func prepare(
        _ parts: GatewayParts, _ choices: Connections.Choices, _ change: (inout ContactPoint) -> Void,
        in transaction: any StoreTransaction
    ) throws -> Setup {
        try parts.contactPoints.prepare(in: transaction)
        let role = try parts.roles.create(id: nil, label: "Agents", by: "test", in: transaction).id
        let app = try parts.apps.create(
            platform: Platform(rawValue: "test"), label: "Test", settings: ["secret": secret], by: "test",
            in: transaction)
        var connections: [ID<Connection>] = []
        for (id, number) in [(sales, salesNumber), (service, serviceNumber)] {
            var contactPoint = ContactPoint(id: id, label: id.rawValue.capitalized)
            change(&contactPoint)
            try parts.contactPoints.create(contactPoint, by: "test", in: transaction)
            for right in ContactPointRight.allCases {
                try parts.contactPoints.setRoles([role], right, of: id, by: "test", in: transaction)
            }
            let connection = try parts.connections.create(
                at: id, app: app.id, address: number, choices, by: "test", in: transaction)
            connections.append(connection.id)
        }
        let key = try parts.keys.create(
            label: "Desk", level: .agent, roles: [role], expiresAt: nil, by: "test", in: transaction
        ).key
        return Setup(
            app: app, salesConnection: connections[0], serviceConnection: connections[1],
            agent: Principal(.service(key.id), level: key.level), agentKey: key.id)
    }
}
