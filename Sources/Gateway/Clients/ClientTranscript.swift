import ConnectorKit
import GatewayModel

/// What a customer may see of a conversation, read in one transaction.
struct ClientTranscript {
    private let transaction: any StoreTransaction
    private let links: MediaLinks
    private var names: [String: String?] = [:]

    init(_ transaction: any StoreTransaction, _ links: MediaLinks) {
        self.transaction = transaction
        self.links = links
    }

    mutating func conversation(_ conversation: Conversation, messages limit: Int) throws -> ClientConversation {
        let latest = limit == 0 ? [] : try transaction.latestMessages(of: conversation.id, limit: limit)
        var messages: [ClientMessage] = []
        for message in latest.reversed() {
            if let seen = try self.message(message) { messages.append(seen) }
        }
        return ClientConversation(
            id: conversation.id, isOpen: conversation.state.isOpen, updatedAt: conversation.updatedAt,
            agent: try conversation.owner.flatMap { try name(of: $0) },
            isAnswered: try transaction.wasAnswered(conversation.id),
            messages: messages)
    }

    /// `nil` for what they may not see: what the gate has not let out, what was refused or failed, what they took back.
    mutating func message(_ message: Message) throws -> ClientMessage? {
        switch message.direction {
        case .inbound: break
        case .outbound:
            switch message.status {
            case .sent, .delivered, .read: break
            default: return nil
            }
        }
        let files = try transaction.media(of: message.id).map { media in
            ClientFile(
                id: media.id, type: media.type, name: media.fileName, byteCount: media.byteCount,
                url: media.state == .ready
                    ? try links.link(to: media.id, type: media.type, for: MediaLinks.lifeForPlatforms).url : nil)
        }
        return ClientMessage(
            id: message.id, isFromCustomer: message.direction == .inbound,
            author: message.direction == .inbound ? nil : try name(of: message.author), text: message.text,
            files: files, details: message.direction == .inbound ? message.details : [:], status: message.status,
            createdAt: message.createdAt, statusAt: message.statusAt)
    }

    /// What customers are told of somebody of ours: a person's name, and of programs nothing.
    private mutating func name(of author: String) throws -> String? {
        if let known = names[author] { return known }
        let name = try ID<User>(author).flatMap { try transaction.user($0) }?.name
        names[author] = .some(name)
        return name
    }
}
