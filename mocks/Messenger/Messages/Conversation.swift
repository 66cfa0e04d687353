internal import Foundation
internal import MockPlatform
private import Signing

/// What a person and a page wrote to each other, and who may write now.
struct Conversation: Sendable {
    static let window: TimeInterval = 86_400
    static let humanAgentWindow: TimeInterval = 7 * 86_400

    let page: String
    let psid: String
    /// When the person last did something that opens the window.
    var lastUserEvent: Date?
    /// The app that was given control, or took it.
    var owner: String?
    /// Control that was extended beyond the window.
    var ownedUntil: Date?
    /// By the person.
    var isBlocked = false
    /// Until when the page shows that it is typing.
    var typesUntil: Date?
    /// Until when the page has marked what the person wrote as seen.
    var seenUntil: Date?
    private(set) var messages: [MessengerMessage] = []
    private var places: [String: Int] = [:]

    init(page: String, psid: String) {
        self.page = page
        self.psid = psid
    }

    static func newMid() -> String {
        "m_" + SecureRandom.token(48)
    }

    subscript(mid: String) -> MessengerMessage? {
        places[mid].map { messages[$0] }
    }

    mutating func append(_ message: MessengerMessage) {
        places[message.mid] = messages.count
        messages.append(message)
    }

    mutating func update(_ mid: String, _ change: (inout MessengerMessage) -> Void) {
        guard let place = places[mid] else { return }
        change(&messages[place])
    }

    /// The person has seen everything.
    mutating func readAll() {
        for place in messages.indices where messages[place].direction == .received { messages[place].isRead = true }
    }

    /// Who controls the conversation while it is active; nobody does in an idle one.
    func controller(at now: Date) -> String? {
        guard let owner else { return nil }
        if let ownedUntil, ownedUntil > now { return owner }
        guard let lastUserEvent, now < lastUserEvent + Self.window else { return nil }
        return owner
    }

    /// Only the controller may write; in an idle conversation, the page's default app or, without one, every app.
    func mayWrite(_ app: String, defaultApp: String?, at now: Date) -> Bool {
        (controller(at: now) ?? defaultApp).map { $0 == app } ?? true
    }

    /// The person did something that counts; an idle conversation then belongs to the page's default app.
    mutating func noteUserEvent(defaultApp: String?, at now: Date) {
        let wasIdle = controller(at: now) == nil
        lastUserEvent = now
        if wasIdle {
            owner = defaultApp
            ownedUntil = nil
        }
    }
}
