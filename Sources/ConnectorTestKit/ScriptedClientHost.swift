public import ConnectorKit
public import GatewayModel
import Synchronization

/// A host that keeps what a connector does in memory, and answers as a test tells it.
public final class ScriptedClientHost: ClientHost {
    private struct State {
        var taken: [PlatformEvent] = []
        var conversation: ClientConversation?
        var settings: ClientSettingsDocument
        var availability = AvailabilityStatus.always
        var ended: [Address] = []
        var typed: [(customer: Address, isTyping: Bool)] = []
        var mailed: [String] = []
        var kept: [(name: String, bytes: [UInt8])] = []
        var limits: [String: Int] = [:]
        var changes: [ClientChange] = []
        var refusal: ClientRefusal?
    }

    private let clock: ManualClock
    public let connection: OpenConnection
    public let label = "Sales"
    public let origin: String
    public let mediaOrigin: String
    private let state: Mutex<State>

    public init(
        _ connector: any ServesClients, at connection: OpenConnection, clock: ManualClock,
        settings: JSONTree? = nil, origin: String = "https://gateway.example",
        mediaOrigin: String = "https://files.example"
    ) {
        self.clock = clock
        self.connection = connection
        self.origin = origin
        self.mediaOrigin = mediaOrigin
        state = Mutex(
            State(
                settings: ClientSettingsDocument(
                    document: settings ?? connector.clientSettings.standard, version: "1")))
    }

    // MARK: What a test sees and sets

    public var taken: [PlatformEvent] { state.withLock { $0.taken } }
    public var ended: [Address] { state.withLock { $0.ended } }
    public var typed: [(customer: Address, isTyping: Bool)] { state.withLock { $0.typed } }
    public var mailed: [String] { state.withLock { $0.mailed } }
    public var kept: [(name: String, bytes: [UInt8])] { state.withLock { $0.kept } }
    /// How often each limit was counted.
    public var limits: [String: Int] { state.withLock { $0.limits } }

    public func set(_ conversation: ClientConversation?) { state.withLock { $0.conversation = conversation } }
    public func set(_ availability: AvailabilityStatus) { state.withLock { $0.availability = availability } }
    public func set(settings: JSONTree) {
        state.withLock { $0.settings = ClientSettingsDocument(document: settings, version: "2") }
    }
    /// What whoever follows is told, before it ends.
    public func set(changes: [ClientChange]) { state.withLock { $0.changes = changes } }
    /// What storing fails with from now on.
    public func fail(with refusal: ClientRefusal?) { state.withLock { $0.refusal = refusal } }

    // MARK: What a connector asks for

    public var now: Timestamp { clock.now }
    public var settings: ClientSettingsDocument { state.withLock { $0.settings } }

    /// Different for different texts; no more is asked of a test's seal.
    public func seal(_ text: String) throws(ClientRefusal) -> [UInt8] {
        (0..<4).flatMap { round in
            let mixed = ("\(round)" + text).utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
                ($0 ^ UInt64($1)) &* 1_099_511_628_211
            }
            return withUnsafeBytes(of: mixed.bigEndian) { Array($0) }
        }
    }

    public func limit(_ name: String, to mostInAMinute: Int) throws(ClientRefusal) {
        let isOver = state.withLock { state in
            state.limits[name, default: 0] += 1
            return state.limits[name, default: 0] > mostInAMinute
        }
        if isOver { throw ClientRefusal(.tooMany(retryAfter: 60), "too-many-requests", "Too much at once.") }
    }

    public func take(_ events: [PlatformEvent]) async throws(ClientRefusal) {
        try failAsTold()
        state.withLock { $0.taken += events }
    }

    public func conversation(
        with customer: Address, messages limit: Int
    ) async throws(ClientRefusal) -> ClientConversation? {
        try failAsTold()
        return state.withLock { $0.conversation }
    }

    public func end(with customer: Address) async throws(ClientRefusal) {
        try failAsTold()
        state.withLock { $0.ended.append(customer) }
    }

    public func keep(
        _ body: ClientBody, declaredType: String?, name: String, within limits: MediaLimits
    ) async throws(ClientRefusal) -> ClientFile {
        let bytes = try await body.collect()
        let number = state.withLock { state in
            state.kept.append((name, bytes))
            return state.kept.count
        }
        return ClientFile(
            id: ID(rawValue: Int64(number)), type: "image/png", name: name, byteCount: bytes.count,
            url: "\(mediaOrigin)/media/\(number)")
    }

    public func mailTranscript(
        to email: String, in language: String?, of customer: Address
    ) async throws(ClientRefusal) {
        try failAsTold()
        state.withLock { $0.mailed.append(email) }
    }

    public func customerTypes(_ customer: Address, _ isTyping: Bool) async throws(ClientRefusal) {
        state.withLock { $0.typed.append((customer, isTyping)) }
    }

    public func availability() async throws(ClientRefusal) -> AvailabilityStatus { state.withLock { $0.availability } }

    public func follow(_ customer: Address?, since moment: Timestamp?) async throws(ClientRefusal) -> ClientChanges {
        try failAsTold()
        let changes = state.withLock { $0.changes }
        return ClientChanges(
            AsyncStream { continuation in
                for change in changes { continuation.yield(change) }
                continuation.finish()
            })
    }

    private func failAsTold() throws(ClientRefusal) {
        if let refusal = state.withLock({ $0.refusal }) { throw refusal }
    }
}
