import ConnectorKit
import Foundation
import GatewayModel

/// Everything that must be right for an account of X, looked at in the order in which a person can mend it.
struct TwitterChecklist {
    /// The names of the items.
    enum Item {
        static let app = "app"
        static let user = "user"
        static let restriction = "restriction"
        static let access = "access"
        static let openness = "openness"
        static let webhook = "webhook"
        static let validity = "validity"
        static let challenges = "challenges"
        static let subscription = "subscription"
        static let signatures = "signatures"
        static let inbound = "inbound"
        static let limits = "limits"
        static let queue = "queue"
    }

    static let items: [ChecklistItem] = [
        ChecklistItem(id: Item.app, title: "API key and secret"),
        ChecklistItem(id: Item.user, title: "Account's tokens", requires: [Item.app], isVital: true),
        ChecklistItem(id: Item.restriction, title: "Account not restricted", requires: [Item.user], isVital: true),
        ChecklistItem(id: Item.access, title: "Access level", requires: [Item.restriction], isVital: true),
        ChecklistItem(id: Item.openness, title: "Direct messages open", requires: [Item.restriction]),
        .reachability,
        ChecklistItem(id: Item.webhook, title: "Webhook registered", requires: [Item.app]),
        ChecklistItem(id: Item.validity, title: "Webhook valid", requires: [Item.webhook], mendsItself: true),
        ChecklistItem(id: Item.challenges, title: "Challenges answered", requires: [Item.validity]),
        ChecklistItem(
            id: Item.subscription, title: "Subscription", requires: [Item.access, Item.webhook]),
        ChecklistItem(id: Item.signatures, title: "Signatures"),
        ChecklistItem(
            id: Item.inbound, title: "Last message",
            requires: [ChecklistItem.reachability.id, Item.validity, Item.subscription]),
        ChecklistItem(id: Item.limits, title: "Limits"),
        ChecklistItem(id: Item.queue, title: "Queue"),
    ]

    static let signInAgain = "Connect again: sign in to X as this account, and authorize the app."

    /// X: challenges come at least once a day, and after four hours more a webhook is invalid.
    static let longestWithoutChallenge = Duration.seconds(28 * 3600)

    let connection: OpenConnection
    let facts: ConnectionFacts
    let signing: TwitterSigning

    func findings(over transport: any HTTPTransport) async -> [String: Finding] {
        var found = [
            ChecklistItem.reachability.id: facts.reachabilityFinding,
            Item.signatures: facts.signatureFinding(secret: "API key secret"),
            Item.inbound: facts.inboundFinding, Item.limits: limits, Item.queue: queue,
        ]
        let reader: TwitterReader
        do throws(TwitterTrouble) { reader = try TwitterReader(connection.app, signing, over: transport) } catch {
            found[Item.app] = Finding(.red, error.explanation, advice: "Enter them: change the platform app.")
            return found
        }
        found[Item.app] = await application(reader)
        guard found[Item.app]?.verdict == .green else { return found }
        let user = await addAccount(reader, &found)
        await addWebhook(reader, user, &found)
        return found
    }

    /// What a call that failed says about an item.
    ///
    /// - Parameter red: what is wrong where X refuses by its own word; else nobody can tell.
    static func finding(_ trouble: TwitterTrouble, red: String? = nil, advice: String) -> Finding {
        guard case .refused(let error) = trouble else {
            return Finding(.unknown, trouble.explanation, advice: "It is asked again by itself.")
        }
        let fault = TwitterFault.meaning(of: error)
        if ["platformUnavailable", "rateLimited"].contains(fault.word) {
            return Finding(.unknown, fault.explanation, advice: "It is asked again by itself.")
        }
        return Finding(.red, "\(red ?? fault.explanation) (\(error.text))", advice: advice)
    }

    private func application(_ reader: TwitterReader) async -> Finding {
        do throws(TwitterTrouble) {
            _ = try await reader.appToken()
            return Finding(.green, "X takes the API key and its secret.")
        } catch {
            return Self.finding(
                error, red: "X refuses the API key and its secret.",
                advice: "Enter the current ones, from “Keys and tokens” in X's developer portal.")
        }
    }

    /// So long the gateway's own pace holds messages up.
    private static let ordinaryPause = Duration.seconds(15)

    private static func written(_ moment: Timestamp) -> String {
        // Not before it: a message may leave then.
        let seconds = (Double(moment.milliseconds) / 1000).rounded(.up)
        return Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }

    /// What a limit holds up is told there.
    private var queue: Finding {
        var facts = facts
        facts.heldUpUntil = nil
        return facts.queueFinding
    }

    /// Sending as fast as X lets us is no fault; that it waits is worth knowing.
    private var limits: Finding {
        guard let until = facts.heldUpUntil, until - facts.now > Self.ordinaryPause else {
            return Finding(.green, "No limit of X's holds anything up.")
        }
        return Finding(
            .yellow,
            "A limit of X's is used up: the next message leaves at \(Self.written(until)). \(facts.queued) wait.",
            advice:
                "Nothing is lost, and all leave in their order. X lets 15 direct messages out in 15 minutes and 1,440 "
                + "in a day, unless you have agreed on more.")
    }
}
