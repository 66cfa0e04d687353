import ConnectorKit
import Gateway
import GatewayModel
import Synchronization
import Testing

/// The platform `test`, where a script says what each webhook brings, and where customers can be answered for a day, by
/// persons for a week.
struct ToldConnector: TestVariant, ShowsIndicators {
    static let day = ReplyWindow(name: "day", length: .seconds(24 * 3600))
    static let week = ReplyWindow(name: "week", length: .seconds(7 * 24 * 3600), isForPersons: true, setting: "slow")

    let base = TestConnector()
    let script = ToldScript()

    var capabilities: Capabilities {
        var capabilities = base.capabilities
        capabilities.replyWindows = [Self.day, Self.week]
        return capabilities
    }

    var settings: SettingsSchema {
        var settings = base.settings
        settings.connection = [
            SettingsField(key: "slow", label: "Slow", kind: .choice(["off", "on"]), isRequired: false, standard: "off")
        ]
        return settings
    }

    func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        script.outcome.withLock { $0 }
    }

    func send(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt {
        script.windows.withLock { $0.append(dispatch.window?.name) }
        let receipt = try await base.send(dispatch, over: transport)
        return SendReceipt(platformID: receipt.platformID, pause: script.pause.withLock { $0 })
    }
}

extension ToldConnector {
    func show(
        _ indicator: Indicator, to customer: Address, after details: [String: String], from connection: OpenConnection,
        over transport: any HTTPTransport
    ) async throws(PlatformRefusal) {
        if let refusal = script.refusal.withLock({ $0 }) { throw refusal }
        script.shown.withLock { $0.append("\(indicator) \(connection.address.value) \(customer.value)") }
    }
}

/// What the platform tells next, and what it saw.
final class ToldScript: Sendable {
    let outcome = Mutex(WebhookOutcome(events: [], reply: WebhookReply(status: 200)))
    let windows = Mutex<[String?]>([])
    let pause = Mutex<Duration?>(nil)
    /// Indicators: which, from where, to whom.
    let shown = Mutex<[String]>([])
    let refusal = Mutex<PlatformRefusal?>(nil)
}

extension TestGateway {
    /// The platform tells something of the sales number's.
    func told(
        _ contents: PlatformEvent.Content..., id: String = "e", signs: [WebhookOutcome.Sign] = [], by script: ToldScript
    ) async throws {
        script.outcome.withLock { outcome in
            outcome.signs = signs
            outcome.events = contents.enumerated().map { index, content in
                PlatformEvent(
                    key: EventKey(id: "\(id)/\(index)"), address: Address(kind: .phone, value: Self.salesNumber),
                    content: content)
            }
        }
        #expect(try await call([]).status == 200)
    }
}
