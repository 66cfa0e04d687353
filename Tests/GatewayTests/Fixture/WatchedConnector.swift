import ConnectorKit
import Gateway
import GatewayModel
import Synchronization

/// The platform `test`, where a script says what is found, what was missed, and what is asked next.
struct WatchedConnector: TestVariant, Connects, CatchesUp {
    let base = TestConnector()
    let script: WatchScript

    var vital: Set<String> = []
    var mendsQueue = false

    var checklist: [ChecklistItem] {
        [
            ChecklistItem(id: "account", title: "Account", isVital: vital.contains("account")),
            ChecklistItem(
                id: "number", title: "Number", requires: ["account"], isVital: vital.contains("number")),
            ChecklistItem(id: "webhook", title: "Webhook", requires: ["number"]),
            ChecklistItem(id: "queue", title: "Queue", mendsItself: mendsQueue),
        ]
    }

    func findings(
        about connection: OpenConnection, _ facts: ConnectionFacts, over transport: any HTTPTransport
    ) async -> [String: Finding] {
        await script.meanwhile.withLock { $0 }()
        return script.checked(connection)
    }

    func fix(
        _ item: String, of connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [String: Secret] {
        if let refusal = script.refusesFixes.withLock({ $0 }) { throw PlatformRefusal(refusal) }
        script.fixed.withLock { $0.append("\(item) \(connection.address.value)") }
        script.findings.withLock { $0[item] = Finding(.green, "Mended.") }
        return script.grants.withLock { $0 }
    }

    func nextStep(
        after progress: ConnectingProgress, over transport: any HTTPTransport
    ) async -> ConnectingStep {
        script.progress.withLock { $0.append(progress) }
        return await script.nextStep.withLock { $0 }(progress)
    }

    func missed(
        by connection: OpenConnection, since: Timestamp, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [PlatformEvent] {
        try script.missed(by: connection, since: since)
    }
}

/// What the platform `test` says of our connections, and what it was asked.
final class WatchScript: Sendable {
    static let allGreen = ["account", "number", "webhook", "queue"].reduce(into: [:]) {
        $0[$1] = Finding(.green, "It is right.")
    }

    let findings = Mutex(WatchScript.allGreen)
    let checkedAddresses = Mutex<[String]>([])
    let fixed = Mutex<[String]>([])
    let refusesFixes = Mutex<String?>(nil)
    let grants = Mutex<[String: Secret]>([:])
    let progress = Mutex<[ConnectingProgress]>([])
    let nextStep = Mutex<@Sendable (ConnectingProgress) async -> ConnectingStep>({ _ in
        ConnectingStep(id: "none", text: "Nothing can be connected here.", kind: .failed)
    })
    /// What happens while a checklist runs.
    let meanwhile = Mutex<@Sendable () async -> Void>({})
    private let log = Mutex<[(at: Timestamp, event: PlatformEvent)]>([])
    private let refusals = Mutex(0)
    let asked = Mutex<[Timestamp]>([])

    func checked(_ connection: OpenConnection) -> [String: Finding] {
        checkedAddresses.withLock { $0.append(connection.address.value) }
        return findings.withLock { $0 }
    }

    func set(_ item: String, _ finding: Finding) { findings.withLock { $0[item] = finding } }

    /// The platform takes a message in, whether anybody hears of it or not.
    func takesIn(_ text: String, from: String, to: String, at moment: Timestamp, id: String) {
        let event = PlatformEvent(
            key: EventKey(id: id), address: Address(kind: .phone, value: to),
            content: .message(
                InboundMessage(from: Address(kind: .phone, value: from), text: text, sentAt: moment)))
        log.withLock { $0.append((moment, event)) }
    }

    /// The next questions for missed messages are not answered.
    func refuse(_ count: Int) { refusals.withLock { $0 = count } }

    func missed(by connection: OpenConnection, since: Timestamp) throws(PlatformRefusal) -> [PlatformEvent] {
        asked.withLock { $0.append(since) }
        let refuses = refusals.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
        if refuses { throw PlatformRefusal("The platform is down.") }
        return log.withLock { $0 }.filter { $0.event.address == connection.address && $0.at >= since }.map(\.event)
    }
}

/// True for the first who asks.
final class Once: Sendable {
    private let isLeft = Mutex(true)

    func take() -> Bool {
        isLeft.withLock { left in
            defer { left = false }
            return left
        }
    }
}
