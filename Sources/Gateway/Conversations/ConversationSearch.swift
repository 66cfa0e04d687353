public import GatewayModel

/// A list of conversations that somebody may read, by what was said in them if they like.
///
/// There is no index of words: it would cost every message more than the searches of a desk are worth. Conversations
/// are looked through from the newest on, as far as ``budget`` allows; where that is not enough for a page, the page is
/// short and its cursor goes on. So a search is exact, however far it has to go back, and holds up nobody.
public struct ConversationSearch: Sendable {
    /// Messages that one page may look at.
    static let budget = 20_000
    private static let batch = 200

    let filter: ConversationFilter
    /// Every one must stand in the same message; in lower case.
    let words: [String]

    /// - Parameter text: words, whatever their case; `nil` for any conversation.
    public init(_ filter: ConversationFilter, text: String? = nil) {
        self.filter = filter
        words = (text ?? "").lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// Whether it is for nothing but open conversations.
    public var isOfOpen: Bool { filter.isOpen == true || filter.state?.isOpen == true }

    /// - Returns: what was found, newest first, and the last conversation that was looked at; `nil` where that was the
    ///   last there is.
    public func page(
        _ page: Page<ID<Conversation>>, for principal: Principal, in transaction: any StoreTransaction
    ) throws -> (found: [Conversation], next: ID<Conversation>?) {
        try look(page, for: principal, in: transaction) { page in
            try transaction.conversations(filter, page).map { ($0, $0.id) }
        }
    }

    /// Those that are open, the one in which something was said last at the top.
    ///
    /// - Returns: what was found, and the last message of the last conversation that was looked at.
    public func page(
        bySpeech page: Page<ID<Message>>, for principal: Principal, in transaction: any StoreTransaction
    ) throws -> (found: [Conversation], next: ID<Message>?) {
        try look(page, for: principal, in: transaction) { page in
            try transaction.openConversations(bySpeech: filter, page).map { ($0.conversation, $0.last) }
        }
    }

    private func look<Place>(
        _ page: Page<ID<Place>>, for principal: Principal, in transaction: any StoreTransaction,
        _ read: (Page<ID<Place>>) throws -> [(Conversation, ID<Place>)]
    ) throws -> (found: [Conversation], next: ID<Place>?) {
        let readable = try transaction.contactPoints(.read, heldBy: principal.identity)
        var found: [Conversation] = []
        var last = page.after
        var left = Self.budget
        var size = Self.batch
        while true {
            let batch = try read(Page(after: last, limit: size))
            for (conversation, place) in batch {
                guard found.count < page.limit, left > 0 else { return (found, last) }
                last = place
                left -= 1
                guard readable.contains(conversation.contactPoint) else { continue }
                if try words.isEmpty || isSaid(in: conversation, &left, transaction) { found.append(conversation) }
            }
            if batch.count < size { return (found, nil) }
            // Who spoke last is found out anew for each batch, of all that are open: what is rare is read on at once.
            size = min(size * 10, Self.budget)
        }
    }

    private func isSaid(
        in conversation: Conversation, _ left: inout Int, _ transaction: any StoreTransaction
    ) throws -> Bool {
        try transaction.texts(of: conversation.id) { text in
            left -= 1
            let text = text.lowercased()
            return words.allSatisfy(text.contains)
        }
    }
}
