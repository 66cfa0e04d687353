import ConnectorKit
import Foundation
import Gateway
import GatewayModel
import SMSConnector
import Storage

/// Fills a store with what a gateway would have stored: the same rows by the same statements, only without the network
/// and many in a transaction.
///
/// Ten messages of each conversation, by turns in and out, delivered; the last of them an hour ago. Two of a hundred
/// conversations, the latest, are still open. All within the last twenty days, so that retention leaves them alone.
struct StoredMessages {
    private static let perConversation = 10
    private static let batch = 100

    private let store: any DatabaseStore
    private let access: Access
    private let count: Int

    /// - Parameter count: how many messages.
    static func fill(_ house: House, as access: Access, count: Int) async throws {
        let store = try house.open()
        try await StoredMessages(store: store, access: access, count: count).fill()
        try store.close()
    }

    private func fill() async throws {
        let conversations = (count + Self.perConversation - 1) / Self.perConversation
        let end = SystemClock().now - .seconds(3600)
        let gap = Duration.seconds(20 * 86_400) / Double(max(conversations, 1))
        let begin = end - gap * conversations
        let clock = GivenClock(begin)
        let writer = Writer(ids: IDGenerator(clock: clock), clock: clock, access: access)
        for first in stride(from: 0, to: conversations, by: Self.batch) {
            try await store.write { transaction in
                for index in first..<min(first + Self.batch, conversations) {
                    clock.set(begin + gap * index)
                    try writer.conversation(
                        index, messages: Self.perConversation, isOpen: index >= conversations - conversations / 50,
                        in: transaction)
                }
            }
        }
    }

    /// Stores one conversation after the other.
    private struct Writer: Sendable {
        private static let platform = SMSConnector().platform

        let ids: IDGenerator
        let clock: GivenClock
        let access: Access

        func conversation(
            _ index: Int, messages: Int, isOpen: Bool, in transaction: any StoreTransaction
        ) throws {
            let now = clock.now
            let customer = Address(kind: .phone, value: "+1415\(5_000_000 + index % 1_000_000)")
            var conversation = Conversation(
                id: ids.next(), contactPoint: .default, platform: Self.platform, connection: access.connection,
                customer: customer, state: .new, createdAt: now, updatedAt: now)
            try transaction.insert(conversation)
            try append(.conversationCreated, to: conversation, in: transaction)
            for number in 0..<messages {
                let text = index * messages + number
                if number.isMultiple(of: 2) {
                    try received(text, in: conversation, transaction)
                } else {
                    try sent(text, in: conversation, transaction)
                }
            }
            conversation.state = isOpen ? .active : .closed
            if isOpen { conversation.clocks.dueAt = now + .seconds(86_400) }
            try transaction.update(conversation)
            try append(isOpen ? .conversationActivated : .conversationClosed, to: conversation, in: transaction)
        }

        private func received(
            _ index: Int, in conversation: Conversation, _ transaction: any StoreTransaction
        ) throws {
            _ = try transaction.claim(EventKey(id: TwilioForm.sid("stored \(index)")), of: access.app, at: clock.now)
            let message = message(
                TwilioForm.inboundText(index), in: conversation, .inbound, .customer, by: "customer", .received)
            try transaction.insert(message)
            try append(.messageReceived, to: conversation, message.id, in: transaction)
        }

        private func sent(_ index: Int, in conversation: Conversation, _ transaction: any StoreTransaction) throws {
            let text = TwilioForm.outboundText(index)
            let message = message(text, in: conversation, .outbound, .reply, by: "api-key/bench", .delivered)
            try transaction.insert(message)
            let entry = OutboxEntry(
                message: message.id, contactPoint: .default, connection: access.connection,
                customer: conversation.customer, purpose: .reply, dueAt: clock.now, agesFrom: clock.now)
            let part = Part(text: text)
            try transaction.enqueue(entry, parts: [part])
            try append(.messageCreated, to: conversation, message.id, "queued", in: transaction)
            try transaction.insert(
                Attempt(
                    id: ids.next(), part: PartReference(message: message.id, number: 0), startedAt: clock.now,
                    isPossibleDuplicate: false, endedAt: clock.now, outcome: .accepted))
            try transaction.update(
                PartRecord(
                    number: 0, part: part, state: .accepted, status: .delivered,
                    platformID: TwilioForm.sid("sent \(index)"), attemptedAt: clock.now, reportedAt: clock.now),
                of: message.id)
            try transaction.finish(message.id)
            for status in ["sent", "delivered"] {
                try append(.messageStatusChanged, to: conversation, message.id, status, in: transaction)
            }
        }

        private func message(
            _ text: String, in conversation: Conversation, _ direction: Message.Direction, _ purpose: Message.Purpose,
            by author: String, _ status: DeliveryStatus
        ) -> Message {
            Message(
                id: ids.next(), conversation: conversation.id, contactPoint: .default, connection: access.connection,
                customer: conversation.customer, direction: direction, purpose: purpose, author: author, text: text,
                status: status, createdAt: clock.now, statusAt: clock.now)
        }

        private func append(
            _ kind: Event.Kind, to conversation: Conversation, _ message: ID<Message>? = nil, _ value: String? = nil,
            in transaction: any StoreTransaction
        ) throws {
            try transaction.append(
                Event(
                    kind, at: clock.now, contactPoint: .default, conversation: conversation.id, message: message,
                    value: value))
        }
    }
}
