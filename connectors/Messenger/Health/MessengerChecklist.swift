import ConnectorKit
import GatewayModel

/// Everything that must be right for a page, looked at in the order in which a person can mend it.
struct MessengerChecklist {
    /// The names of the items.
    enum Item {
        static let app = "app"
        static let appWebhook = "appWebhook"
        static let user = "user"
        static let permissions = "permissions"
        static let page = "page"
        static let pageToken = "pageToken"
        static let pageState = "pageState"
        static let subscription = "subscription"
        static let thread = "thread"
        static let throttling = "throttling"
        static let restriction = "restriction"
        static let signatures = "signatures"
        static let inbound = "inbound"
        static let reports = "reports"
        static let queue = "queue"
    }

    private static let behindWebhooks = [ChecklistItem.reachability.id, Item.appWebhook, Item.subscription]

    static let items: [ChecklistItem] = [
        ChecklistItem(id: Item.app, title: "App credentials"),
        .reachability,
        ChecklistItem(id: Item.appWebhook, title: "App webhook", requires: [Item.app]),
        ChecklistItem(id: Item.user, title: "Associate User", requires: [Item.app], isVital: true),
        ChecklistItem(id: Item.permissions, title: "Permissions", requires: [Item.user], isVital: true),
        ChecklistItem(id: Item.page, title: "Page and role", requires: [Item.user], isVital: true),
        ChecklistItem(id: Item.pageToken, title: "Page token", requires: [Item.page], isVital: true),
        ChecklistItem(id: Item.pageState, title: "Page published", requires: [Item.pageToken]),
        ChecklistItem(id: Item.subscription, title: "Page subscription", requires: [Item.pageToken]),
        ChecklistItem(id: Item.thread, title: "Thread control", requires: [Item.pageToken]),
        ChecklistItem(id: Item.throttling, title: "Throttling", requires: [Item.app]),
        ChecklistItem(id: Item.restriction, title: "Restrictions"),
        ChecklistItem(id: Item.signatures, title: "Signatures"),
        ChecklistItem(id: Item.inbound, title: "Last message", requires: behindWebhooks),
        ChecklistItem(id: Item.reports, title: "Delivery reports", requires: behindWebhooks),
        ChecklistItem(id: Item.queue, title: "Queue", requires: [Item.throttling, Item.restriction]),
    ]

    static let associate = "Associate User: connect again, signed in to Facebook as somebody with a role on the page."

    let connection: OpenConnection
    let facts: ConnectionFacts

    init(_ connection: OpenConnection, _ facts: ConnectionFacts) {
        self.connection = connection
        self.facts = facts
    }

    var page: String { connection.address.value }
    var userToken: String? { connection.app.secrets.current(MetaApp.Key.userToken)?.reveal() }
    var pageToken: String? { connection.app.secrets.current(MetaApp.Key.pageToken(of: page))?.reveal() }

    func findings(over transport: any HTTPTransport) async -> [String: Finding] {
        var found = [
            ChecklistItem.reachability.id: facts.reachabilityFinding, Item.restriction: restriction,
            Item.signatures: facts.signatureFinding(secret: "app secret"),
            Item.inbound: facts.inboundFinding, Item.reports: facts.reportFinding, Item.queue: facts.queueFinding,
        ]
        let reader: GraphReader
        do throws(GraphTrouble) { reader = try GraphReader(connection.app, over: transport) } catch {
            found[Item.app] = Finding(.red, error.explanation, advice: "Enter them: change the platform app.")
            return found
        }
        await ask(reader, &found)
        if found[Item.app]?.verdict == .green { found[Item.throttling] = Self.throttling(reader) }
        return found
    }

    /// What Meta itself tells, as far as it can be asked.
    private func ask(_ reader: GraphReader, _ found: inout [String: Finding]) async {
        found[Item.app] = await application(reader)
        guard found[Item.app]?.verdict == .green else { return }
        found[Item.appWebhook] = await appWebhook(reader)
        await addUser(reader, &found)
        guard found[Item.user].map({ [.green, .yellow].contains($0.verdict) }) == true else { return }
        found[Item.page] = await role(reader)
        guard found[Item.page]?.verdict == .green else { return }
        found[Item.pageToken] = await tokenOfPage(reader)
        guard found[Item.pageToken]?.verdict == .green else { return }
        found[Item.pageState] = await state(reader)
        found[Item.subscription] = await subscription(reader)
        found[Item.thread] = await thread(reader)
    }

    /// What a call that failed says about an item.
    ///
    /// - Parameter red: what is wrong where Meta refuses by its own word; else nobody can tell.
    static func finding(_ trouble: GraphTrouble, red: String? = nil, advice: String) -> Finding {
        guard case .refused(let error) = trouble else {
            return Finding(.unknown, trouble.explanation, advice: "It is asked again by itself.")
        }
        let fault = GraphFault(error)
        if ["platformUnavailable", "rateLimited"].contains(fault.word) {
            return Finding(.unknown, fault.explanation, advice: "It is asked again by itself.")
        }
        return Finding(.red, "\(red ?? fault.explanation) (error \(error.text))", advice: advice)
    }

    private func application(_ reader: GraphReader) async -> Finding {
        do throws(GraphTrouble) {
            let told = try await reader.read(reader.app.id, [(name: "fields", value: "id,name")], as: reader.app.token)
            guard told["id"]?.id == reader.app.id else {
                return Finding(.unknown, "Meta's answer about the app cannot be read.")
            }
            return Finding(.green, "Meta takes the app ID and the app secret.")
        } catch {
            // It looks at credentials first.
            if reader.isLimited { return Finding(.green, "Meta knows the app, and refuses more calls just now.") }
            return Self.finding(
                error, red: "Meta refuses the app ID and the app secret.",
                advice: "Enter the current app secret from Meta's app dashboard.")
        }
    }

    /// Of all calls of the run: a page has limits of its own.
    private static func throttling(_ reader: GraphReader) -> Finding {
        let wait = "Wait. To go on calling would lengthen it; whatever else uses this app should call less."
        if let regain = reader.usage?.regain {
            return Finding(
                .red, "Meta blocks calls for another \(regain.components.seconds / 60) min.", advice: wait)
        }
        if reader.isLimited { return Finding(.red, "Meta refuses calls: a limit is used up.", advice: wait) }
        guard let percent = reader.usage?.percent else { return Finding(.green, "Meta speaks of no limit.") }
        if percent >= 80 {
            return Finding(
                .yellow, "\(percent) % of Meta's limits are used up.",
                advice: "Above 100 % it blocks. See what else uses this app, and lower the connection's pace.")
        }
        return Finding(.green, "\(percent) % of Meta's limits are used up.")
    }

    private var restriction: Finding {
        let count = ["10/1893063", "368", "341"].reduce(0) { $0 + (facts.failures[$1] ?? 0) }
        guard count > 0 else { return Finding(.green, "Meta has restricted nothing that was sent in the last day.") }
        return Finding(
            .red, "Meta refused \(count) messages because page or app are restricted.",
            advice: "Look at the page's support inbox at Facebook; somebody must settle it there.")
    }
}
