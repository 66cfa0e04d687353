internal import Foundation
internal import MockPlatform

/// A webhook of an app, which both versions of the API show.
struct WebhookRecord: Sendable {
    let id: String
    let app: String
    let url: String
    let created: Date
    /// Nothing is delivered to one that is not.
    var isValid = true
    var lastSuccess: Date

    /// v1.1 tells the time to the second, v2 to the millisecond.
    func json(v2: Bool) -> JSON {
        let time = XState.instant(created)
        return [
            "id": .string(id), "url": .string(url), "valid": .bool(isValid),
            "created_at": .string(v2 ? time : time.prefix { $0 != "." } + "Z"),
        ]
    }
}

/// That an app hears of everything an account does and is done to.
struct AccountSubscription: Sendable, Equatable {
    let webhook: String
    let account: String
}

/// A webhook as scripts see it.
public struct MockXWebhook: Sendable, Equatable {
    public let id: String
    public let app: String
    public let url: String
    public let isValid: Bool
    /// The accounts that are subscribed.
    public let accounts: [String]
}

/// Why there is no such webhook, or it is not valid.
enum WebhookRefusal: Equatable {
    case badURL
    case duplicate
    case tooMany
    case failed(ChallengeResult)
    case unknown

    func error(v2: Bool) -> XError {
        guard v2 else {
            switch self {
            case .badURL: return .coded(214)
            case .duplicate, .tooMany: return .coded(214, "Too many resources already created.")
            case .failed(let result): return .coded(214, result.explanation)
            case .unknown:
                return .coded(34, "Webhook does not exist or is associated with a different twitter application.")
            }
        }
        let (reason, explanation) =
            switch self {
            case .badURL: ("UrlValidationFailed", "The webhook URL does not meet the requirements.")
            case .duplicate: ("DuplicateUrlFailed", "A webhook with this URL exists already.")
            case .tooMany: ("WebhookLimitExceeded", "There are as many webhooks as there may be.")
            case .failed(let result): ("CrcValidationFailed", result.explanation)
            case .unknown: ("WebhookIdInvalid", "There is no such webhook.")
            }
        return .failure(reason, explanation)
    }
}

extension XError {
    /// A reason of v2's, which stands in the detail of a problem and in its errors.
    static func failure(_ reason: String, _ explanation: String) -> XError {
        problem(
            400, "Invalid Request", "\(reason): \(explanation)", type: "invalid-request",
            more: [.init("errors", [["message": .string("\(reason): \(explanation)")]])])
    }
}

extension XState {
    func webhook(_ id: String, of app: String) -> WebhookRecord? {
        webhooks.first { $0.id == id && $0.app == app }
    }

    mutating func update(webhook id: String, _ change: (inout WebhookRecord) -> Void) {
        guard let place = webhooks.firstIndex(where: { $0.id == id }) else { return }
        change(&webhooks[place])
    }

    /// Its subscriptions end with it.
    mutating func remove(webhook id: String) {
        webhooks.removeAll { $0.id == id }
        subscriptions.removeAll { $0.webhook == id }
        activities.removeAll { $0.webhook == id }
    }

    func isSubscribed(_ account: String, to webhook: String) -> Bool {
        subscriptions.contains(AccountSubscription(webhook: webhook, account: account))
    }

    /// An app hears no more of an account.
    mutating func endSubscriptions(of account: String, app: String) {
        let own = Set(webhooks.filter { $0.app == app }.map(\.id))
        subscriptions.removeAll { $0.account == account && own.contains($0.webhook) }
        activities.removeAll { $0.app == app && $0.account == account }
    }
}
