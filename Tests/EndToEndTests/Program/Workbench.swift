import ConnectorKit
import ConnectorTestKit
import CurlTransport
import Foundation
import Gateway
import GatewayHTTP
import GatewayModel
import HTTPTypes
import Logging
import MockPlatform
import MockSMS
import PhoneNumbers
import SMSConnector
import Signing
import Storage

/// A gateway in this process on a clock that is turned by hand, with a file and sockets that are real, beside a mock
/// Twilio that lives in the same time where it is told to.
final class Workbench {
    static let number = "+15005550006"
    static let phone = "+14155550100"

    let clock = ManualClock()
    let mock: MockTwilio
    let store: SQLiteStore
    private(set) var parts: GatewayParts
    private(set) var connection: ID<Connection>
    private let agent: Principal
    private let folder: URL
    private let port: Int
    private let transport: CurlTransport
    private var server: LoopbackServer?

    /// - Parameter sharesTime: whether the mock's clock stands still, too.
    init(sharesTime: Bool = false) async throws {
        folder = try Program.temporaryFolder()
        port = try Program.freePort()
        let start = Date(timeIntervalSince1970: Double(clock.now.milliseconds) / 1000)
        let configuration = MockTwilioConfiguration(numbers: [MockNumber(Self.number)])
        mock = MockTwilio(configuration, clock: sharesTime ? MockClock(standingAt: start) : MockClock())
        try await mock.start()
        store = try SQLiteStore(path: folder.appending(path: "gatehouse.sqlite").path, exclusively: true)
        transport = CurlTransport(policy: .only([IPNetwork("127.0.0.1")!]))
        let parts = try Self.parts(store, clock, port, transport)
        self.parts = parts
        let settings = [
            "accountSid": configuration.accountSid, "authToken": configuration.authToken, "apiBase": mock.baseURL,
        ]
        let (app, connection, key) = try await store.write { transaction in
            try parts.contactPoints.prepare(in: transaction)
            let role = try parts.roles.create(id: nil, label: "Support", by: "test", in: transaction).id
            let key = try parts.keys.create(
                label: "Desk", level: .agent, roles: [role], expiresAt: nil, by: "test", in: transaction
            ).key
            try parts.contactPoints.setRoles(
                [role], .sendNotification, of: .default, by: "test", in: transaction)
            let app = try parts.apps.create(
                platform: Platform(rawValue: "sms"), label: "Mock", settings: settings, by: "test", in: transaction)
            let connection = try parts.connections.create(
                at: .default, app: app.id, address: Self.number,
                Connections.Choices(pacing: Pacing(unitsPerSecond: 1000, burst: 1000)), by: "test", in: transaction)
            return (app, connection, key)
        }
        self.connection = connection.id
        agent = Principal(.service(key.id), level: key.level)
        mock.update(Self.number) { $0.smsURL = parts.surroundings.webhookAddress(of: app, path: "message") }
        try await listen()
    }

    private static func parts(
        _ store: SQLiteStore, _ clock: ManualClock, _ port: Int, _ transport: CurlTransport
    ) throws -> GatewayParts {
        let surroundings = Surroundings(
            clock: clock, ids: IDGenerator(after: try store.greatestID(), clock: clock),
            connectors: InstalledConnectors([SMSConnector()]), numberingPlans: PhoneNumberLibrary(),
            publicURL: "http://127.0.0.1:\(port)")
        return GatewayParts(
            surroundings, store: store,
            blobs: try FolderBlobs(FileManager.default.temporaryDirectory.appending(path: "media-\(UUID())").path),
            sealingKey: KeyRing([SealingKey(Array(repeating: 7, count: SealingKey.byteCount))!]), transport: transport,
            bodies: EventDocuments(surroundings.connectors),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func listen() async throws {
        let inbound = parts.inbound
        let server = try LoopbackServer { request in
            let path = request.path.split(separator: "/").map(String.init)
            guard path.count == 4,
                let reply = try? await inbound.receive(
                    InboundFlow.Call(
                        platform: Platform(rawValue: path[1]), endpoint: path[2], route: path[3],
                        method: request.method, target: request.target, headers: request.headers, body: request.body))
            else { return .response(MockResponse(status: .serviceUnavailable)) }
            return .text(reply.body, type: reply.contentType ?? "text/plain", status: .init(code: reply.status))
        }
        _ = try await server.start(port: port)
        self.server = server
    }

    /// Nobody answers any more, as far as the platform can see.
    func goDown() async throws {
        let now = clock.now
        try await store.write { try $0.setAlive(at: now) }
        await server?.stop()
        server = nil
    }

    /// Started anew on the same file: webhooks are taken at once, and what was missed is noted.
    func comeUp() async throws {
        parts = try Self.parts(store, clock, port, transport)
        try await parts.catchUp.begin()
        try await listen()
    }

    func end() async {
        await server?.stop()
        await mock.stop()
        await transport.shutdown()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Sends to so many phones, and waits until Twilio has reported on them, or has had its chance to.
    func send(_ count: Int, reported: Bool) async throws {
        let before = try await facts(after: .seconds(700))
        for number in 0..<count {
            let request = Notifications.Request(
                to: .one("+1415555020\(number)"), text: "Hello \(clock.now.milliseconds)")
            _ = try await store.write { [parts, agent] in
                try parts.notifications.begin(request, at: .default, by: agent, in: $0)
            }
        }
        try await parts.worker.drain()
        guard reported else { return }
        try await eventually("they are reported on") {
            let after = try await facts(after: .seconds(700))
            return after.accepted == before.accepted + count && after.silent == before.silent
        }
    }

    private func facts(after pause: Duration) async throws -> ConnectionFacts {
        let (id, moment) = (connection, clock.now + pause)
        return try await store.read { transaction in
            guard let connection = try transaction.connection(id) else { throw ProgramFailure("no connection") }
            return try transaction.facts(of: connection, at: moment)
        }
    }
}
