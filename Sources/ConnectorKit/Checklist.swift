/// The ability to say whether everything that a connection needs is right: credentials, registration, webhook address.
///
/// The gateway calls it every quarter of an hour, after a reconnect, and when somebody asks. It keeps the result, tells
/// when it changes, and applies the one rule about requirements: an item that requires another which is red or unknown
/// is unknown itself, whatever was found.
public protocol HasChecklist: Connector {
    /// What is checked, in the order in which it is shown. An item stands behind those that it requires.
    var checklist: [ChecklistItem] { get }

    /// Looks at the platform and at the facts, and changes nothing.
    ///
    /// Never fails: what cannot be judged, because the platform did not answer or answered something unexpected, is
    /// ``Verdict/unknown`` and says why. Nothing is green that was not seen to be right.
    /// - Returns: findings by the items' ids. An item without one is unknown.
    func findings(
        about connection: OpenConnection, _ facts: ConnectionFacts, over transport: any HTTPTransport
    ) async -> [String: Finding]

    /// Does what a finding's ``Finding/fix`` offers. Called only by an administrator's wish, or at the end of
    /// connecting; may be repeated. The item is looked at again afterwards.
    ///
    /// - Returns: what the platform granted by it, to be kept among the app's ``Secrets`` by these keys; mostly nothing.
    /// - Throws: ``PlatformRefusal`` where nothing, or not everything, could be done.
    func fix(
        _ item: String, of connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [String: Secret]
}

/// One thing that must be right.
public struct ChecklistItem: Sendable, Hashable {
    /// Stable, for programs: `account`, `webhook`.
    public let id: String
    public let title: String
    /// The items without which this one cannot be judged.
    public let requires: [String]
    /// Whether nothing can be sent while it is red: the connection then needs to be reconnected, what waits is held, and
    /// when the item is green again the connection is well again by itself.
    public let isVital: Bool
    /// Whether the gateway does the fix by itself, once for each look of its own that finds this red: where the fix can do
    /// nothing but good, and nobody can have meant things to be as they are.
    public let mendsItself: Bool

    public init(
        id: String, title: String, requires: [String] = [], isVital: Bool = false, mendsItself: Bool = false
    ) {
        self.id = id
        self.title = title
        self.requires = requires
        self.isVital = isVital
        self.mendsItself = mendsItself
    }
}

/// How things stand with an item.
public enum Verdict: String, Sendable, Codable, CaseIterable {
    case green
    /// It works, and somebody should look at it.
    case yellow
    case red
    /// Nobody could tell.
    case unknown
}

/// What was found about an item.
public struct Finding: Sendable, Hashable {
    public let verdict: Verdict
    /// A sentence for a person. Never a secret, never a message's text.
    public let found: String
    /// What to do, where something is to be done.
    public let advice: String?
    /// What ``HasChecklist/fix(_:of:over:)`` would do for this item, as a button's words; `nil` where it can do nothing.
    public let fix: String?

    public init(_ verdict: Verdict, _ found: String, advice: String? = nil, fix: String? = nil) {
        self.verdict = verdict
        self.found = found
        self.advice = advice
        self.fix = fix
    }
}

/// Why the platform, or what is between us and it, did not do what was asked.
public struct PlatformRefusal: Error, Sendable, Hashable {
    /// A sentence for a person: what is wrong and what to do. Never a secret.
    public let explanation: String

    public init(_ explanation: String) {
        self.explanation = explanation
    }
}
