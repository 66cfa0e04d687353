public import Foundation
public import MockPlatform

/// A direct message, as both sides see it.
public struct DirectMessage: Sendable {
    /// An answer that can be tapped in place of being written.
    public struct Option: Sendable, Equatable {
        public let label: String
        public let description: String?
        public let metadata: String?
    }

    public let id: String
    public let at: Date
    /// The accounts' ids.
    public let sender: String
    public let recipient: String
    /// As it was written; on the wire it is escaped, and links are shortened.
    public let text: String
    public let options: [Option]
    /// Buttons that lead to addresses, as they were sent.
    public let buttons: [JSON]
    /// The metadata of the option that was tapped.
    public let chosen: String?
    /// The id of what is attached.
    public let media: String?
    /// The app it was written in: X's own, or a developer's.
    public let app: String
    /// By the recipient.
    public internal(set) var isRead = false
    /// Who has deleted it for themselves.
    var deletedBy: Set<String> = []
    let wire: WireText

    /// Whether X's own app sent it, and no developer's.
    public var isWrittenByHand: Bool { app == MockXApp.web.id }
}

/// What two accounts wrote to each other.
struct Conversation: Sendable {
    let id: String
    private(set) var messages: [DirectMessage] = []
    /// Until when an account shows that it is typing.
    var typesUntil: [String: Date] = [:]

    init(id: String) {
        self.id = id
    }

    /// Both ids, the smaller number first.
    static func id(_ first: String, _ second: String) -> String {
        let inOrder = (first.count, first) <= (second.count, second)
        return inOrder ? "\(first)-\(second)" : "\(second)-\(first)"
    }

    subscript(id: String) -> DirectMessage? {
        messages.last { $0.id == id }
    }

    mutating func append(_ message: DirectMessage) {
        messages.append(message)
        typesUntil[message.sender] = nil
    }

    mutating func update(_ id: String, _ change: (inout DirectMessage) -> Void) {
        guard let place = messages.lastIndex(where: { $0.id == id }) else { return }
        change(&messages[place])
    }

    /// Somebody has read what was written to them, up to a message.
    mutating func read(by reader: String, upTo id: String) {
        guard let end = messages.lastIndex(where: { $0.id == id }) else { return }
        for place in messages.indices where place <= end && messages[place].recipient == reader {
            messages[place].isRead = true
        }
    }

    func wasWritten(by sender: String) -> Bool {
        messages.contains { $0.sender == sender }
    }

    func last(to reader: String) -> DirectMessage? {
        messages.last { $0.recipient == reader }
    }
}
